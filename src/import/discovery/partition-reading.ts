import { pMapIterable } from 'p-map';
import type { PartitionReport } from '../events.ts';
import type { Bounds, HomeOrder, HomeQuery, SearchPage } from '../ports.ts';
import { FilterIgnored, PartitionAccount } from './account.ts';
import { boundsWords, type Dimension, everyValue, halveBounds, within } from './bounds.ts';
import { type DiscoveryContext, type Found, largestWhole, pagesAtOnce, partsAhead, readings } from './context.ts';
import { readLeaf, readOnce } from './leaf.ts';
import { partitionName, partWords } from './names.ts';
import { type PageGap, Pages } from './pages.ts';
import { halve, zipCodeGroups } from './zip-groups.ts';

/** A part of the partition with its first page, or why that could not be read. */
interface Part {
	readonly query: HomeQuery;
	readonly first: SearchPage | PageGap;
}

/** Homes without a value stand together at one end of an order by it, so each of these brings others within the window. */
const orders: readonly HomeOrder[] = (['address', 'livingArea', 'price'] as const).flatMap((by) =>
	[false, true].map((descending) => ({ by, descending })),
);

/**
 * Lists every home of a query, each id once, and proves it: what was found must add up to what the API says it has. A query beyond
 * the API's window is a tree: split by zip code, a zip code by ranges of area, then of price; homes that lack both are looked for
 * from both ends of every order. A page that cannot be read, or a sum that stays short, is a `gap` of the report.
 */
export class PartitionReading {
	readonly #query: HomeQuery;
	readonly #limit: number | undefined;
	readonly #partsAhead: number;
	readonly #pages: Pages;
	readonly #account: PartitionAccount;

