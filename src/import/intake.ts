import { abortable } from '../shared/abortable.ts';
import type { Clock } from '../shared/clock.ts';
import { type DiscoveryContext, type Found, type Learned, nothingLearned } from './discovery/context.ts';
import { countAhead } from './discovery/count-ahead.ts';
import { partitionName } from './discovery/names.ts';
import { PartitionReading } from './discovery/partition-reading.ts';
import type { HomeFeed } from './home-feed.ts';
import { type Fetched, PageTrust } from './page-trust.ts';
import { databaseStop, patiently } from './patience.ts';
import {
	type BatchEntry,
	type HomeQuery,
	type HomeSource,
	type HomeStore,
	type ListedHome,
	type ReadRecord,
	StoreError,
	type WantedHome,
} from './ports.ts';
import { lookOf, type Refresh } from './refresh.ts';
import { StopRun } from './stop-run.ts';

/** Ids per duplicate check: one query each. Some more than a thousand, since the first page is checked by itself. */
const checkSize = 1024;
/** Search records that are read at a time: each is held twice until it is stored, as it came and as it was read. */
const readAtOnce = 50;

/** `details` asks for every home; `pages` stores search records where they can stand for the home's own. */
export type FetchMode = 'details' | 'pages';

export interface IntakeOptions<Record> extends Omit<DiscoveryContext, 'source' | 'learned'> {
	readonly source: HomeSource<Record>;
	readonly queries: readonly HomeQuery[];
	readonly fetch: FetchMode;
	/** Which stored homes are looked at again. */
	readonly refresh: Refresh;
	/** What became of stored homes that were for sale is asked of their timelines. */
	readonly timeline: boolean;
	/** Fetches these, stored or not, instead of what the queries list. */
	readonly replay?: readonly WantedHome[] | undefined;
	readonly store: Pick<HomeStore<Record>, 'known' | 'unlisted' | 'failed' | 'forSale'>;
	/** Told when the sample of a partition has shown its search records to be good. */
	readonly trusted?: ((partition: string) => Promise<void>) | undefined;
	readonly clock: Clock;
	readonly random: () => number;
	readonly feed: HomeFeed;
	/** Takes what needs no fetching; false when it takes nothing more. */
	readonly add: (entry: BatchEntry<Record>) => Promise<boolean>;
	/** Told what was noticed about a record that is not fetched. */
	readonly note: (id: string, notes: ReadRecord<Record>['notes']) => void;
}

/** A home of a page, not looked up in the store yet. */
interface Unchecked {
	readonly home: WantedHome;
	readonly listed: ListedHome;
}

/** Decides what becomes of every home: skipped because it is stored, stored from its page, or fetched; or fetched again after it failed. */
export class Intake<Record> {
	readonly #options: IntakeOptions<Record>;
	/** Search records of the homes that are fetched as a sample, by id. */
	readonly #samples = new Map<string, Record>();
	/** By partition; none where everything is fetched. */
	readonly #trusts = new Map<string, PageTrust<Record>>();
	/** Epoch ms. */
	readonly #startedAt: number;
	readonly #learned: Learned;
	#discovered = 0;

