import { describeTarget, serverTarget } from '../database/target.ts';
import type { CommandLine } from './settings.ts';

/** The command line again, for people to copy: quoted where a shell needs it, and never with a password. */
export function commandWords(argv: readonly string[], env: NodeJS.ProcessEnv = {}): string {
	const words = argv.map((word, index) => (argv[index - 1] === '--database' ? harmless(word) : withoutPassword(word)));
	return [startedByNpm(env) ? 'npm start --' : 'bolig-import', ...words.map(quote)].join(' ');
}

/** What must be put right in a command line before it works, in a sentence: it never shows a password, and so it may lack one. */
export function passwordNote({ given: { database }, origin }: CommandLine): string | undefined {
	if (database === undefined || origin.database !== 'flag') return undefined;
	if (commandWords(['--database', database]).includes(database)) return undefined;
	return 'Of --database a part is left out, such as the password: put it back, or set DATABASE_URL instead.';
}

/** What to say of a run only, and not of a retry of its failures. */
const ofTheRun = /^--(limit|preset|dry-run|refresh)(=|$)/;

/** The command line that fetches the failures of this one again. */
export function retryArgv(argv: readonly string[], [command]: readonly string[]): string[] {
	const flags = argv.filter((word, index) => {
		const valueOfOne = ofTheRun.test(argv[index - 1] ?? '') && !/=|^--dry-run/.test(argv[index - 1] ?? '');
		return !(index === argv.indexOf(command ?? '') || ofTheRun.test(word) || valueOfOne);
	});
	return ['retry', ...(command === 'demo' ? ['--sandbox'] : []), ...flags];
}

/** What says where the rows are. */
const ofTheDatabase = /^--(database|data-dir|config|sandbox)(=|$)/;

/** The command line that prints what was noticed since then, in the same database. */
export function changesArgv(argv: readonly string[], since: Date): string[] {
	const flags = argv.filter((word, index) => {
		const before = argv[index - 1] ?? '';
		const valueOfOne = ofTheDatabase.test(before) && !/=|^--sandbox/.test(before);
		return ofTheDatabase.test(word) || valueOfOne;
	});
	const sandbox = argv.includes('demo') && !flags.includes('--sandbox') ? ['--sandbox'] : [];
	return ['changes', '--since', `${since.toISOString().slice(0, 16)}Z`, ...flags, ...sandbox];
}

/** A word that stands by itself, or the value after the `=` of a flag. */
function withoutPassword(word: string): string {
	const [, flag = '', value = ''] = /^(--[^=]+=)?(.*)$/s.exec(word) ?? [];
	const mayHoldOne = flag === '--database=' || /postgres(ql)?:|:\/\/[^/]*@/i.test(value.replaceAll(/\s/g, ''));
	return mayHoldOne ? flag + harmless(value) : word;
}

/** The address of a database without its password; nothing of it where it is not clear what it says. */
function harmless(address: string): string {
	try {
		const shown = describeTarget(serverTarget(address));
		if (/^postgres(ql)?:\/\/([^/@:]*@)?[^/@]*\/[^/@]*$/.test(shown)) return shown;
	} catch {
		// Not an address that a server could be reached at.
	}
	return 'postgresql://…';
}

function quote(word: string): string {
	return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `npm start` and `npm run demo` put nothing on the path that `bolig-import` could find. */
function startedByNpm(env: NodeJS.ProcessEnv): boolean {
	return env.npm_lifecycle_event === 'start' || env.npm_lifecycle_event === 'demo';
}
