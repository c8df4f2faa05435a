import type { Emit } from '../events.ts';
import type { OutageWatch } from '../outage-watch.ts';
import type { Gate, HomeSource, ListedHome, Problem } from '../ports.ts';

/** The API lists no row beyond the 10,000th of a query. */
export const window = 10_000;
/** A larger query is split; the margin below the window is for rows added meanwhile. */
export const largestWhole = 9_500;
/** 50 to 200 are known to be safe. */
export const perPage = 200;
export const pagesAtOnce = 4;
/** What does not add up is read this often in all. */
export const readings = 3;

export interface DiscoveryContext {
	readonly source: Pick<HomeSource<unknown>, 'searchPage'>;
	readonly emit: Emit;
	readonly signal: AbortSignal;
	readonly outages: OutageWatch;
	readonly gate?: Gate | undefined;
	/** The caller takes no more homes than this, so a query need not be split to list those beyond. */
	readonly limit?: number | undefined;
}

/** What one page adds: homes not seen before in this partition, and rows that could not be read. */
export interface Found {
	readonly homes: readonly ListedHome[];
	readonly problems: readonly Problem[];
}
