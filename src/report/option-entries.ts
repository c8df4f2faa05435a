import { sanitize, withoutPasswords } from '../shared/sanitize.ts';

const names: Readonly<Record<string, string>> = {
	workers: 'workers',
	batchSize: 'batch size',
	rate: 'rate',
	limit: 'limit',
	fetch: 'fetch',
	apiUrl: 'from',
	database: 'to',
};
/** The partitions say the same, by name. */
const toldElsewhere: readonly string[] = ['municipalities', 'addressTypes'];

/** What a run was started with, as label and words; never with a password. What is not set is left out. */
export function optionEntries(options: Readonly<Record<string, unknown>>): [label: string, words: string][] {
	const known = Object.keys(names).filter((name) => Object.hasOwn(options, name));
	const others = Object.keys(options).filter((name) => !Object.hasOwn(names, name) && !toldElsewhere.includes(name));
	return [...known, ...others].flatMap((name): [string, string][] => {
		const words = wordsOf(name, options[name]);
		return words === undefined ? [] : [[sanitize(names[name] ?? name), sanitize(withoutPasswords(words))]];
	});
}

function wordsOf(name: string, value: unknown): string | undefined {
	if (value === null || value === undefined) return undefined;
	if (name === 'rate') return value === 0 ? 'no ceiling on requests' : `at most ${String(value)} requests/s`;
	if (name === 'batchSize') return `a commit every ${String(value)} homes`;
	if (Array.isArray(value)) return value.map(String).join(', ');
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
