import type { HomeQuery, PageOutcome, Problem, RequestContext, SearchPage } from '../ports.ts';
import { StopRun } from '../stop-run.ts';
import { ask } from './ask.ts';
import { type DiscoveryContext, largestPage, pageSize, resultWindow, safePage } from './context.ts';
import { partWords } from './names.ts';

/** The smallest page that a server is known to give. */
const fewestRows = 20;
/** A page that takes too long is tried only once more before a smaller one is. */
const timeouts = 2;
/** Of a page that is too much for the API the next smaller one is tried. */
const sizes = [largestPage, 250, safePage, 100, 50, 20, 10];

/** Why a page could not be read. */
export interface PageGap {
	readonly gap: string;
}

/** A query whose first page has been read. */
export class OpenQuery {
	readonly query: HomeQuery;
	readonly totalHits: number;
	/** Rows of the first page, those that could not be read among them. */
	readonly given: number;
	#first: SearchPage | undefined;

	constructor(query: HomeQuery, first: SearchPage) {
		this.query = query;
		this.totalHits = first.totalHits;
		this.given = first.rows.length + first.problems.length;
		this.#first = first;
	}

	/** The first page, handed over once: its records weigh, and a generator holds on to what it was given until it ends. */
	takeFirst(): SearchPage {
		const first = this.#first;
		if (first === undefined) throw new Error('the first page was taken already');
		this.#first = undefined;
		return first;
	}
}

/** A part of a partition, or why its first page could not be read. */
export type Part = OpenQuery | PageGap;

/** Reads the search pages of one partition. */
export class Pages {
	readonly #context: DiscoveryContext;
	readonly #partition: string;
	/** Rows asked for; smaller once the API could not give so many. */
	#perPage: number;
	/** @param partition its name, for events. */
	constructor(partition: string, context: DiscoveryContext) {
		this.#partition = partition;
		this.#context = context;
		this.#perPage = Math.min(pageSize(context.inWorker !== undefined), context.learned.mostRows);
	}

	/** How many pages are read ahead, by what was learned of how long they take. */
	get ahead(): number {
		return this.#context.learned.ahead.pages;
	}

	/** Reads the first page of a query, as large as pages are read: it tells how many homes there are. */
	async open(query: HomeQuery): Promise<OpenQuery | PageGap> {
		while (true) {
			const size = this.#perPage;
			const outcome = await this.#ask(query, 1, size);
			const smaller = sizes.find((other) => other < size);
			if (smaller !== undefined && isTooLarge(outcome)) {
				this.#lower(size, smaller, outcome.problem);
				continue;
			}
			const first = this.#settle(outcome, query, 1);
			return 'gap' in first ? first : new OpenQuery(query, first);
		}
	}

	/** How many homes a query has by now. @throws as `open` does. */
	async count(query: HomeQuery): Promise<number | PageGap> {
		const page = this.#settle(await this.#ask(query, 1, 1), query, 1);
		return 'gap' in page ? page : page.totalHits;
	}

	/** One page; or its parts, where it is too much for the API, as this one or one before it has shown. */
	async #read(query: HomeQuery, page: number, size: number): Promise<(SearchPage | PageGap)[]> {
		const parts = partsOf(size);
		if (size <= this.#perPage || parts === undefined) {
			const outcome = await this.#ask(query, page, size);
			if (parts === undefined || !isTooLarge(outcome)) return [this.#settle(outcome, query, page)];
			this.#lower(size, size / parts, outcome.problem);
		}
		const read: (SearchPage | PageGap)[] = [];
		for (let part = 1; part <= parts; part++) {
			read.push(...(await this.#read(query, parts * (page - 1) + part, size / parts)));
		}
		return read;
	}

	#lower(tooMany: number, rows: number, { kind }: Problem): void {
		const { learned, emit } = this.#context;
		this.#perPage = Math.min(this.#perPage, rows);
		if (this.#perPage >= learned.mostRows) return;
		learned.mostRows = this.#perPage;
		emit({ type: 'pages.lowered', partition: this.#partition, tooMany, rows, reason: kind });
	}

	async #ask(query: HomeQuery, page: number, size: number): Promise<PageOutcome> {
		const { source, emit, inWorker } = this.#context;
		const partition = this.#partition;
		const tries = sizes.some((smaller) => smaller < size) ? { timeouts } : {};
		return ask(this.#context, (waits) => {
			const send = (notices: Pick<RequestContext, 'onRetry' | 'onAttempt'>): Promise<PageOutcome> =>
				source.searchPage(query, page, size, { ...waits(), ...tries, ...notices });
			if (inWorker !== undefined) return inWorker(`page ${page} of ${partition}`, send);
			return send({ onRetry: (retry) => emit({ type: 'discovery.retrying', partition, page, retry }) });
		});
	}

	#settle(outcome: PageOutcome, query: HomeQuery, page: number): SearchPage | PageGap {
		const { outages } = this.#context;
		switch (outcome.status) {
			case 'read':
				outages.answered();
				return outcome.page;
			case 'blocked':
				throw new StopRun({ kind: 'blocked', message: outcome.message });
			case 'failed':
				outages.failed(outcome.problem);
				return { gap: `page ${page}${partWords(query)} could not be read: ${outcome.problem.message}` };
		}
	}

	/**
	 * All pages that the API lists of a query, in order, read ahead; the size of the first tells how many there are.
	 * @param allRead called when the last of them has been read, though it may still wait to be taken.
	 */
	async *from(opened: OpenQuery, allRead?: () => void): AsyncGenerator<SearchPage | PageGap, void, void> {
		const { query, totalHits, given } = opened;
		// A server may give fewer rows than it is asked for; but so few only by mistake, and paging by them would never end.
		const size = given < fewestRows ? this.#perPage : given;
		const last = given === 0 ? 1 : Math.min(Math.ceil(totalHits / size), Math.floor(resultWindow / size));
		const others = Array.from({ length: Math.max(0, last - 1) }, (_, index) => index + 2);
		const { learned, limit = Number.POSITIVE_INFINITY } = this.#context;
		const read = (
			pages: readonly number[],
			allRead?: () => void,
		): AsyncGenerator<(SearchPage | PageGap)[], void, void> =>
			learned.ahead.read(pages, (number) => this.#read(query, number, size), allRead);
		// A limit is mostly reached with these; the others are for homes that are left out.
		const needed = others.filter((page) => (page - 1) * size < limit);
		const more = others.slice(needed.length);
		const begun = read(needed, more.length === 0 ? allRead : undefined);
		yield opened.takeFirst();
		for await (const parts of begun) yield* parts;
		if (more.length > 0) for await (const parts of read(more, allRead)) yield* parts;
	}
}

/** Into how many of the next smaller pages a page can be divided; undefined where none begin and end as it does. */
function partsOf(size: number): number | undefined {
	const smaller = sizes.find((other) => other < size && size % other === 0);
	return smaller === undefined ? undefined : size / smaller;
}

/** Pages of records take their time: what a smaller page may bring. */
function isTooLarge(outcome: PageOutcome): outcome is Extract<PageOutcome, { status: 'failed' }> {
	return outcome.status === 'failed' && outcome.problem.tooMuch === true;
}
