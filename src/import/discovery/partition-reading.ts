import { pMapIterable } from 'p-map';
import { abortable } from '../../shared/abortable.ts';
import { halve } from '../../shared/halve.ts';
import type { PartitionReport } from '../events.ts';
import type { HomeQuery } from '../ports.ts';
import { FilterIgnored, PartitionAccount } from './account.ts';
import { readByValue } from './by-value.ts';
import { type DiscoveryContext, type Found, largestWhole, pagesAtOnce, readings } from './context.ts';
import { interleave } from './interleave.ts';
import { newestTotal, readLeaf } from './leaf.ts';
import { partitionName } from './names.ts';
import { type OpenQuery, Pages, type Part } from './pages.ts';
import { zipCodeGroups } from './zip-groups.ts';

/** A part whose turn it is to be read. */
interface Turn {
	readonly part: Part;
	/** To be called when the last of its pages has come. */
	readonly allRead?: () => void;
}

type ZipCodes = readonly number[];

/** A partition that is read in groups of zip codes. */
interface Split {
	/** What they are read with: every request of theirs ends with them. */
	readonly pages: Pages;
	readonly end: AbortController;
	/** Homes of the whole, of the groups that are open, and of those that were read, by their newest totals. */
	readonly expected: number;
	opened: number;
	held: number;
	/** Groups that could not be opened: told of where they were needed. */
	readonly gaps: string[];
	readonly allKnownOpen: PromiseWithResolvers<void>;
}

/**
 * Lists every home of a query, each id once, and proves it: what was found must add up to what the API says it has. A query beyond
 * the API's window is a tree: split by zip code, a zip code by ranges of area, then of price; homes that lack both are looked for
 * from both ends of every order. A page that cannot be read, or a sum that stays short, is a `gap` of the report.
 */
export class PartitionReading {
	readonly #context: DiscoveryContext;
	readonly #name: string;
	readonly #query: HomeQuery;
	readonly #limit: number | undefined;
	readonly #pages: Pages;
	readonly #account: PartitionAccount;

