import type { ContractChange, ContractWatch, MissingField } from '../../import/ports.ts';
import { contractPaths } from '../contract/fields.ts';
import { Baseline, type KeptCensus, kept, type Origin, type Selection, selectionOfPages } from './baseline.ts';
import { Census, type CountedPartition, type CountedTypes, listingOf, pathsIn, type RecordKind } from './census.ts';
import { driftOf, type Pair, usualFields } from './drift.ts';
import { parentOf } from './shares.ts';
import type { JsonType } from './tallies.ts';

export interface CensusWatchOptions {
	/** The type of home of each partition, by its name; undefined where every type is asked for. */
	readonly partitions: ReadonlyMap<string, string | undefined>;
	/** The ledger's censuses of complete runs, the newest first. */
	readonly earlier: readonly unknown[];
	readonly fetch: 'details' | 'pages';
	/** Asked anew each time: whether homes were passed over shows as the run goes on. */
	readonly selection: () => Selection;
	/** The homes are those that failed before: as odd as they may be, only what they lack says something. */
	readonly chosen?: boolean;
}

/** Records that were looked into, from which those of a partition since its last judgement are judged by themselves; listings are few. */
const leastSince = { details: 100, pages: 100, listings: 8 } as const;

interface NamedPair extends Pair {
	readonly name: string;
	readonly partition: string;
}

/** Counts the records of a run, and compares them with those of the complete runs before it. */
export class CensusWatch implements ContractWatch {
	readonly census: Census;
	readonly compares: boolean;
	readonly #baseline: Baseline;
	readonly #options: CensusWatchOptions;
	readonly #found = new Map<string, ContractChange>();
	/** By field, the partitions that were found by themselves to have lost it, be it half-way through. */
	readonly #lostIn = new Map<string, Set<string>>();
	/** Of each kind and partition, what was counted when it was last judged. */
	readonly #judged = new Map<string, CountedPartition>();
	/** Records when all were last judged together. */
	#togetherAt = 0;

	constructor(options: CensusWatchOptions) {
		this.#options = options;
		const { fetch, partitions, earlier } = options;
		this.census = new Census(
			new Map([...partitions].flatMap(([name, type]) => (type === undefined ? [] : [[name, type]]))),
		);
		this.#baseline = new Baseline(earlier);
		this.compares = [...partitions].some(
			([name, type]) => this.#baseline.of(fetch, name, type, this.#origin) !== undefined,
		);
	}

	get records(): ReadonlyMap<string, number> {
		return this.census.byPartition;
	}

	/** Where details are stored, search records come with each of them. */
	get stored(): number {
		const { details, pages } = this.census.records;
		return this.#options.fetch === 'details' ? details : details + pages;
	}

	/**
	 * Each partition is compared by itself, and what it has brought since it was last judged, so that a change of one municipality shows,
	 * or one that comes while the run is under way; and all together, for what is rare.
	 */
	changes(last: boolean): readonly ContractChange[] {
		const counted = this.census.counted();
		const pairs = (['details', 'pages', 'listings'] as const).flatMap((kind) => this.#pairs(kind, counted[kind]));
		for (const pair of pairs) this.#judge(pair);
		const records = pairs.reduce((sum, { now }) => sum + now.records, 0);
		if (last || records >= 2 * this.#togetherAt) {
			this.#find(pairs);
			this.#togetherAt = records;
		}
		return [...this.#found.values()];
	}

	#judge(pair: NamedPair): void {
		const { name, kind, now } = pair;
		const judged = this.#judged.get(name);
		if (judged?.records === now.records) return;
		this.#findIn(pair);
		// Of a stretch of homes that live near each other, only what nearly all homes have can be expected.
		if (judged !== undefined) this.#findIn({ ...pair, now: since(now, judged), loosely: true });
		if (now.records >= (judged?.records ?? 0) + leastSince[kind]) this.#judged.set(name, now);
	}

	#findIn(pair: NamedPair): void {
		for (const { field } of this.#find([pair])) {
			if (field in pair.now.fields) continue;
			this.#lostIn.set(field, (this.#lostIn.get(field) ?? new Set()).add(pair.partition));
		}
	}

