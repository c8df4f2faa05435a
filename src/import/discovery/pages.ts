import type { HomeQuery, ListedHome, PageOutcome, Problem, Retry, SearchPage } from '../ports.ts';
import { StopRun } from '../stop-run.ts';
import { type DiscoveryContext, pageSize, resultWindow, safePage } from './context.ts';
import { partWords } from './names.ts';

/** The smallest page that a server is known to give. */
const fewestRows = 20;
/** A page that may be too much for the API is soon asked for in parts. */
const triesOfLarge = 2;
/** Pages of so many rows are not divided. */
const smallestPage = 50;

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
			if (isTooLarge(outcome, size)) {
				this.#lower(size);
				continue;
			}
			const first = this.#settle(outcome, query, 1);
			return 'gap' in first ? first : new OpenQuery(query, first);
		}
	}

	/** A page that is too much for the API, as this or one before it has shown, is read in parts. @throws StopRun when it blocks us or is down; the signal's reason. */
	async read(query: HomeQuery, page: number, size: number): Promise<SearchPage | PageGap> {
		if (size <= this.#perPage || !canBeDivided(size)) {
			const outcome = await this.#ask(query, page, size);
			if (!isTooLarge(outcome, size)) return this.#settle(outcome, query, page);
			this.#lower(size);
		}
		const parts = partsOf(size);
		const rows: ListedHome[] = [];
		const problems: Problem[] = [];
		let totalHits = 0;
		for (let part = 1; part <= parts; part++) {
			const read = await this.read(query, parts * (page - 1) + part, size / parts);
			if ('gap' in read) return read;
			totalHits = read.totalHits;
			rows.push(...read.rows);
			problems.push(...read.problems);
		}
		return { totalHits, rows, problems };
	}

	#lower(refused: number): void {
		this.#perPage = Math.min(this.#perPage, refused / partsOf(refused));
		const { learned } = this.#context;
		learned.mostRows = Math.min(learned.mostRows, this.#perPage);
	}

	async #ask(query: HomeQuery, page: number, size: number): Promise<PageOutcome> {
		const { source, signal, emit, gate, pause, inWorker } = this.#context;
		await pause?.pass(signal);
		const partition = this.#partition;
		const tries = size > safePage ? { attempts: triesOfLarge } : {};
		if (inWorker !== undefined) {
			const label = `page ${page} of ${partition}`;
			return inWorker(label, (notices) => source.searchPage(query, page, size, { signal, gate, ...tries, ...notices }));
		}
		const onRetry = (retry: Retry): void => emit({ type: 'discovery.retrying', partition, page, retry });
		return source.searchPage(query, page, size, { signal, gate, ...tries, onRetry });
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
		const { learned, limit } = this.#context;
		const readOthers = () => learned.ahead.read(others, (number) => this.read(query, number, size), allRead);
		// With the first page a limit may be reached already.
		const begun = limit === undefined ? readOthers() : undefined;
		yield opened.takeFirst();
		yield* begun ?? readOthers();
	}
}

/** Halves, or fifths where the rows are odd: 500, 250, 125, 25. */
function partsOf(size: number): number {
	return size % 2 === 0 ? 2 : 5;
}

function canBeDivided(size: number): boolean {
	return size > smallestPage && size % partsOf(size) === 0;
}

/** Pages of records take their time: what a smaller page may bring. */
function isTooLarge(outcome: PageOutcome, size: number): boolean {
	if (outcome.status !== 'failed' || !canBeDivided(size)) return false;
	return outcome.problem.kind === 'timeout' || outcome.problem.kind === 'bad-request';
}
