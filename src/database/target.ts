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
	return { kind: 'server', url: address };
}

/** The target as a person may see it anywhere: never with a password. */
export function describeTarget(target: DatabaseTarget): string {
	if (target.kind === 'embedded') return `embedded, ${target.folder}`;
	const url = new URL(target.url);
	const user = url.username === '' ? '' : `${decodeURIComponent(url.username)}@`;
	return `${url.protocol}//${user}${url.host}${url.pathname}`;
}
