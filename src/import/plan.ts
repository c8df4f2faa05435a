import { mostWorkers } from './control.ts';
import { pageSize } from './discovery/context.ts';
import type { FetchMode } from './intake.ts';
import { sampleSize, shareForSale } from './page-trust.ts';
import type { Refresh } from './refresh.ts';

/** A partition before an import. */
export interface PartitionFigures {
	/** In the API. */
	readonly homes: number;
	/** undefined where that is not known: then nothing is left out. */
	readonly stored: number | undefined;
}

/** Homes that an import would fetch. */
export interface ToFetch {
	/** At most, where stored homes are not those that the API lists. */
	readonly toImport: number;
	/** Stored homes to look at again, at most. */
	readonly toCheck: number;
}

/** How the API answers. */
export interface AnswerFigures {
	/** A home's own record, ms; undefined where none was answered. */
	readonly detailMs: number | undefined;
	/** A page of the search, ms; undefined where none was answered. */
	readonly pageMs: number | undefined;
	/** Of all homes, those whose search record cannot stand for the home's own. */
	readonly shareOfDetails: number;
}

export interface HomesFigures<Partition extends PartitionFigures> {
	/** In the order in which they are listed. */
	readonly partitions: readonly Partition[];
	readonly refresh: Refresh;
	/** Only the first so many homes. */
	readonly limit?: number | undefined;
}

export interface WorkloadFigures<Partition extends PartitionFigures> extends HomesFigures<Partition>, AnswerFigures {
	readonly fetch: FetchMode;
	readonly timeline: boolean;
	readonly workers: number | 'auto';
	/** Requests a second, 0 = no ceiling. */
	readonly rate: number;
}

export interface WantedHomes<Partition extends PartitionFigures> extends ToFetch {
	/** Each by itself, whatever the limit. */
	readonly partitions: readonly (Partition & ToFetch)[];
}

/** What an import has to do. */
export interface Workload<Partition extends PartitionFigures> extends WantedHomes<Partition> {
	/** Pages of the search. */
	readonly searches: number;
	/** Homes asked for one by one. */
	readonly details: number;
	/** Homes whose timeline is asked for as well. */
	readonly timelines: number;
	readonly requests: number;
	/** With `auto` workers the least that it takes; undefined where no answer was timed. */
	readonly expectedMs: number | undefined;
}

/** What is not stored, and what of the stored is to be looked at again. */
export function homesToFetch<Partition extends PartitionFigures>({
	partitions,
	refresh,
	limit = Number.POSITIVE_INFINITY,
}: HomesFigures<Partition>): WantedHomes<Partition> {
	const share = refresh === 'none' ? 0 : refresh === 'listed' ? shareForSale : 1;
	const each = partitions.map((partition) => {
		const { homes, stored = 0 } = partition;
		const toCheck = Math.ceil(Math.min(stored, homes) * share);
		return { ...partition, toImport: Math.max(0, homes - stored), toCheck };
	});
	const toImport = Math.min(limit, sum(each, 'toImport'));
	return { partitions: each, toImport, toCheck: Math.min(limit - toImport, sum(each, 'toCheck')) };
}

/** What an import of these partitions takes, as far as can be known without doing it. */
export function workloadOf<Partition extends PartitionFigures>(
	figures: WorkloadFigures<Partition>,
): Workload<Partition> {
	const { fetch, refresh, timeline, shareOfDetails } = figures;
	const wanted = homesToFetch(figures);
	const all = wanted.toImport + wanted.toCheck;
	const searches = searchesOf(figures);
	const beside = shareOf(wanted, refresh, shareOfDetails) + samplesOf(wanted.partitions, all);
	const details = fetch === 'details' ? all : Math.min(all, beside);
	const timelines = timeline ? Math.min(details, shareOf(wanted, refresh, shareForSale)) : 0;
	const expectedMs = timeOf(figures, searches, details + timelines);
	return { ...wanted, searches, details, timelines, requests: searches + details + timelines, expectedMs };
}

/** The search ends where the limit is reached. */
function searchesOf({
	partitions,
	fetch,
	limit = Number.POSITIVE_INFINITY,
}: WorkloadFigures<PartitionFigures>): number {
	const perPage = pageSize(fetch === 'pages');
	let [left, searches] = [limit, 0];
	for (const { homes } of partitions) {
		searches += Math.max(1, Math.ceil(Math.min(left, homes) / perPage)); // an empty one is asked for as well
		left -= homes;
		if (left <= 0) break;
	}
	return searches;
}

/** The sample of each partition that is reached until so many homes are fetched. */
function samplesOf(partitions: readonly (PartitionFigures & ToFetch)[], all: number): number {
	let [left, sampled] = [all, 0];
	for (const { homes, toImport, toCheck } of partitions) {
		const its = Math.min(left, toImport + toCheck);
		sampled += Math.min(its, sampleSize(homes));
		left -= its;
	}
	return sampled;
}

/** Of the homes to fetch, those that are for sale, or that pages cannot stand for; what is looked at for being for sale is all of that kind. */
function shareOf({ toImport, toCheck }: ToFetch, refresh: Refresh, share: number): number {
	return refresh === 'listed' ? Math.ceil(toImport * share) + toCheck : Math.ceil((toImport + toCheck) * share);
}

/** What the workers take together, or what the ceiling on requests allows, whichever is longer. A timeline takes as long as a home. */
function timeOf(
	{ workers, rate, detailMs, pageMs }: WorkloadFigures<PartitionFigures>,
	searches: number,
	homesAndTimelines: number,
): number | undefined {
	if (detailMs === undefined && pageMs === undefined) return undefined;
	const busyMs = searches * (pageMs ?? detailMs ?? 0) + homesAndTimelines * (detailMs ?? pageMs ?? 0);
	const ceilingMs = rate === 0 ? 0 : ((searches + homesAndTimelines) / rate) * 1000;
	return Math.max(busyMs / (workers === 'auto' ? mostWorkers : workers), ceilingMs);
}

function sum(partitions: readonly ToFetch[], field: keyof ToFetch): number {
	return partitions.reduce((total, each) => total + each[field], 0);
}
