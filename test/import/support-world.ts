import type {
	Bounds,
	FetchOutcome,
	HomeOrder,
	HomeQuery,
	HomeSource,
	ListedHome,
	Municipality,
	PageOutcome,
	Problem,
	ReadRecord,
	RequestContext,
	SearchPage,
	TimelineOutcome,
	Tries,
} from '../../src/import/ports.ts';
import type { FakeClock } from './support.ts';

export const aarhus: Municipality = { code: 751, name: 'Aarhus', slug: 'aarhus', knownZipCodes: [8000, 8200] };
export const villas: HomeQuery = { municipality: aarhus, addressType: 'villa' };

/** A row of the API, with what it can be found by. */
export interface FakeHome extends ListedHome {
	readonly area?: number;
	readonly price?: number;
}

/** A villa of Aarhus. */
export function home(number: number, changed: Partial<FakeHome> = {}): FakeHome {
	const id = `home-${String(number).padStart(6, '0')}`;
	return {
		id,
		label: `Mejlgade ${number}`,
		addressType: 'villa',
		municipalityCode: 751,
		zipCode: 8000,
		row: {},
		...changed,
	};
}

export function homes(count: number, changed: Partial<FakeHome> = {}): FakeHome[] {
	return Array.from({ length: count }, (_, index) => home(index + 1, changed));
}

export const outage: Problem = { stage: 'fetch', kind: 'HTTP 500', message: 'The API is in trouble.', outage: true };
export const invalid: Problem = { stage: 'validate', kind: 'invalid', message: 'zipCode: expected a number' };

export interface PageCall {
	readonly query: HomeQuery;
	readonly page: number;
	readonly perPage: number;
	/** From 1. */
	readonly call: number;
	readonly signal: AbortSignal;
	readonly onRetry: NonNullable<RequestContext['onRetry']>;
	/** To be changed while it is read. */
	readonly world: { homes: FakeHome[]; readonly pages: readonly PageCall[] };
}

/** An outcome that leaves the time to the world's clock, and one try to be understood. */
export type FakedOutcome =
	FetchOutcome<string> extends infer Outcome
		? Outcome extends Tries
			? Omit<Outcome, keyof Tries> & Partial<Tries>
			: never
		: never;

export interface WorldOptions {
	readonly clock: FakeClock;
	readonly homes?: FakeHome[];
	/** ms for a detail, and for a page. */
	readonly latency?: number | ((id: string) => number);
	readonly pageLatency?: number | ((page: number) => number);
	/** ms that a page waits for another try before it is sent. */
	readonly pageWait?: (page: number) => number;
	/** ms that an answer takes longer. */
	readonly moreLatency?: (query: HomeQuery) => number;
	/** What the server gives at most, whatever is asked. */
	readonly mostPerPage?: number;
	/** Takes the place of the answer; throws what it likes. */
	readonly onPage?: (call: PageCall, answer: () => SearchPage) => PageOutcome | SearchPage | undefined;
	readonly readListed?: NonNullable<HomeSource<string>['readListed']>;
	readonly countListed?: NonNullable<HomeSource<string>['countListed']>;
	readonly differences?: NonNullable<HomeSource<string>['differences']>;
	/** Given, every home is for sale, unless `isListed` says which. */
	readonly onTimeline?: (id: string, context: RequestContext) => TimelineOutcome | Promise<TimelineOutcome>;
	readonly isListed?: (record: string) => boolean;
	readonly onFetch?: (id: string, context: RequestContext) => FakedOutcome | undefined;
}

/** The API in memory: pages, filters and the window as the contract tells them; every fault by way of the two hooks. */
export class FakeWorld implements HomeSource<string> {
	readonly #options: WorldOptions;
	homes: FakeHome[];
	requests = 0;
	readonly pages: PageCall[] = [];
	readonly fetched: string[] = [];
	inFlight = 0;
	mostInFlight = 0;
	pagesInFlight = 0;
	mostPagesInFlight = 0;

	constructor(options: WorldOptions) {
		this.#options = options;
		this.homes = options.homes ?? [];
	}

