import type { Clock } from '../shared/clock.ts';
import type { DiscoveryContext, Found } from './discovery/context.ts';
import { partitionName } from './discovery/names.ts';
import { PartitionReading } from './discovery/partition-reading.ts';
import type { HomeFeed } from './home-feed.ts';
import { databaseStop, patiently } from './patience.ts';
import { type BatchEntry, type HomeQuery, type HomeStore, StoreError, type WantedHome } from './ports.ts';
import { StopRun } from './stop-run.ts';

/** Ids per duplicate check: one query each. */
const checkSize = 1000;

export type Failure = Extract<BatchEntry<unknown>, { kind: 'failure' }>;

export interface IntakeOptions extends DiscoveryContext {
	readonly queries: readonly HomeQuery[];
	/** Fetches these, stored or not, instead of what the queries list. */
	readonly replay?: readonly WantedHome[] | undefined;
	readonly store: Pick<HomeStore<unknown>, 'known'>;
	readonly clock: Clock;
	readonly random: () => number;
	readonly feed: HomeFeed;
	/** Takes rows that cannot be fetched for want of an id; false when it takes nothing more. */
	readonly addFailure: (failure: Failure) => Promise<boolean>;
}

/** Decides which homes a run fetches: those the API lists, less those that are stored already; or those of an earlier run that failed. */
export class Intake {
	readonly #options: IntakeOptions;
	#discovered = 0;

	constructor(options: IntakeOptions) {
		this.#options = options;
	}

	/** Ends when all is in the feed. Pages are read ahead, so the end also ends requests that nobody waits for any more. */
	async fill(): Promise<void> {
		const { signal, feed, replay, emit } = this.#options;
		const reading = new AbortController();
		try {
			if (replay === undefined) await this.#listAll(AbortSignal.any([signal, reading.signal]));
			else await this.#replay(replay);
			emit({ type: 'discovery.finished' });
		} finally {
			reading.abort();
			feed.close();
		}
	}

	async #listAll(signal: AbortSignal): Promise<void> {
		const unchecked: WantedHome[] = [];
		for (const query of this.#options.queries) {
			const partition = partitionName(query);
			for await (const found of this.#list(query, signal)) {
				const homes = found.homes.slice(0, this.#room(unchecked.length));
				unchecked.push(...homes.map(({ id, label }) => ({ id, label, partition })));
				await this.#addUnreadable(found, partition, unchecked.length);
				while (unchecked.length >= checkSize) await this.#takeUnknown(unchecked.splice(0, checkSize));
				if (this.#room(unchecked.length) === 0) break;
			}
			if (this.#room(unchecked.length) === 0) break;
		}
		await this.#takeUnknown(unchecked);
	}

	/** The partition's pages; its report goes out as an event at the end, which a limit may bring early. */
	async *#list(query: HomeQuery, signal: AbortSignal): AsyncGenerator<Found, void, void> {
		const partition = new PartitionReading(query, { ...this.#options, signal });
		try {
			yield* partition.read();
		} finally {
			this.#options.emit({ type: 'partition.finished', report: partition.report() });
		}
	}

	async #replay(homes: readonly WantedHome[]): Promise<void> {
		const { emit, feed, limit } = this.#options;
		const wanted = homes.slice(0, limit);
		for (const [partition, its] of Map.groupBy(wanted, (home) => home.partition)) {
			emit({ type: 'partition.counted', partition, expected: its.length });
		}
		await this.#findApi();
		for (let from = 0; from < wanted.length; from += checkSize) {
			const next = wanted.slice(from, from + checkSize);
			this.#tellListed(next, new Set(next));
			if (!(await feed.offer(next))) return;
		}
	}

	/** Homes that failed before may all fail again: whether the API is there is asked by a search. */
	async #findApi(): Promise<void> {
		const { source, outages, queries, signal, gate } = this.#options;
		const [query] = queries;
		if (query === undefined) return;
		const outcome = await source.searchPage(query, 1, 1, { signal, gate });
		if (outcome.status === 'blocked') throw new StopRun({ kind: 'blocked', message: outcome.message });
		if (outcome.status === 'failed') outages.failed(outcome.problem);
		else outages.answered();
	}

	/** How many more homes the limit lets in. */
	#room(pending: number): number {
		const { limit } = this.#options;
		return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(0, limit - this.#discovered - pending);
	}

	/** Rows without a usable id cannot be fetched, and are not lost: they are failures. */
	async #addUnreadable(found: Found, partition: string, pending: number): Promise<void> {
		const { emit, addFailure } = this.#options;
		for (const problem of found.problems.slice(0, this.#room(pending))) {
			this.#discovered++;
			emit({ type: 'homes.listed', partition, discovered: 1, skipped: 0 });
			const row = {
				kind: 'failure',
				id: null,
				label: 'a row of a search page',
				partition,
				problem,
				attempts: 1,
			} as const;
			if (!(await addFailure(row))) emit({ type: 'homes.released', count: 1 });
		}
	}

	/** One duplicate check; what is not stored yet goes to the workers. */
	async #takeUnknown(homes: readonly WantedHome[]): Promise<void> {
		if (homes.length === 0) return;
		const { feed } = this.#options;
		// Those under way are told apart before the query: what is committed while it runs is neither under way nor known after it.
		const fresh = new Map(homes.filter(({ id }) => !feed.isUnderWay(id)).map((home) => [home.id, home]));
		const known = await this.#known([...fresh.keys()]);
		const unknown = new Set([...fresh.values()].filter(({ id }) => !known.has(id)));
		this.#tellListed(homes, unknown);
		await feed.offer([...unknown]);
	}

	/** @param wanted those of them that will be fetched; the others are skipped. */
	#tellListed(homes: readonly WantedHome[], wanted: ReadonlySet<WantedHome>): void {
		this.#discovered += homes.length;
		for (const [partition, its] of Map.groupBy(homes, (home) => home.partition)) {
			const skipped = its.filter((home) => !wanted.has(home)).length;
			this.#options.emit({ type: 'homes.listed', partition, discovered: its.length, skipped });
		}
	}

	async #known(ids: readonly string[]): Promise<ReadonlySet<string>> {
		if (ids.length === 0) return new Set();
		try {
			const { signal } = this.#options;
			return await patiently(() => this.#options.store.known(ids), { ...this.#options, hurry: signal });
		} catch (error) {
			throw error instanceof StoreError ? databaseStop(error) : error;
		}
	}
}