	#find(pairs: readonly Pair[]): readonly ContractChange[] {
		const changes = driftOf(pairs, this.chosen ? 'presence' : 'all');
		for (const change of changes) if (!this.#found.has(change.field)) this.#found.set(change.field, change);
		return changes;
	}

	/**
	 * Whether these partitions have lost a field in this run: one of them by itself, or another, where none of their records has had it so
	 * far. A partition of few homes is never found to have lost one by itself.
	 */
	hasLost(field: string, partitions: readonly string[]): boolean {
		if (!this.#found.has(field)) return false;
		return partitions.some((name) => this.#lostIn.get(field)?.has(name)) || this.census.lacks(field, partitions);
	}

	/** Of homes that are for sale: so few may come that there is no saying yet whether it is the API that has changed. */
	missing(partition: string, record: unknown): readonly MissingField[] {
		if (typeof record !== 'object' || record === null) return [];
		const listing = listingOf(record);
		if (listing === undefined) return [];
		const { name, type } = this.census.group(partition, record);
		const known = this.#baseline.of('listings', name, type, this.#origin);
		if (known === undefined) return [];
		const has = pathsIn(listing);
		const isMissing = (field: string): boolean => {
			const parent = parentOf(field).path;
			return contractPaths.has(field) && !has.has(field) && (parent === '' || has.has(parent));
		};
		return usualFields(known.partition)
			.filter(isMissing)
			.map((field) => {
				const before = this.census.listingsWith(field, name);
				return { field, cameSince: () => this.census.listingsWith(field, name) > before };
			});
	}

	/** Whether the homes are those that failed before. */
	get chosen(): boolean {
		return this.#options.chosen === true;
	}

	/** For the ledger. @param accepted fields whose change somebody said was all right. */
	kept(accepted: readonly string[]): KeptCensus {
		const lostIn = Object.fromEntries(accepted.map((field) => [field, [...(this.#lostIn.get(field) ?? [])]]));
		return kept(this.census.counted(), { records: this.stored, accepted: [...accepted], lostIn, ...this.#origin });
	}

	get #origin(): Origin {
		const { fetch, selection } = this.#options;
		return { fetch, selection: selection() };
	}

	/** Beside stored search records, details are asked for of a few homes only, and of others each time. */
	#pairs(kind: RecordKind, counted: Readonly<Record<string, CountedPartition>>): NamedPair[] {
		const someOnly = (kind === 'details' && this.#options.fetch === 'pages') || this.chosen;
		// What is left to be looked at is mostly what comes last in the list, of zip codes that stand together.
		const fewPlaces = (kind === 'pages' ? selectionOfPages(this.#origin) : this.#origin.selection) !== 'every';
		return Object.entries(counted).flatMap(([name, now]): NamedPair[] => {
			const known = this.#baseline.of(kind, name, now.type, this.#origin);
			if (known === undefined) return [];
			const { partition: before, ...how } = known;
			const pair = { name: `${kind} of ${name}`, partition: name, kind, before, now, fewPlaces };
			return [{ ...pair, ...how, loosely: known.loosely || someOnly }];
		});
	}
}

/** What was counted after another count. */
function since(now: CountedPartition, before: CountedPartition): CountedPartition {
	const fields: Record<string, CountedTypes> = {};
	for (const [path, types] of Object.entries(now.fields)) {
		const more = Object.entries(types).flatMap(([type, [records, stretches]]) => {
			const [recordsBefore = 0, stretchesBefore = 0] = before.fields[path]?.[type as JsonType] ?? [];
			return records > recordsBefore ? [[type, [records - recordsBefore, stretches - stretchesBefore]]] : [];
		});
		if (more.length > 0) fields[path] = Object.fromEntries(more);
	}
	return { type: now.type, records: now.records - before.records, fields };
}