	constructor(options: IntakeOptions<Record>) {
		this.#options = options;
		this.#startedAt = options.clock.now();
		this.#learned = nothingLearned(options.inWorker !== undefined, options.clock);
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

	/** Told what became of every home that was to be fetched; undefined where it was left. */
	fetched(home: WantedHome, entry: BatchEntry<Record> | undefined): void {
		const sample = this.#samples.get(home.id);
		if (sample === undefined) return;
		this.#samples.delete(home.id);
		this.#trusts.get(home.partition)?.judge(home, sample, fetchedOf(entry));
	}

	async #listAll(signal: AbortSignal): Promise<void> {
		const unchecked: Unchecked[] = [];
		const settling: Promise<void>[] = [];
		const { queries, limit } = this.#options;
		let counting: Promise<void> | undefined;
		for (const query of queries) {
			const partition = partitionName(query);
			for await (const found of this.#list(query, signal)) {
				// Not before an answer has shown that the API is there, and lets us in.
				if (counting === undefined) {
					counting = countAhead(limit === undefined ? queries.slice(1) : [], { ...this.#options, signal });
					counting.catch(() => {}); // looked at in the end
				}
				const homes = found.homes.slice(0, this.#room(unchecked.length));
				unchecked.push(...homes.map((listed) => this.#unchecked(listed, partition)));
				await this.#addUnreadable(found, partition, unchecked.length);
				while (unchecked.length >= this.#leastToCheck()) await this.#takeUnknown(unchecked.splice(0, checkSize));
				if (this.#room(unchecked.length) === 0) break;
			}
			// What a partition keeps in memory until its sample is judged is let go with it, so none may be left unchecked.
			if (this.#trusts.has(partition)) {
				await this.#takeUnknown(unchecked.splice(0));
				const settled = this.#settle(partition);
				// Looked at when all is listed; until then its failure is nobody's yet, and must not end the process.
				settled.catch(() => {});
				settling.push(settled);
			}
			if (this.#room(unchecked.length) === 0) break;
		}
		await this.#takeUnknown(unchecked);
		await Promise.all([...settling, counting]);
	}

	/** Records of pages weigh, and go on as they come. Else the first page does, so that workers have something to do. */
	#leastToCheck(): number {
		return this.#options.fetch === 'pages' || this.#discovered === 0 ? 1 : checkSize;
	}

	/** Where everything is fetched, the page's record is counted and let go at once. */
	#unchecked(listed: ListedHome, partition: string): Unchecked {
		const home = { id: listed.id, label: listed.label, partition };
		if (this.#trusts.has(partition)) return { home, listed };
		this.#options.source.countListed?.(listed, partition);
		return { home, listed: { ...listed, row: null } };
	}

	/** The partition's pages; its report goes out as an event at the end, which a limit may bring early. */
	async *#list(query: HomeQuery, signal: AbortSignal): AsyncGenerator<Found, void, void> {
		const { source, random, emit, fetch } = this.#options;
		const name = partitionName(query);
		const partition = new PartitionReading(query, { ...this.#options, signal, learned: this.#learned });
		const trust = new PageTrust<Record>({ partition: name, source, random, emit });
		if (fetch === 'pages') this.#trusts.set(name, trust);
		const most = this.#room(0);
		try {
			for await (const found of partition.read()) {
				trust.expected = Math.min(partition.report().expected, most);
				yield found;
			}
			await this.#askForUnlisted(query, partition);
		} finally {
			emit({ type: 'partition.finished', report: partition.report() });
		}
	}

	/** What became of homes that a complete list does not hold: only their details can say, and 404 alone says gone. */
	async #askForUnlisted(query: HomeQuery, partition: PartitionReading): Promise<void> {
		const { limit, feed, emit } = this.#options;
		const { name, gap } = partition.report();
		if (limit !== undefined || gap !== undefined) return;
		const isListed = (id: string): boolean => partition.lists(id) || feed.isUnderWay(id);
		const found = await this.#unlisted(query, isListed);
		if (found.length === 0) return;
		emit({ type: 'homes.unlisted', partition: name, count: found.length });
		const wanted = await this.#rememberSales(found.map((home) => ({ ...home, partition: name, unlisted: true })));
		await feed.offer(wanted);
	}

	/** Those that are stored, where stored homes are looked at again; and those that failed before, which nothing else would ever settle. */
	async #unlisted(query: HomeQuery, isListed: (id: string) => boolean): Promise<Pick<WantedHome, 'id' | 'label'>[]> {
		const { store, refresh } = this.#options;
		const failed = await this.#patiently(async () => store.failed?.(query) ?? []);
		const stored =
			refresh === 'none'
				? []
				: await this.#patiently(async () => store.unlisted?.(query, isListed, this.#startedAt) ?? []);
		const homes = [...failed.filter(({ id }) => !isListed(id)), ...stored];
		return [...new Map(homes.map((home) => [home.id, home])).values()];
	}

	/** Waits for the last homes of the sample, and fetches what must not be trusted after all. */
	async #settle(partition: string): Promise<void> {
		const { signal, trusted } = this.#options;
		const trust = this.#trusts.get(partition);
		if (trust === undefined) return;
		await abortable(trust.settled(), signal);
		await this.#recall(trust);
		this.#trusts.delete(partition);
		if (trust.trusted) await this.#patiently(() => trusted?.(partition) ?? Promise.resolve());
	}

	/** What was stored from pages that are not trusted any more is fetched after all, but for homes that someone had fetched since. */
	async #recall(trust: PageTrust<Record>): Promise<void> {
		const { feed } = this.#options;
		await feed.offer(trust.recall((home) => feed.isTriedAgain(home)));
	}

	async #replay(homes: readonly WantedHome[]): Promise<void> {
		const { emit, feed, limit } = this.#options;
		const wanted = homes.slice(0, limit);
		for (const [partition, its] of Map.groupBy(wanted, (home) => home.partition)) {
			emit({ type: 'partition.counted', partition, expected: its.length });
		}
		await this.#findApi();
		for (let from = 0; from < wanted.length; from += checkSize) {
			const next = await this.#rememberSales(wanted.slice(from, from + checkSize));
			this.#tellListed(next, { skipped: new Set(), fromPages: new Set() });
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

	/** Rows that cannot be read are not lost: they are failures, of the home that they name where they name one. */
	async #addUnreadable(found: Found, partition: string, pending: number): Promise<void> {
		const { emit, add } = this.#options;
		for (const problem of found.problems.slice(0, this.#room(pending))) {
			this.#discovered++;
			emit({ type: 'homes.listed', partition, discovered: 1, skipped: 0, fromPages: 0 });
			const { id = null } = problem;
			const label = 'a row of a search page';
			const taken = await add({ kind: 'failure', id, label, partition, problem, attempts: 1 });
			if (!taken) emit({ type: 'homes.released', count: 1 });
		}
	}

	/** One duplicate check; what is not stored yet is stored from its page, or goes to the workers. Empties the list: records weigh. */
	async #takeUnknown(homes: Unchecked[]): Promise<void> {
		if (homes.length === 0) return;
		const { feed, pause, signal } = this.#options;
		// Those under way are told apart before the query: what is committed while it runs is neither under way nor known after it.
		const fresh = new Map(homes.filter(({ home }) => !feed.isUnderWay(home.id)).map((each) => [each.home.id, each]));
		const known = await this.#known([...fresh.values()]);
		const unknown = [...fresh.values()].filter(({ home }) => !known.has(home.id));
		const taken = new Set(unknown.map(({ home }) => home));
		let skipped = homes.flatMap(({ home }) => (taken.has(home) ? [] : [home]));
		homes.length = 0;
		for (const [partition, its] of Map.groupBy(skipped, (home) => home.partition))
			this.#trusts.get(partition)?.passOver(its.length);
		for (const [partition, its] of Map.groupBy(taken, (home) => home.partition)) this.#trusts.get(partition)?.draw(its);
		do {
			// Before homes are told of: what then comes from its page is committed, paused or not.
			await pause?.pass(signal);
			const next = unknown.splice(0, this.#options.fetch === 'pages' ? readAtOnce : checkSize);
			if (!(await this.#take(next, skipped))) return;
			skipped = [];
		} while (unknown.length > 0);
	}

	/** @param skipped homes of the same check that are stored already. @returns false when nothing more is taken. */
	async #take(unknown: readonly Unchecked[], skipped: readonly WantedHome[]): Promise<boolean> {
		const { feed, clock } = this.#options;
		const homes = await this.#rememberSales(unknown.map(({ home }) => home));
		const ways = [];
		for (const [index, { listed }] of unknown.entries()) {
			const each = { home: homes[index] as WantedHome, listed };
			// Reading a record takes time of the one thread: the writer goes on in between, and records are read while the database works.
			if (this.#trusts.size > 0 && ways.length % 2 === 0) await clock.turn();
			ways.push({ ...each, ...this.#decide(each) });
		}
		const stored = ways.filter((each) => each.way === 'store');
		const fetched = ways.filter((each) => each.way === 'fetch');
		this.#tellListed([...skipped, ...homes], {
			skipped: new Set(skipped),
			fromPages: new Set(stored.map(({ home }) => home)),
		});
		for (const { home, sample } of fetched) if (sample !== undefined) this.#samples.set(home.id, sample);
		const toFetch = fetched.map(({ home }) => home);
		// Both at once: the feed may be full, and stays so while the run is paused.
		const taken = await Promise.all([feed.offer(toFetch), this.#store(stored)]);
		if (taken.includes(false)) return false;
		for (const trust of this.#trusts.values()) await this.#recall(trust);
		return true;
	}

	#decide({ home, listed }: Unchecked) {
		return this.#trusts.get(home.partition)?.decide(listed, home) ?? ({ way: 'fetch', sample: undefined } as const);
	}

	/** @returns false when the writer takes nothing more. */
	async #store(homes: readonly ({ readonly home: WantedHome } & ReadRecord<Record>)[]): Promise<boolean> {
		const { feed, add, note } = this.#options;
		for (const [index, { home, record, notes }] of homes.entries()) {
			feed.begin(home.id);
			note(home.id, notes);
			if (await add({ kind: 'home', ...home, record, attempts: 0, fromPage: true })) continue;
			feed.release(homes.slice(index).map((each) => each.home));
			return false;
		}
		return true;
	}

	#tellListed(
		homes: readonly WantedHome[],
		{ skipped, fromPages }: { skipped: ReadonlySet<WantedHome>; fromPages: ReadonlySet<WantedHome> },
	): void {
		this.#discovered += homes.length;
		for (const [partition, its] of Map.groupBy(homes, (home) => home.partition)) {
			const count = (of: ReadonlySet<WantedHome>): number => its.filter((home) => of.has(home)).length;
			const counts = { discovered: its.length, skipped: count(skipped), fromPages: count(fromPages) };
			this.#options.emit({ type: 'homes.listed', partition, ...counts });
		}
	}

	/**
	 * The same homes; those that are stored as for sale say so, where that matters. Whatever is refreshed: one that failed may be stored
	 * from before.
	 */
	async #rememberSales(homes: readonly WantedHome[]): Promise<readonly WantedHome[]> {
		const { store, timeline } = this.#options;
		if (!timeline || homes.length === 0) return homes;
		const forSale = await this.#patiently(async () => store.forSale?.(homes.map(({ id }) => id)) ?? new Set());
		return homes.map((home) => (forSale.has(home.id) ? { ...home, wasForSale: true } : home));
	}

	async #known(homes: readonly Unchecked[]): Promise<ReadonlySet<string>> {
		if (homes.length === 0) return new Set();
		const ids = homes.map(({ home }) => home.id);
		const onMarket = homes.flatMap(({ home, listed }) => (listed.onMarket === true ? [home.id] : []));
		const look = lookOf(this.#options.refresh, this.#startedAt, onMarket);
		return this.#patiently(() => this.#options.store.known(ids, look));
	}

	async #patiently<Result>(task: () => Promise<Result>): Promise<Result> {
		try {
			return await patiently(task, { ...this.#options, hurry: this.#options.signal });
		} catch (error) {
			throw error instanceof StoreError ? databaseStop(error) : error;
		}
	}
}

function fetchedOf<Record>(entry: BatchEntry<Record> | undefined): Fetched<Record> {
	if (entry?.kind === 'home') return entry;
	return entry?.kind === 'failure' && entry.problem.stage === 'validate' ? 'unreadable' : undefined;
}