	async searchPage(query: HomeQuery, page: number, perPage: number, context: RequestContext): Promise<PageOutcome> {
		const wait = this.#options.pageWait?.(page) ?? 0;
		if (wait > 0) await this.#options.clock.sleep(wait, context.patience ?? context.signal);
		this.requests++;
		const { signal, onRetry = () => {} } = context;
		const call = { query, page, perPage, call: this.pages.length + 1, signal, onRetry, world: this };
		this.pages.push(call);
		this.mostPagesInFlight = Math.max(this.mostPagesInFlight, ++this.pagesInFlight);
		try {
			const { pageLatency = 1, clock } = this.#options;
			const ms =
				(typeof pageLatency === 'number' ? pageLatency : pageLatency(page)) + (this.#options.moreLatency?.(query) ?? 0);
			await clock.sleep(ms, context.signal);
			context.onAttempt?.(ms);
		} finally {
			this.pagesInFlight--;
		}
		const answer = (): SearchPage => this.#answer(query, page, perPage);
		const special = this.#options.onPage?.(call, answer);
		if (special === undefined && page * perPage > 10_000) return failedPage('beyond the window');
		const outcome = special ?? answer();
		return 'status' in outcome ? outcome : { status: 'read', page: outcome };
	}

	readListed(home: ListedHome): ReadRecord<string> | undefined {
		return this.#options.readListed?.(home);
	}

	countListed(home: ListedHome, partition: string): void {
		this.#options.countListed?.(home, partition);
	}

	differences(listed: string, fetched: string): string[] {
		return this.#options.differences?.(listed, fetched) ?? [];
	}

	isListed(record: string): boolean {
		return this.#options.isListed?.(record) ?? this.#options.onTimeline !== undefined;
	}

	async fetchTimeline(id: string, context: RequestContext): Promise<TimelineOutcome> {
		this.requests++;
		return (await this.#options.onTimeline?.(id, context)) ?? { status: 'read', events: [] };
	}

	async fetchHome(id: string, context: RequestContext): Promise<FetchOutcome<string>> {
		this.requests++;
		this.fetched.push(id);
		this.inFlight++;
		this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
		const started = this.#options.clock.now();
		try {
			const { latency = 10, clock, onFetch } = this.#options;
			await clock.sleep(typeof latency === 'number' ? latency : latency(id), context.signal);
			return { ms: clock.now() - started, attempts: 1, ...(onFetch?.(id, context) ?? fetchedHome(id)) };
		} finally {
			this.inFlight--;
		}
	}

	#answer(query: HomeQuery, page: number, perPage: number): SearchPage {
		const size = Math.min(perPage, this.#options.mostPerPage ?? perPage);
		const found = ordered(
			this.homes.filter((home) => matches(query, home)),
			query.order,
		);
		return { totalHits: found.length, rows: found.slice((page - 1) * size, page * size), problems: [] };
	}
}

function matches({ municipality, addressType, zipCodes, area, price }: HomeQuery, home: FakeHome): boolean {
	return (
		home.municipalityCode === municipality.code &&
		(addressType === undefined || home.addressType === addressType) &&
		(zipCodes === undefined || zipCodes.includes(home.zipCode)) &&
		isWithin(home.area, area) &&
		isWithin(home.price, price)
	);
}

function isWithin(value: number | undefined, bounds: Bounds | undefined): boolean {
	if (bounds === undefined) return true;
	return value !== undefined && value >= bounds.least && value <= (bounds.most ?? Number.POSITIVE_INFINITY);
}

/** Homes without the value come last, or first when it descends. */
function ordered(found: FakeHome[], order: HomeOrder | undefined): FakeHome[] {
	if (order === undefined) return found;
	const key = order.by === 'livingArea' ? 'area' : 'price';
	const sorted =
		order.by === 'address'
			? found
			: found.toSorted((a, b) => (a[key] ?? Number.MAX_VALUE) - (b[key] ?? Number.MAX_VALUE));
	return order.descending ? sorted.toReversed() : sorted;
}

export function fetchedHome(id: string, notes = { unknownFields: [], repairedTexts: [] }): FakedOutcome {
	return { status: 'fetched', record: `record of ${id}`, notes };
}

export function failedPage(message: string, outage = false): PageOutcome {
	return { status: 'failed', problem: { stage: 'fetch', kind: 'HTTP 500', message, outage } };
}
