import { exitCode, UserError } from '../shared/errors.ts';

/** Where the rows go: a folder of our own (embedded PostgreSQL) or a PostgreSQL server. */
export type DatabaseTarget =
	| { readonly kind: 'embedded'; readonly folder: string }
	| { readonly kind: 'server'; readonly url: string };

export function serverTarget(address: string): DatabaseTarget {
	if (!URL.canParse(address) || !/^postgres(ql)?:\/\/[^/]/i.test(address)) {
		throw new UserError('The database address is not a PostgreSQL URL.', {
			hint: 'Write it as postgresql://user:password@host:5432/name.',
			exitCode: exitCode.usage,
		});
	}
	if (new URL(address).pathname.length < 2) {
		throw new UserError('The database address names no database.', {
			hint: 'Put its name at the end: postgresql://user@host:5432/name.',
			exitCode: exitCode.usage,
		});
	}
	tlsOf(new URL(address));
	return { kind: 'server', url: address };
}

/** What the address says of encryption, in the words of PostgreSQL's own `sslmode`; false without it. */
export interface Tls {
	/** Whether the server must prove who it is. */
	readonly rejectUnauthorized: boolean;
	/** A file with the authority that vouches for the server. */
	readonly rootCertificate?: string;
}

/** @throws UserError for a parameter that would not be heeded: a connection must never be less safe than it was asked to be. */
export function tlsOf(url: URL): Tls | false {
	const { sslmode = 'disable', sslrootcert, ...others } = Object.fromEntries(url.searchParams);
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) {
		throw new UserError(`The database address has a parameter ${unknown} that bolig-import does not know.`, {
			hint: 'It knows sslmode and sslrootcert.',
			exitCode: exitCode.usage,
		});
	}
	if (sslmode === 'disable') return false;
	if (sslmode === 'require') return { rejectUnauthorized: false };
	if (sslmode === 'verify-ca' || sslmode === 'verify-full') {
		return { rejectUnauthorized: true, ...(sslrootcert !== undefined && { rootCertificate: sslrootcert }) };
	}
	throw new UserError(`sslmode=${sslmode} in the database address is not one that bolig-import can keep.`, {
		hint: 'Use disable, require, verify-ca or verify-full.',
		exitCode: exitCode.usage,
	});
}

/** The target as a person may see it anywhere: never with a password. */
export function describeTarget(target: DatabaseTarget): string {
	if (target.kind === 'embedded') return `embedded, ${target.folder}`;
	const url = new URL(target.url);
	const user = url.username === '' ? '' : `${decodeURIComponent(url.username)}@`;
	return `${url.protocol}//${user}${url.host}${url.pathname}`;
}