	constructor(query: HomeQuery, context: DiscoveryContext) {
		const name = partitionName(query);
		this.#context = context;
		this.#name = name;
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

	/** Whether a page that was read lists the home. */
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
			else yield* interleave([this.#firstHomes(whole), this.#readByZipCode()]);
		} catch (error) {
			if (!(error instanceof FilterIgnored)) throw error;
			account.addGap(error.message);
		}
	}

	/** Workers have something to do while the parts are opened; what could not be read is told of by the parts. */
	async *#firstHomes(whole: OpenQuery): AsyncGenerator<Found, void, void> {
		const first = whole.takeFirst();
		if (first.problems.length === 0) yield { homes: this.#account.newHomes(this.#query, first), problems: [] };
	}

	/**
	 * Complete by construction: every code that can exist is asked for, until what they hold adds up to the whole. Where homes came or
	 * went meanwhile and it does not, all is read again; only ids that are new come out.
	 */
	async *#readByZipCode(): AsyncGenerator<Found, void, void> {
		const account = this.#account;
		for (let reading = 1; ; reading++) {
			const held = yield* this.#readGroups();
			account.expected = await newestTotal(this.#pages, account, this.#query, account.expected);
			if (held === account.expected || !account.complete) return;
			if (reading === readings) {
				return account.addGap(`the zip codes hold ${held} of ${account.expected} homes`);
			}
			account.countReadAgain();
		}
	}

	/** @returns how many homes the groups hold by their newest totals. */
	async *#readGroups(): AsyncGenerator<Found, number, void> {
		const { expected } = this.#account;
		const { knownZipCodes } = this.#query.municipality;
		// Twice as many as must be: codes are not alike, and a group that is too large is asked for once more in halves.
		const [known, others] = zipCodeGroups(knownZipCodes, Math.ceil((2 * expected) / largestWhole));
		const end = new AbortController();
		const signal = AbortSignal.any([this.#context.signal, end.signal]);
		const pages = new Pages(this.#name, { ...this.#context, signal });
		const split: Split = { pages, end, expected, opened: 0, held: 0, gaps: [], allKnownOpen: Promise.withResolvers() };
		try {
			yield* interleave([
				untilEnd(split, this.#readOthers(others, split)),
				untilEnd(split, this.#readKnown(known, split)),
			]);
		} finally {
			end.abort(new Error('the groups are no longer read'));
			if (!isWhole(split)) for (const gap of split.gaps) this.#account.addGap(gap);
		}
		return split.held;
	}

	async *#readKnown(groups: readonly ZipCodes[], split: Split): AsyncGenerator<Found, void, void> {
		for await (const { part, allRead } of this.#openAhead(groups, split)) {
			yield* this.#readInto(split, part, allRead);
			if (isWhole(split)) return;
		}
		split.allKnownOpen.resolve();
	}

	/**
	 * Mostly nobody asks for them, since the known codes hold all there is. Most of them hold a few homes or none, and are read beside the
	 * known ones rather than one after the other in the end; what is wrong with them costs the known ones nothing.
	 */
	async *#readOthers(groups: readonly ZipCodes[], split: Split): AsyncGenerator<Found, void, void> {
		await abortable(split.allKnownOpen.promise, split.end.signal);
		const open = (zipCodes: ZipCodes): Promise<Part> => this.#openGroup(zipCodes, split);
		try {
			for await (const part of pMapIterable(needed(groups, split), open, { concurrency: pagesAtOnce })) {
				yield* this.#readInto(split, part);
				if (isWhole(split)) return;
			}
		} catch (error) {
			if (!(error instanceof FilterIgnored)) throw error;
			split.gaps.push(error.message);
		}
	}

	async *#readInto(split: Split, part: Part, allRead?: () => void): AsyncGenerator<Found, void, void> {
		if ('gap' in part) {
			split.gaps.push(part.gap);
			return;
		}
		const homes = yield* this.#readGroup(split.pages, part, allRead);
		split.held += homes; // in a line of its own: the other reading adds to it meanwhile
		if (isWhole(split)) split.end.abort(new Error('all is read'));
	}

	async #openGroup(zipCodes: ZipCodes, split: Split): Promise<Part> {
		const part = await split.pages.open({ ...this.#query, zipCodes });
		if (!('gap' in part)) split.opened += part.totalHits;
		return part;
	}

	/**
	 * The next one at the latest when the last page of this one has come, and while that is made use of. Earlier only where pages take so
	 * long that several are read ahead: each waits with all the records of its first page.
	 */
	async *#openAhead(groups: readonly ZipCodes[], split: Split): AsyncGenerator<Turn, void, void> {
		const still = needed(groups, split);
		const waiting: Promise<Part>[] = [];
		let open = 0;
		const keepWaiting = (parts: number): void => {
			while (waiting.length < parts) {
				const { value: zipCodes } = still.next();
				if (zipCodes === undefined) return;
				const part = this.#openGroup(zipCodes, split);
				part.then(
					() => {
						open++;
						if (open === groups.length) split.allKnownOpen.resolve();
					},
					() => {}, // thrown to whoever takes it
				);
				waiting.push(part);
			}
		};
		try {
			keepWaiting(1);
			for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
				// Beside this one.
				keepWaiting(split.pages.ahead - 1);
				yield { part: await part, allRead: () => keepWaiting(1) };
				keepWaiting(1);
			}
		} finally {
			still.return(); // nobody takes another
		}
	}

	/** @param allRead called when the last of its pages has come. */
	async *#readGroup(pages: Pages, part: Part, allRead?: () => void): AsyncGenerator<Found, number, void> {
		if ('gap' in part) {
			this.#account.addGap(part.gap);
			return 0;
		}
		const { query, totalHits } = part;
		const { zipCodes = [] } = query;
		if (totalHits <= largestWhole) return yield* readLeaf(pages, this.#account, part, { allRead });
		part.takeFirst(); // its homes come with the parts it is divided into
		if (zipCodes.length === 1) return yield* readByValue(pages, this.#account, query, totalHits);
		const opening = halve(zipCodes).map((half) => pages.open({ ...query, zipCodes: half }));
		const [first, last] = (await Promise.all(opening)) as [Part, Part];
		return (yield* this.#readGroup(pages, first)) + (yield* this.#readGroup(pages, last, allRead));
	}
}

/** That it was ended is no error. */
async function* untilEnd(
	{ end }: Split,
	reading: AsyncGenerator<Found, void, void>,
): AsyncGenerator<Found, void, void> {
	try {
		yield* reading;
	} catch (error) {
		if (!end.signal.aborted || error !== end.signal.reason) throw error;
	}
}

/** Until what is open holds the whole. */
function* needed(groups: readonly ZipCodes[], split: Split): Generator<ZipCodes, void, void> {
	for (const zipCodes of groups) if (split.opened < split.expected && !isWhole(split)) yield zipCodes;
}

/** What was read holds the whole: nothing that is still on its way is needed. */
function isWhole({ held, expected }: Split): boolean {
	return held >= expected;
}
