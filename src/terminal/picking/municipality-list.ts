import { type MunicipalityFacts, municipalities } from '../../../config/municipalities.ts';

const danish: Readonly<Record<string, string>> = { æ: 'ae', ä: 'ae', ø: 'oe', ö: 'oe', å: 'aa' };
const bare: Readonly<Record<string, string>> = { æ: 'a', ä: 'a', ø: 'o', ö: 'o', å: 'a' };

/** The two ways to write a name without the Danish letters: `Hoersholm` as Danes do, and `Horsholm` as others do. */
function spellings(text: string): readonly [danish: string, bare: string] {
	const lower = text.normalize('NFC').toLowerCase().trim();
	const spelt = (letters: Readonly<Record<string, string>>): string =>
		lower
			.replace(/[æäøöå]/g, (letter) => letters[letter] ?? letter)
			.normalize('NFD')
			.replace(/\p{Mark}/gu, '');
	return [spelt(danish), spelt(bare)];
}

interface Entry {
	readonly facts: MunicipalityFacts;
	readonly spellings: readonly [string, string];
}

const entries: readonly Entry[] = municipalities.map((facts) => ({ facts, spellings: spellings(facts.name) }));

/** Those whose name holds the filter, in any case and spelling; first those that begin with it, each part in the order of names. */
export function filterMunicipalities(filter: string): readonly MunicipalityFacts[] {
	const [wanted] = spellings(filter);
	if (wanted === '') return municipalities;
	const found = entries.filter((entry) => entry.spellings.some((spelling) => spelling.includes(wanted)));
	const begins = (entry: Entry): boolean => entry.spellings.some((spelling) => spelling.startsWith(wanted));
	return [...found.filter(begins), ...found.filter((entry) => !begins(entry))].map(({ facts }) => facts);
}

export const everyCode: readonly number[] = municipalities.map(({ code }) => code);

/** Within 60 km of København. */
export const areaCodes: readonly number[] = municipalities
	.filter(({ distanceToCopenhagenKm }) => distanceToCopenhagenKm !== undefined)
	.map(({ code }) => code);

const names = new Map(municipalities.map(({ code, name }) => [code, name]));

export function nameOf(code: number): string {
	return names.get(code) ?? String(code);
}

/** Both in the order of names. */
export function sameCodes(left: readonly number[], right: readonly number[]): boolean {
	return left.length === right.length && left.every((code, index) => code === right[index]);
}
