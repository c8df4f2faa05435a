import { describeTarget, serverTarget } from '../database/target.ts';

/** The command line again, for people to copy: quoted where a shell needs it, and never with a password. */
export function commandWords(argv: readonly string[]): string {
	return ['bolig-import', ...argv.map(withoutPassword).map(quote)].join(' ');
}

function withoutPassword(word: string): string {
	const [, flag = '', address] = /^(--database=)?(postgres(?:ql)?:\/\/.+)$/.exec(word) ?? [];
	if (address === undefined) return word;
	try {
		return flag + describeTarget(serverTarget(address));
	} catch {
		return `${flag}postgresql://…`;
	}
}

function quote(word: string): string {
	return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
