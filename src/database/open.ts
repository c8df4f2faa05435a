import { MikroORM } from '@mikro-orm/core';
import { exitCode, UserError } from '../shared/errors.ts';
import { faultOf, isDatabaseFault } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { ormOptions, type QueryLog } from './orm-options.ts';
import { type DatabaseTarget, describeTarget } from './target.ts';

/** An open database with its tables up to date. */
export interface Database {
	readonly orm: MikroORM;
	close(): Promise<void>;
}

/** The oldest PostgreSQL server that is supported, as `server_version_num` says it. */
const oldestServer = 150_000;

/**
 * Opens the database and brings its tables up to date.
 * @throws UserError with exit code 77 that says what is in the way: no server, wrong password, no such database, a folder in use ...
 */
export async function openDatabase(target: DatabaseTarget, log?: QueryLog): Promise<Database> {
	const lock = target.kind === 'embedded' ? lockFolder(target.folder) : undefined;
	let orm: MikroORM | undefined;
	try {
		orm = await MikroORM.init(await ormOptions(target, log));
		await checkVersion(orm);
		await migrate(orm, target);
		const opened = orm;
		return { orm: opened, close: () => opened.close().finally(() => lock?.release()) };
	} catch (error) {
		// Whatever closing meets, the first error is the one that matters.
		await orm?.close().catch(() => {});
		lock?.release();
		throw error instanceof UserError ? error : refused(target, error);
	}
}

/** What the database refuses after it was opened, as an error for people; anything else as it is. */
export function asRefusal(target: DatabaseTarget, error: unknown): unknown {
	return !(error instanceof UserError) && isDatabaseFault(error) ? refused(target, error) : error;
}

async function checkVersion(orm: MikroORM): Promise<void> {
	const [row] = await orm.em
		.getConnection()
		.execute<{ version: number }[]>(`select current_setting('server_version_num')::int as version`);
	const version = row?.version ?? 0;
	if (version >= oldestServer) return;
	throw new UserError(`The server is PostgreSQL ${Math.floor(version / 10_000)}, and bolig-import needs 15 or later.`, {
		hint: 'Use a newer server, or leave out --database to use the embedded one.',
		exitCode: exitCode.databaseUnavailable,
	});
}

function refused(target: DatabaseTarget, error: unknown): UserError {
	const { code, message } = faultOf(error);
	const [what, hint] = explain(target, code, message);
	return new UserError(what, { hint, exitCode: exitCode.databaseUnavailable, cause: error });
}

function explain(target: DatabaseTarget, code: string, message: string): [what: string, hint: string] {
	const name = describeTarget(target);
	if (target.kind === 'embedded') {
		return [
			`The embedded database in ${target.folder} cannot be opened: ${message}.`,
			'Choose another folder with --data-dir; if it held an import that matters, keep the folder and report this.',
		];
	}
	switch (code) {
		case 'ECONNREFUSED':
			return [
				`No database server answers at ${name}.`,
				'Start it, or correct host and port in --database or DATABASE_URL.',
			];
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return [`The database host of ${name} is not known.`, 'Correct the host in --database or DATABASE_URL.'];
		case '28P01':
		case '28000':
			return [
				`The database server refuses the login for ${name}.`,
				'Correct user and password in --database or DATABASE_URL.',
			];
		case '3D000':
			return [
				`The database of ${name} does not exist.`,
				'Create it (createdb), or correct the name in --database or DATABASE_URL.',
			];
		case '42501':
			return [
				`The login lacks a right in ${name}: ${message}.`,
				'Grant it, or use another login; it makes the tables at the first start.',
			];
		default:
			return [`The database ${name} cannot be used: ${message}.`, 'Run with --debug for the whole error.'];
	}
}
