import type { ContractChange, ContractWatch } from '../../import/ports.ts';
import { Baseline, type KeptCensus, kept, type Origin, type Selection } from './baseline.ts';
import { Census, type CountedPartition, type RecordKind } from './census.ts';
import { driftOf, type Pair } from './drift.ts';

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

/** Counts the records of a run, and compares them with those of the complete runs before it. */
export class CensusWatch implements ContractWatch {
	readonly census: Census;
	readonly compares: boolean;
	readonly #baseline: Baseline;
	readonly #options: CensusWatchOptions;

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

	get records(): readonly number[] {
		const { details, pages } = this.census.records;
		return [details, pages];
	}

	/** Where details are stored, search records come with each of them. */
	get stored(): number {
		const { details, pages } = this.census.records;
		return this.#options.fetch === 'details' ? details : details + pages;
	}

	changes(): readonly ContractChange[] {
		const { details, pages } = this.census.counted();
		const pairs = [...this.#pairs('details', details), ...this.#pairs('pages', pages)];
		return driftOf(pairs, this.chosen ? 'presence' : 'all');
	}

	/** Whether the homes are those that failed before. */
	get chosen(): boolean {
		return this.#options.chosen === true;
	}

	/** For the ledger. @param accepted fields whose change somebody said was all right. */
	kept(accepted: readonly string[]): KeptCensus {
		return kept(this.census.counted(), { records: this.stored, accepted: [...accepted], ...this.#origin });
	}

	get #origin(): Origin {
		const { fetch, selection } = this.#options;
		return { fetch, selection: selection() };
	}

	/** Beside stored search records, details are asked for of a few homes only, and of others each time. */
	#pairs(kind: RecordKind, counted: Readonly<Record<string, CountedPartition>>): Pair[] {
		const someOnly = (kind === 'details' && this.#options.fetch === 'pages') || this.chosen;
		return Object.entries(counted).flatMap(([name, now]): Pair[] => {
			const known = this.#baseline.of(kind, name, now.type, this.#origin);
			if (known === undefined) return [];
			const { partition, ...how } = known;
			return [{ before: partition, now, ...how, loosely: known.loosely || someOnly }];
		});
	}
}
