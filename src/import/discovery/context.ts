import type { Clock } from '../../shared/clock.ts';
import type { Emit } from '../events.ts';
import type { Latch } from '../latch.ts';
import type { OutageWatch } from '../outage-watch.ts';
import type { Gate, HomeSource, ListedHome, PageOutcome, Problem, RequestContext } from '../ports.ts';
import { ReadAhead } from './read-ahead.ts';

/** The API lists no row beyond the 10,000th of a query. */
export const resultWindow = 10_000;
/** A larger query is split; the margin below the window is for rows added meanwhile. */
export const largestWhole = 9_500;
/** 50 to 200 rows a page are known to be safe. */
export const safePage = 200;
/** Some get so many, some an error or fewer: what comes back decides. */
export const largestPage = 500;
/** Pages of one part that are read ahead at most: each of 500 records takes some 7 MB until its homes are stored. */
export const pagesAtOnce = 4;
/** What does not add up is read this often in all. */
export const readings = 3;

/** What one partition finds out, the next need not. */
export interface Learned {
	/** Rows that the API gives of a page at most. */
	mostRows: number;
	readonly ahead: ReadAhead;
}

export interface DiscoveryContext {
	readonly source: Pick<HomeSource<unknown>, 'searchPage'>;
	readonly emit: Emit;
	readonly signal: AbortSignal;
	readonly outages: OutageWatch;
	readonly gate?: Gate | undefined;
	/** Shut while the run is paused. */
	readonly pause?: Latch | undefined;
	/** Aborted when the run pauses or stops: ends what only waits to be tried again; another one after each pause. */
	readonly patience?: (() => AbortSignal) | undefined;
	/** Reads a page in a worker's place, where the pages are the work. */
	readonly inWorker?: InWorker | undefined;
	/** Kept by the caller for the next partition. */
	readonly learned: Learned;
	/** The caller takes no more homes than this, so a query need not be split to list those beyond. */
	readonly limit?: number | undefined;
}

/** Takes a worker's place for a request, as soon as there is one. @throws the reason of the stop when there will be none. */
export type InWorker = (
	label: string,
	request: (notices: Pick<RequestContext, 'onRetry' | 'onAttempt'>) => Promise<PageOutcome>,
) => Promise<PageOutcome>;

/** How many rows a page is asked for: more where the pages are the work. */
export function pageSize(pagesAreTheWork: boolean): number {
	return pagesAreTheWork ? largestPage : safePage;
}

/** Nothing yet: as large as pages may be, and as far ahead; less far where homes are fetched meanwhile, whose answers would wait for them all. */
export function nothingLearned(pagesAreTheWork: boolean, clock: Clock): Learned {
	return { mostRows: largestPage, ahead: new ReadAhead(pagesAreTheWork ? pagesAtOnce : 2, clock) };
}

/** What one page adds: homes not seen before in this partition, and rows that could not be read. */
export interface Found {
	readonly homes: readonly ListedHome[];
	readonly problems: readonly Problem[];
}
