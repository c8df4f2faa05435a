import { formatCount, formatPercent } from '../shared/format.ts';
import { Baseline, type Known, type Origin } from './census/baseline.ts';
import type { CountedKinds, CountedPartition, RecordKind } from './census/census.ts';
import { isOfEveryHome, isUsual, parentOf, recordsOf } from './census/shares.ts';

/** A field that the records of complete runs had, and that none of a few records of today has. */
export interface LostField {
	/** "cases[].priceCash" */
	readonly path: string;
	readonly message: string;
}

/** Records of a type of home, beside those of earlier runs. */
interface Pair {
	readonly now: CountedPartition;
	readonly known: Known;
}

/** So unlikely is by chance what is told as lost: some hundreds of fields are looked at. */
const chance = 1e-6;
/** Records in which a field must have been before its absence can mean something. */
const leastBefore = 10;
/** As a run has them that fetches every home. */
const everyDetail: Origin = { fetch: 'details', selection: 'every' };

/** Homes for sale that say something by having no listing, all of them. */
const leastForSale = 3;

/**
 * Holds a few records against what runs have counted. A run does it with more of them, and more closely (`driftOf`).
 * @param censuses of complete runs, the newest first, as the ledger gave them.
 * @param forSale of how many records the search says that they are for sale.
 * @returns undefined where no run has counted homes like these.
 */
export function lostFields(
	censuses: readonly unknown[],
	counted: CountedKinds,
	forSale: number,
): LostField[] | undefined {
	const baseline = new Baseline(censuses);
	const pairsOf = (kind: RecordKind): Pair[] =>
		Object.entries(counted[kind]).flatMap(([name, now]) => {
			const known = baseline.of(kind, name, now.type, everyDetail);
			return known === undefined ? [] : [{ now, known }];
		});
	const [details, pages] = [pairsOf('details'), pairsOf('pages')];
	if (details.length + pages.length === 0) return undefined;
	const listings = details.some(({ now }) => 'cases[]' in now.fields);
	const knewListings = details.some(({ known }) => 'cases[]' in known.partition.fields);
	const lost = [...lostOf(details), ...lostOf(pages)];
	if (forSale >= leastForSale && knewListings && !listings) {
		const message = `cases is in none of ${forSale} homes for sale, which had it`;
		lost.push({ path: 'cases', message });
	}
	const each = [...new Map(lost.map((field) => [field.path, field])).values()];
	return each.filter(({ path }) => !each.some((other) => isWithin(path, other.path)));
}

function isWithin(path: string, parent: string): boolean {
	return path.startsWith(`${parent}.`) || path.startsWith(`${parent}[]`);
}

/** A field is lost when it is in none of the records of any type of home, and that is by chance too unlikely in all of them together. */
function lostOf(pairs: readonly Pair[]): LostField[] {
	const paths = new Set(pairs.flatMap(({ known }) => Object.keys(known.partition.fields)));
	return [...paths].flatMap((path): LostField[] => {
		if (pairs.some(({ now }) => path in now.fields)) return [];
		const comparable = pairs.filter((pair) => isComparable(pair, path));
		const sum = (of: (pair: Pair) => number): number => comparable.reduce((total, pair) => total + of(pair), 0);
		const had = sum(({ known }) => recordsWith(known.partition, path));
		if (had < leastBefore || sum((pair) => logChance(pair, path)) >= Math.log(chance)) return [];
		const share = formatPercent(had / sum(({ known }) => recordsOf(known.partition, path)));
		const records = formatCount(sum(({ now }) => recordsOf(now, path)));
		return [{ path, message: `${path} was in ${share}${whereIn(path)} and is in none of ${records} now` }];
	});
}

function isComparable({ known: { partition: before, loosely, beside }, now }: Pair, path: string): boolean {
	if (!(path in before.fields) || recordsOf(now, path) === 0) return false;
	if (beside !== undefined && !isOfEveryHome(beside, path)) return false;
	return !loosely || isUsual(before, path);
}

/** The logarithm of the chance that none of the records would have the field, were nothing changed. */
function logChance({ known: { partition: before }, now }: Pair, path: string): number {
	const share = recordsWith(before, path) / (recordsOf(before, path) + 1);
	return recordsOf(now, path) * independence(before, path) * Math.log(1 - share);
}

/** " of homes", " of cases[]" */
function whereIn(path: string): string {
	const parent = parentOf(path).path;
	return ` of ${parent === '' ? 'homes' : parent}`;
}

/** What neighbours share comes in few long stretches: as if so much less homes had been seen. 1 where each home has it by itself. */
function independence(before: CountedPartition, path: string): number {
	const records = recordsWith(before, path);
	const stretches = Object.values(before.fields[path] ?? {}).reduce((sum, [, its]) => sum + its, 0);
	const of = recordsOf(before, path);
	return Math.min(1, stretches / (records * (1 - records / of + 1 / of)));
}

function recordsWith({ fields }: CountedPartition, path: string): number {
	return Object.values(fields[path] ?? {}).reduce((sum, [records]) => sum + records, 0);
}
