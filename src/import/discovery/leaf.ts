import type { HomeQuery } from '../ports.ts';
import type { Coverage, PartitionAccount } from './account.ts';
import { type Found, readings, resultWindow } from './context.ts';
import { partWords } from './names.ts';
import type { OpenQuery, PageGap, Pages } from './pages.ts';

export interface Listeners {
	/** Called when the last page of a reading has come. */
	readonly allRead?: (() => void) | undefined;
	/** Told of all rows, and of gaps. */
	readonly met?: Coverage;
}

/**
 * Reads all pages of a query that the API lists whole, again where homes came or went meanwhile: then rows move from page to page,
 * and one that moves up is missed though the sum may still be right.
 * @returns the newest total.
 */
export async function* readLeaf(
	pages: Pages,
	account: PartitionAccount,
	opened: OpenQuery,
	listeners: Listeners = {},
): AsyncGenerator<Found, number, void> {
	const { query, totalHits } = opened;
	let next: OpenQuery | PageGap = opened;
	for (let reading = 1; ; reading++) {
		if ('gap' in next) {
			account.addGap(next.gap, listeners.met);
			return totalHits;
		}
		const { total, listed, settled } = yield* readOnce(pages, account, next, listeners);
		if (settled) return total;
		if (reading === readings) {
			if (listed < total) {
				account.addGap(
					`${total - listed} of ${total} homes${partWords(query)} were not listed in ${readings} readings`,
					listeners.met,
				);
			}
			return total;
		}
		account.countReadAgain();
		next = await pages.open(query);
	}
}

export interface Reading {
	/** The newest total of the API. */
	readonly total: number;
	/** Distinct rows of this reading. */
	readonly listed: number;
	/** It needs no other: nothing moved and all are there, or a page failed and is a gap already. */
	readonly settled: boolean;
}

/** One reading of what the API lists of a query. */
export async function* readOnce(
	pages: Pages,
	account: PartitionAccount,
	opened: OpenQuery,
	listeners: Listeners = {},
): AsyncGenerator<Found, Reading, void> {
	const { query } = opened;
	const { allRead, met } = listeners;
	const ids = new Set<string>();
	const unreadable = new Map<string, number>();
	let nameless = 0;
	let total = opened.totalHits;
	let moved = false;
	let failed = false;
	for await (const page of pages.from(opened, allRead)) {
		if ('gap' in page) {
			account.addGap(page.gap, met);
			failed = true;
			continue;
		}
		if (page.totalHits !== total) {
			moved = true;
			account.countMove();
		}
		total = page.totalHits;
		const named = [...page.rows, ...page.problems].flatMap(({ id }) => id ?? []);
		nameless += page.rows.length + page.problems.length - named.length;
		const before = ids.size;
		for (const id of named) {
			ids.add(id);
			met?.addId(id);
		}
		account.countRepeated(named.length - (ids.size - before));
		yield { homes: account.newHomes(query, page), problems: account.newProblems(page, unreadable, met) };
	}
	const listed = ids.size + nameless;
	return { total, listed, settled: failed || (!moved && listed === Math.min(total, resultWindow)) };
}

/** The API's newest total of a query; the known one, and a gap, where it cannot be had. */
export async function newestTotal(
	pages: Pages,
	account: PartitionAccount,
	query: HomeQuery,
	known: number,
	met?: Coverage,
): Promise<number> {
	const total = await pages.count(query);
	if (typeof total === 'number') return total;
	account.addGap(total.gap, met);
	return known;
}
