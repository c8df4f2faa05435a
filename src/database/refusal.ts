import { exitCode, UserError } from '../shared/errors.ts';
import { faultOf } from './errors.ts';
import { type DatabaseTarget, describeTarget } from './target.ts';

/** Why a database cannot be opened or used, as an error for people with exit code 77. */
export function refusal(target: DatabaseTarget, error: unknown): UserError {
	const fault = faultOf(error);
	const message = fault.message === '' ? 'it gave no reason' : fault.message;
	const [what, hint] =
		target.kind === 'embedded'
			? ofEmbedded(target.folder, message)
			: ofServer(fault.code, describeTarget(target), message);
	return new UserError(what, { hint, exitCode: exitCode.databaseUnavailable, cause: error });
}

type Words = [what: string, hint: string];

function ofEmbedded(folder: string, message: string): Words {
	return [
		`The embedded database in ${folder} cannot be opened: ${message}.`,
		'Choose another folder with --data-dir; if it held an import that matters, keep the folder and report this.',
	];
}

function ofServer(code: string, name: string, message: string): Words {
	const known = serverWords[code];
	if (known !== undefined) return known(name, message);
	return [`The database ${name} cannot be used: ${message}.`, 'Run with --debug for the whole error.'];
}

const unknownHost = (name: string): Words => [
	`The database host of ${name} is not known.`,
	'Correct the host in --database or DATABASE_URL.',
];
const badLogin = (name: string): Words => [
	`The database server refuses the login for ${name}.`,
	'Correct user and password in --database or DATABASE_URL.',
];

/** By SQLSTATE, or the system's name of the error. */
const serverWords: Readonly<Record<string, (name: string, message: string) => Words>> = {
	ECONNREFUSED: (name) => [
		`No database server answers at ${name}.`,
		'Start it, or correct host and port in --database or DATABASE_URL.',
	],
	ENOTFOUND: unknownHost,
	EAI_AGAIN: unknownHost,
	'28P01': badLogin,
	'28000': badLogin,
	'3D000': (name) => [
		`The database of ${name} does not exist.`,
		'Create it (createdb), or correct the name in --database or DATABASE_URL.',
	],
	'42501': (name, message) => [
		`The login lacks a right in ${name}: ${message}.`,
		'Grant it, or use another login; it makes the tables at the first start.',
	],
	'25006': (name, message) => [
		`The database ${name} only lets itself be read: ${message}.`,
		'Name the primary server if this is a standby, or switch default_transaction_read_only off.',
	],
	'53100': (name, message) => [
		`The disk of the database server is full, at ${name}: ${message}.`,
		'Make room there, and run the same command again.',
	],
	'53300': (name, message) => [
		`The database server takes no more connections, at ${name}: ${message}.`,
		'Close some, or raise its max_connections or the limit of this login; an import uses up to four.',
	],
	'57P03': (name, message) => [
		`The database server is not ready, at ${name}: ${message}.`,
		'Run the same command again in a moment.',
	],
};
