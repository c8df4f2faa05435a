import type { Bounds, HomeOrder, HomeQuery } from '../ports.ts';
import { Coverage, FilterIgnored, type PartitionAccount } from './account.ts';
import { boundsWords, type Dimension, everyValue, halveBounds, within } from './bounds.ts';
import { type Found, largestWhole, readings } from './context.ts';
import { newestTotal, readLeaf, readOnce } from './leaf.ts';
import { partWords } from './names.ts';
import type { Pages, Part } from './pages.ts';

interface ByValue {
	readonly pages: Pages;
	readonly account: PartitionAccount;
	/** What was read of the zip code, however often. */
	readonly met: Coverage;
}

/** Homes without a value stand together at one end of an order by it, so each of these brings others within the window. */
const orders: readonly HomeOrder[] = (['address', 'livingArea', 'price'] as const).flatMap((by) =>
	[false, true].map((descending) => ({ by, descending })),
);

/** One zip code beyond the window: by area, by price, from both ends, until all is found; again where homes came or went. */
export async function* readByValue(
	pages: Pages,
	account: PartitionAccount,
	query: HomeQuery,
	counted: number,
): AsyncGenerator<Found, number, void> {
	const met = new Coverage();
	const by = { pages, account, met };
	let total = counted;
	for (let reading = 1; reading <= readings; reading++) {
		for (const dimension of ['area', 'price'] as const) {
			if (met.rows < total) yield* readRange(by, await pages.open(within(query, dimension, everyValue)), dimension);
		}
		for (const order of orders) {
			if (met.rows < total) yield* readOrdered(by, { ...query, order });
		}
		total = await newestTotal(pages, account, query, total, met);
		if (met.rows >= total || !met.complete) return total;
		if (reading < readings) account.countReadAgain();
	}
	account.addGap(
		`${total - met.rows} of ${total} homes${partWords(query)} were not found by area, by price or from either end of any order`,
	);
	return total;
}

/** Halves a range until the API lists each part whole; a single value beyond the window is left to the orders. */
async function* readRange(by: ByValue, part: Part, dimension: Dimension): AsyncGenerator<Found, void, void> {
	const { pages, account, met } = by;
	if ('gap' in part) return account.addGap(part.gap, met);
	const { query, totalHits } = part;
	if (totalHits <= largestWhole) {
		yield* readLeaf(pages, account, part, { met });
		return;
	}
	part.takeFirst();
	const bounds = query[dimension] ?? everyValue;
	const halves = halveBounds(dimension, bounds)?.map((half) => pages.open(within(query, dimension, half)));
	if (halves === undefined) return;
	const parts = await Promise.all(halves);
	refuseSameInBoth(parts, totalHits, dimension, bounds);
	for (const part of parts) yield* readRange(by, part, dimension);
}

/** As far as the window goes, in one order. */
async function* readOrdered(by: ByValue, query: HomeQuery): AsyncGenerator<Found, void, void> {
	const { pages, account, met } = by;
	const part = await pages.open(query);
	if ('gap' in part) account.addGap(part.gap, met);
	else yield* readOnce(pages, account, part, { met });
}

/** An API that does not know the bounds answers each half with the whole. */
function refuseSameInBoth(parts: readonly Part[], whole: number, dimension: Dimension, bounds: Bounds): void {
	const totals = parts.map((part) => ('gap' in part ? 0 : part.totalHits));
	if (!totals.every((total) => total >= whole)) return;
	throw new FilterIgnored(
		`both halves of ${boundsWords(dimension, bounds)} hold as many homes as the whole: the API ignored the filter`,
	);
}