	constructor(query: HomeQuery, context: DiscoveryContext) {
		const name = partitionName(query);
		this.#query = query;
		this.#limit = context.limit;
		this.#partsAhead = partsAhead(context);
		this.#pages = new Pages(name, context);
		this.#account = new PartitionAccount(name, (expected) =>
			context.emit({ type: 'partition.counted', partition: name, expected }),
		);
	}

	/** As far as it was read. */
	report(): PartitionReport {
		return this.#account.report();
	}

	/** Whether the home has come out of the reading. */
	lists(id: string): boolean {
		return this.#account.has(id);
	}

	/** @throws StopRun when the API blocks us or is down; the signal's reason when aborted. */
	async *read(): AsyncGenerator<Found, void, void> {
		const account = this.#account;
		try {
			const first = await this.#pages.first(this.#query);
			if ('gap' in first) return account.addGap(first.gap);
			account.expected = first.totalHits;
			const wanted = Math.min(first.totalHits, this.#limit ?? first.totalHits);
			if (wanted <= largestWhole) account.expected = yield* readLeaf(this.#pages, account, this.#query, first);
			else {
				if (first.problems.length === 0) yield { homes: account.newHomes(this.#query, first), problems: [] };
				yield* this.#readByZipCode();
			}
		} catch (error) {
			if (!(error instanceof FilterIgnored)) throw error;
			account.addGap(error.message);
		}
	}

	/**
	 * Complete by construction: every code that can exist is asked for, until what they hold adds up to the whole. Where homes came or
	 * went meanwhile and it does not, all is read again; only ids that are new come out.
	 */
	async *#readByZipCode(): AsyncGenerator<Found, void, void> {
		const account = this.#account;
		for (let reading = 1; ; reading++) {
			const held = yield* this.#readGroups();
			account.expected = await this.#newestTotal(this.#query, account.expected);
			if (held === account.expected || !account.complete) return;
			if (reading === readings) {
				return account.addGap(`the zip codes hold ${held} of ${account.expected} homes`);
			}
			account.countReadAgain();
		}
	}

	/** @returns how many homes the groups hold by their newest totals. */
	async *#readGroups(): AsyncGenerator<Found, number, void> {
		let held = 0;
		for await (const part of this.#openGroups()) {
			held += yield* this.#readGroup(part);
			if (held >= this.#account.expected) break;
		}
		return held;
	}

	/**
	 * First pages are asked for ahead of the reading, and tell how much each group holds: mostly the known codes hold all there is, and
	 * nobody is asked for the others.
	 */
	#openGroups(): AsyncIterable<Part> {
		const { expected } = this.#account;
		const { knownZipCodes } = this.#query.municipality;
		// Twice as many as must be: codes are not alike, and a group that is too large is asked for once more in halves.
		const [known, others] = zipCodeGroups(knownZipCodes, Math.ceil((2 * expected) / largestWhole));
		const opened = [...known, ...others].map(() => Promise.withResolvers<void>());
		let held = 0;
		async function* groups(): AsyncGenerator<readonly number[], void, void> {
			yield* known;
			for (const [index, zipCodes] of others.entries()) {
				const before = opened.slice(0, known.length + index);
				if (index % pagesAtOnce === 0) await Promise.all(before.map(({ promise }) => promise));
				if (held >= expected) return;
				yield zipCodes;
			}
		}
		const open = async (zipCodes: readonly number[], index: number): Promise<Part> => {
			try {
				const part = await this.#open({ ...this.#query, zipCodes });
				if (!('gap' in part.first)) held += part.first.totalHits;
				return part;
			} finally {
				opened[index]?.resolve();
			}
		};
		return pMapIterable(groups(), open, {
			concurrency: this.#partsAhead,
			// The others are mostly empty. Of the known ones each holds a page in memory until it is read.
			backpressure: known.length > pagesAtOnce ? this.#partsAhead : known.length + others.length,
		});
	}

	async *#readGroup({ query, first }: Part): AsyncGenerator<Found, number, void> {
		const { zipCodes = [] } = query;
		if ('gap' in first) {
			this.#account.addGap(first.gap);
			return 0;
		}
		if (first.totalHits <= largestWhole) return yield* readLeaf(this.#pages, this.#account, query, first);
		if (zipCodes.length === 1) return yield* this.#readByValue(query, first.totalHits);
		let held = 0;
		const halves = halve(zipCodes).map((half) => this.#open({ ...query, zipCodes: half }));
		for (const half of await Promise.all(halves)) held += yield* this.#readGroup(half);
		return held;
	}

	/** One zip code beyond the window: by area, by price, from both ends, until all is found; again where homes came or went. */
	async *#readByValue(query: HomeQuery, counted: number): AsyncGenerator<Found, number, void> {
		const found = this.#account.countRows();
		let total = counted;
		for (let reading = 1; reading <= readings; reading++) {
			for (const dimension of ['area', 'price'] as const) {
				if (found() < total) yield* this.#readRange(await this.#open(within(query, dimension, everyValue)), dimension);
			}
			for (const order of orders) {
				if (found() < total) yield* this.#readOrdered({ ...query, order });
			}
			total = await this.#newestTotal(query, total);
			if (found() >= total || !this.#account.complete) return total;
			if (reading < readings) this.#account.countReadAgain();
		}
		this.#account.addGap(
			`${total - found()} of ${total} homes${partWords(query)} were not found by area, by price or from either end of any order`,
		);
		return total;
	}

	/** Halves a range until the API lists each part whole; a single value beyond the window is left to the orders. */
	async *#readRange({ query, first }: Part, dimension: Dimension): AsyncGenerator<Found, void, void> {
		if ('gap' in first) return this.#account.addGap(first.gap);
		if (first.totalHits <= largestWhole) {
			yield* readLeaf(this.#pages, this.#account, query, first);
			return;
		}
		const bounds = query[dimension] ?? everyValue;
		const halves = halveBounds(dimension, bounds)?.map((half) => this.#open(within(query, dimension, half)));
		if (halves === undefined) return;
		const parts = await Promise.all(halves);
		refuseSameInBoth(parts, first.totalHits, dimension, bounds);
		for (const part of parts) yield* this.#readRange(part, dimension);
	}

	/** As far as the window goes, in one order. */
	async *#readOrdered(query: HomeQuery): AsyncGenerator<Found, void, void> {
		const first = await this.#pages.first(query);
		if ('gap' in first) this.#account.addGap(first.gap);
		else yield* readOnce(this.#pages, this.#account, query, first);
	}

	async #open(query: HomeQuery): Promise<Part> {
		return { query, first: await this.#pages.first(query) };
	}

	async #newestTotal(query: HomeQuery, known: number): Promise<number> {
		const page = await this.#pages.read(query, 1, 1);
		if (!('gap' in page)) return page.totalHits;
		this.#account.addGap(page.gap);
		return known;
	}
}

/** An API that does not know the bounds answers each half with the whole. */
function refuseSameInBoth(parts: readonly Part[], whole: number, dimension: Dimension, bounds: Bounds): void {
	const totals = parts.map(({ first }) => ('gap' in first ? 0 : first.totalHits));
	if (!totals.every((total) => total >= whole)) return;
	throw new FilterIgnored(
		`both halves of ${boundsWords(dimension, bounds)} hold as many homes as the whole: the API ignored the filter`,
	);
}
