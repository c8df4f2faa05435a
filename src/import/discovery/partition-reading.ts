import { pMapIterable } from 'p-map';
import { halve } from '../../shared/halve.ts';
import type { PartitionReport } from '../events.ts';
import type { Bounds, HomeOrder, HomeQuery } from '../ports.ts';
import { FilterIgnored, PartitionAccount } from './account.ts';
import { boundsWords, type Dimension, everyValue, halveBounds, within } from './bounds.ts';
import { type DiscoveryContext, type Found, largestWhole, pagesAtOnce, readings } from './context.ts';
import { readLeaf, readOnce } from './leaf.ts';
import { partitionName, partWords } from './names.ts';
import { type OpenQuery, type PageGap, Pages } from './pages.ts';
import { zipCodeGroups } from './zip-groups.ts';

/** A part of the partition, or why its first page could not be read. */
type Part = OpenQuery | PageGap;

/** A part whose turn it is to be read. */
interface Turn {
	readonly part: Part;
	/** To be called when the last of its pages has come. */
	readonly allRead?: () => void;
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
	readonly #pages: Pages;
	readonly #account: PartitionAccount;

	constructor(query: HomeQuery, context: DiscoveryContext) {
		const name = partitionName(query);
		this.#query = query;
		this.#limit = context.limit;
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
			const whole = await this.#pages.open(this.#query);
			if ('gap' in whole) return account.addGap(whole.gap);
			account.expected = whole.totalHits;
			const wanted = Math.min(whole.totalHits, this.#limit ?? whole.totalHits);
			if (wanted <= largestWhole) account.expected = yield* readLeaf(this.#pages, account, whole);
			else {
				yield this.#firstHomes(whole);
				yield* this.#readByZipCode();
			}
		} catch (error) {
			if (!(error instanceof FilterIgnored)) throw error;
			account.addGap(error.message);
		}
	}

	/** Workers have something to do while the parts are opened; what could not be read is told of by the parts. */
	#firstHomes(whole: OpenQuery): Found {
		const first = whole.takeFirst();
		return { homes: first.problems.length === 0 ? this.#account.newHomes(this.#query, first) : [], problems: [] };
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
		for await (const { part, allRead } of this.#openGroups()) {
			held += yield* this.#readGroup(part, allRead);
			if (held >= this.#account.expected) break;
		}
		return held;
	}

	/** Mostly the known codes hold all there is, and nobody asks for the others. */
	async *#openGroups(): AsyncGenerator<Turn, void, void> {
		const { expected } = this.#account;
		const { knownZipCodes } = this.#query.municipality;
		// Twice as many as must be: codes are not alike, and a group that is too large is asked for once more in halves.
		const [known, others] = zipCodeGroups(knownZipCodes, Math.ceil((2 * expected) / largestWhole));
		/** Homes of the groups that are open. */
		let opened = 0;
		const open = async (zipCodes: readonly number[]): Promise<Part> => {
			const part = await this.#pages.open({ ...this.#query, zipCodes });
			if (!('gap' in part)) opened += part.totalHits;
			return part;
		};
		function* needed(groups: readonly (readonly number[])[]): Generator<readonly number[], void, void> {
			for (const zipCodes of groups) if (opened < expected) yield zipCodes;
		}
		yield* this.#openAhead(needed(known), open);
		for await (const part of pMapIterable(needed(others), open, { concurrency: pagesAtOnce })) yield { part };
	}

	/**
	 * The next one at the latest when the last page of this one has come, and while that is made use of. Earlier only where pages take so
	 * long that several are read ahead: each waits with all the records of its first page.
	 */
	async *#openAhead(
		groups: Generator<readonly number[], void, void>,
		open: (zipCodes: readonly number[]) => Promise<Part>,
	): AsyncGenerator<Turn, void, void> {
		const waiting: Promise<Part>[] = [];
		const keepWaiting = (parts: number): void => {
			while (waiting.length < parts) {
				const { value: zipCodes } = groups.next();
				if (zipCodes === undefined) return;
				const part = open(zipCodes);
				part.catch(() => {}); // thrown to whoever takes it
				waiting.push(part);
			}
		};
		try {
			keepWaiting(1);
			for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
				// Beside this one.
				keepWaiting(this.#pages.ahead - 1);
				yield { part: await part, allRead: () => keepWaiting(1) };
				keepWaiting(1);
			}
		} finally {
			groups.return(); // nobody takes another
		}
	}

	/** @param allRead called when the last of its pages has come. */
	async *#readGroup(part: Part, allRead?: () => void): AsyncGenerator<Found, number, void> {
		if ('gap' in part) {
			this.#account.addGap(part.gap);
			return 0;
		}
		const { query, totalHits } = part;
		const { zipCodes = [] } = query;
		if (totalHits <= largestWhole) return yield* readLeaf(this.#pages, this.#account, part, allRead);
		part.takeFirst(); // its homes come with the parts it is divided into
		if (zipCodes.length === 1) return yield* this.#readByValue(query, totalHits);
		const opening = halve(zipCodes).map((half) => this.#pages.open({ ...query, zipCodes: half }));
		const [first, last] = (await Promise.all(opening)) as [Part, Part];
		return (yield* this.#readGroup(first)) + (yield* this.#readGroup(last, allRead));
	}

	/** One zip code beyond the window: by area, by price, from both ends, until all is found; again where homes came or went. */
	async *#readByValue(query: HomeQuery, counted: number): AsyncGenerator<Found, number, void> {
		const found = this.#account.countRows();
		let total = counted;
		for (let reading = 1; reading <= readings; reading++) {
			for (const dimension of ['area', 'price'] as const) {
				if (found() < total)
					yield* this.#readRange(await this.#pages.open(within(query, dimension, everyValue)), dimension);
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
	async *#readRange(part: Part, dimension: Dimension): AsyncGenerator<Found, void, void> {
		if ('gap' in part) return this.#account.addGap(part.gap);
		const { query, totalHits } = part;
		if (totalHits <= largestWhole) {
			yield* readLeaf(this.#pages, this.#account, part);
			return;
		}
		part.takeFirst();
		const bounds = query[dimension] ?? everyValue;
		const halves = halveBounds(dimension, bounds)?.map((half) => this.#pages.open(within(query, dimension, half)));
		if (halves === undefined) return;
		const parts = await Promise.all(halves);
		refuseSameInBoth(parts, totalHits, dimension, bounds);
		for (const part of parts) yield* this.#readRange(part, dimension);
	}

	/** As far as the window goes, in one order. */
	async *#readOrdered(query: HomeQuery): AsyncGenerator<Found, void, void> {
		const part = await this.#pages.open(query);
		if ('gap' in part) this.#account.addGap(part.gap);
		else yield* readOnce(this.#pages, this.#account, part);
	}

	async #newestTotal(query: HomeQuery, known: number): Promise<number> {
		const total = await this.#pages.count(query);
		if (typeof total === 'number') return total;
		this.#account.addGap(total.gap);
		return known;
	}
}

/** An API that does not know the bounds answers each half with the whole. */
function refuseSameInBoth(parts: readonly Part[], whole: number, dimension: Dimension, bounds: Bounds): void {
	const totals = parts.map((part) => ('gap' in part ? 0 : part.totalHits));
	if (!totals.every((total) => total >= whole)) return;
	throw new FilterIgnored(
		`both halves of ${boundsWords(dimension, bounds)} hold as many homes as the whole: the API ignored the filter`,
	);
}
