import type { ContractChange, ContractWatch } from '../../import/ports.ts';
import { Baseline, type KeptCensus, kept } from './baseline.ts';
import { Census, type CountedPartition, type RecordKind } from './census.ts';
import { driftOf, type Pair } from './drift.ts';

export interface CensusWatchOptions {
	/** The type of home of each partition, by its name; undefined where every type is asked for. */
	readonly partitions: ReadonlyMap<string, string | undefined>;
	/** The ledger's censuses of complete runs of the same fetch mode, the newest first. */
	readonly earlier: readonly unknown[];
	readonly fetch: 'details' | 'pages';
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
		this.compares = [...partitions].some(([name, type]) => this.#baseline.of(fetch, name, type) !== undefined);
	}

	get records(): readonly number[] {
		const { details, pages } = this.census.records;
		return [details, pages];
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
		const [details = 0, pages = 0] = this.records;
		return kept(this.census.counted(), details + pages, accepted);
	}

	/** Beside search records, details are asked for of a few homes only, and of others each time. */
	#pairs(kind: RecordKind, counted: Readonly<Record<string, CountedPartition>>): Pair[] {
		const someOnly = kind !== this.#options.fetch || this.chosen;
		return Object.entries(counted).flatMap(([name, now]): Pair[] => {
			const known = this.#baseline.of(kind, name, now.type);
			return known === undefined ? [] : [{ before: known.partition, now, loosely: known.loosely || someOnly }];
		});
	}
}
