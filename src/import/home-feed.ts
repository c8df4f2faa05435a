import type { Clock } from '../shared/clock.ts';
import { BoundedQueue } from './bounded-queue.ts';
import type { Found } from './discovery/context.ts';
import { PartitionReading } from './discovery/partition-reading.ts';
import type { Emit } from './events.ts';
import type { OutageWatch } from './outage-watch.ts';
import { databaseStop, patiently } from './patience.ts';
import {
	type BatchEntry,
	type Gate,
	type HomeQuery,
	type HomeSource,
	type HomeStore,
	type ListedHome,
	StoreError,
} from './ports.ts';

/** Ids per duplicate check: one query each. */
const checkSize = 1000;
/** Ids that may wait for a worker. */
const queueSize = 2 * checkSize;

export type WantedHome = Pick<ListedHome, 'id' | 'label'>;
type Failure = Extract<BatchEntry<unknown>, { kind: 'failure' }>;

export interface HomeFeedOptions {
	readonly queries: readonly HomeQuery[];
	readonly limit: number | undefined;
	readonly source: Pick<HomeSource<unknown>, 'searchPage'>;
	readonly store: Pick<HomeStore<unknown>, 'known'>;
	readonly clock: Clock;
	readonly random: () => number;
	readonly emit: Emit;
	readonly outages: OutageWatch;
	readonly gate: Gate;
	/** Ends discovery. */
	readonly signal: AbortSignal;
	/** Takes rows that cannot be fetched for want of an id; false when it takes nothing more. */
	readonly addFailure: (failure: Failure) => Promise<boolean>;
}

/** Where the workers' work comes from: discovery, less what is stored, and failed homes that someone wants to try again. */
export class HomeFeed {
	readonly #options: HomeFeedOptions;
	readonly #queue = new BoundedQueue<WantedHome>(queueSize);
	/** Ids between discovery and commit: a home that two partitions list is fetched once. */
	readonly #underWay = new Set<string>();
	readonly #failed = new Map<string, WantedHome[]>();
	readonly #again: WantedHome[] = [];
	/** The last home was handed out; nobody asks for another. */
	#ended = false;
	#discovered = 0;

	constructor(options: HomeFeedOptions) {
		this.#options = options;
	}

	/** Discovers, and ends when all is in the queue. Pages are read ahead, so the end also ends requests that nobody waits for any more. */
	async fill(): Promise<void> {
		const reading = new AbortController();
		try {
			await this.#listAll(AbortSignal.any([this.#options.signal, reading.signal]));
		} finally {
			reading.abort();
			this.close();
		}
	}

	/** Hands out the homes in the order they were found, those to be tried again first. */
	async *homes(): AsyncGenerator<WantedHome, void, void> {
		while (true) {
			const home = this.#again.shift() ?? this.#queue.take(1)[0];
			if (home !== undefined) yield home;
			else if (this.#queue.closed) break;
			else await this.#queue.changed;
		}
		this.#ended = true;
	}

	/** Nothing more comes in; what is queued can still be taken. */
	close(): void {
		this.#queue.close();
	}

	/** Told of every home that failed, so that it can be tried again. */
	noteFailure(kind: string, home: WantedHome): void {
		const homes = this.#failed.get(kind);
		if (homes === undefined) this.#failed.set(kind, [home]);
		else homes.push(home);
	}

	/** Puts the failed homes of a kind before the others. Once the last home is handed out it is too late: they stay failed. */
	retry(kind: string): void {
		if (this.#ended) return;
		const homes = this.#failed.get(kind) ?? [];
		this.#failed.delete(kind);
		if (homes.length === 0) return;
		this.#options.emit({ type: 'homes.retried', kind, count: homes.length, ids: homes.map(({ id }) => id) });
		for (const home of homes) this.#underWay.add(home.id);
		this.#again.push(...homes);
		this.#queue.wake();
	}

	/** Left for the next run, which will list it again. */
	release(homes: readonly WantedHome[]): void {
		this.settle(homes.map((home) => home.id));
		this.#options.emit({ type: 'homes.released', count: homes.length });
	}

	/** Told the ids of what a commit has settled. */
	settle(ids: readonly string[]): void {
		for (const id of ids) this.#underWay.delete(id);
	}

	async #listAll(signal: AbortSignal): Promise<void> {
		const unchecked: ListedHome[] = [];
		for (const query of this.#options.queries) {
			for await (const found of this.#list(query, signal)) {
				unchecked.push(...found.homes.slice(0, this.#room(unchecked.length)));
				await this.#addUnreadable(found, unchecked.length);
				while (unchecked.length >= checkSize) await this.#queueUnknown(unchecked.splice(0, checkSize));
				if (this.#room(unchecked.length) === 0) break;
			}
			if (this.#room(unchecked.length) === 0) break;
		}
		await this.#queueUnknown(unchecked);
		this.#options.emit({ type: 'discovery.finished' });
	}

	/** The partition's pages; its report goes out as an event at the end, which a limit may bring early. */
	async *#list(query: HomeQuery, signal: AbortSignal): AsyncGenerator<Found, void, void> {
		const { source, emit, outages, gate, limit } = this.#options;
		const partition = new PartitionReading(query, { source, emit, outages, gate, limit, signal });
		try {
			yield* partition.read();
		} finally {
			emit({ type: 'partition.finished', report: partition.report() });
		}
	}

	/** How many more homes the limit lets in. */
	#room(pending: number): number {
		const { limit } = this.#options;
		return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(0, limit - this.#discovered - pending);
	}

	/** Rows without a usable id cannot be fetched, and are not lost: they are failures. */
	async #addUnreadable(found: Found, pending: number): Promise<void> {
		const { emit, addFailure } = this.#options;
		for (const problem of found.problems.slice(0, this.#room(pending))) {
			this.#listed(1, 0);
			const row = { kind: 'failure', id: null, label: 'a row of a search page', problem, attempts: 1 } as const;
			if (!(await addFailure(row))) emit({ type: 'homes.released', count: 1 });
		}
	}

	/** One duplicate check; what is not stored yet goes to the workers. */
	async #queueUnknown(homes: readonly ListedHome[]): Promise<void> {
		if (homes.length === 0) return;
		// Those under way are told apart before the query: what is committed while it runs is neither under way nor known after it.
		const fresh = new Map(homes.filter((home) => !this.#underWay.has(home.id)).map((home) => [home.id, home]));
		const known = await this.#known([...fresh.keys()]);
		const unknown = [...fresh.values()].filter((home) => !known.has(home.id));
		this.#listed(homes.length, homes.length - unknown.length);
		for (const home of unknown) this.#underWay.add(home.id);
		for (const [index, home] of unknown.entries()) {
			if (!(await this.#queue.push(home))) return this.release(unknown.slice(index));
		}
	}

	#listed(discovered: number, skipped: number): void {
		this.#discovered += discovered;
		this.#options.emit({ type: 'homes.listed', discovered, skipped });
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
