import { mostWorkers } from './control.ts';
import { largestWhole, pageSize } from './discovery/context.ts';
import type { FetchMode } from './intake.ts';
import { sampleSize } from './page-trust.ts';

/** Of all homes; of 14,368 villas in København 1.6 % were for sale. Those are fetched one by one whatever else is. */
export const shareForSale = 0.016;

/** Stored homes, as an import finds them. */
export interface StoredFigures {
	readonly homes: number;
	/** Of those, which it looks at again. */
	readonly due: number;
	/** Of those that are due, which are stored as for sale. */
	readonly dueForSale: number;
}

/** A partition before an import. */
export interface PartitionFigures {
	/** In the API. */
	readonly homes: number;
	/** undefined where that is not known: then nothing is left out. */
	readonly stored: StoredFigures | undefined;
}

/** Homes that an import would fetch. */
export interface ToFetch {
	/** So many more are listed than stored: more are imported where stored homes have left the API, fewer where a limit ends among stored ones. */
	readonly toImport: number;
	/** Stored homes to look at again. */
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
	/** Only the first so many homes that are listed, stored or not. */
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
	/** Requests to the search: its pages, and those that only ask for a total. */
	readonly searches: number;
	/** They are the fewest: a partition is split by zip code, and how many parts and pages that makes shows only while it is read. */
	readonly split: boolean;
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
	limit,
}: HomesFigures<Partition>): WantedHomes<Partition> {
	const each = partitions.map((partition) => ({ ...partition, ...toFetchOf(partition) }));
	const reached = reachedBy(partitions, limit);
	return { partitions: each, toImport: sum(reached, 'toImport'), toCheck: sum(reached, 'toCheck') };
}

/** What an import of these partitions takes, as far as can be known without doing it. */
export function workloadOf<Partition extends PartitionFigures>(
	figures: WorkloadFigures<Partition>,
): Workload<Partition> {
	const { partitions, limit, fetch, timeline, shareOfDetails } = figures;
	const wanted = homesToFetch(figures);
	const reached = reachedBy(partitions, limit);
	const { toImport, toCheck } = wanted;
	const all = toImport + toCheck;
	const forSale = sum(reached, 'forSale');
	const countedAhead = limit === undefined ? Math.max(0, partitions.length - 1) : 0;
	const searches = countedAhead + searchesOf(reached, fetch);
	const split = reached.some((partition) => partition.split);
	const alone = Math.ceil(toImport * shareOfDetails) + Math.max(forSale, Math.ceil(toCheck * shareOfDetails));
	const newForSale = Math.ceil(toImport * shareForSale);
	const details = fetch === 'details' ? all : Math.min(all, alone + sum(reached, 'sampled'));
	const timelines = timeline ? Math.min(details, newForSale + forSale) : 0;
	const expectedMs = timeOf(figures, { ...wanted, searches, homesAndTimelines: details + timelines });
	return { ...wanted, searches, split, details, timelines, requests: searches + details + timelines, expectedMs };
}

/** Of a partition, as far as a limit lets its list be read. */
interface Reached extends ToFetch {
	/** Homes of it that are listed. */
	readonly listed: number;
	/** It is read by zip code. */
	readonly split: boolean;
	/** No limit ends its list. */
	readonly whole: boolean;
	/** Of those to look at again, which are stored as for sale. */
	readonly forSale: number;
	/** Of what is fetched, the sample by which pages are judged. */
	readonly sampled: number;
}

/** Those that are listed until the limit is reached; what is due is taken to be spread evenly over the list. */
function reachedBy(partitions: readonly PartitionFigures[], limit = Number.POSITIVE_INFINITY): Reached[] {
	const reached: Reached[] = [];
	let left = limit;
	for (const partition of partitions) {
		const listed = Math.min(left, partition.homes);
		const { toImport: unstored, toCheck: due } = toFetchOf(partition);
		const toImport = Math.min(listed, unstored);
		const part = listed < partition.homes ? listed / partition.homes : 1;
		const toCheck = part === 1 ? due : Math.min(listed - toImport, Math.ceil(due * part));
		const forSale = Math.min(toCheck, Math.ceil((partition.stored?.dueForSale ?? 0) * part));
		const sampled = Math.min(toImport + toCheck - forSale, sampleSize(partition.homes));
		const split = Math.min(limit, partition.homes) > largestWhole;
		reached.push({ listed, split, whole: part === 1, toImport, toCheck, forSale, sampled });
		left -= listed;
		if (left <= 0) break;
	}
	return reached;
}

function toFetchOf({ homes, stored }: PartitionFigures): ToFetch {
	return { toImport: Math.max(0, homes - (stored?.homes ?? 0)), toCheck: stored?.due ?? 0 };
}

function searchesOf(reached: readonly Reached[], fetch: FetchMode): number {
	const perPage = pageSize(fetch === 'pages');
	return reached.reduce((sum, { listed, split, whole }) => {
		const pages = Math.max(1, Math.ceil(listed / perPage)); // an empty one is asked for as well
		// The first page of the whole, and its total in the end.
		return sum + pages + (split && whole ? 2 : 0);
	}, 0);
}

/**
 * What our one thread and the database need for a home however fast the API is, ms. On two busy cores, PostgreSQL 15 and a sandbox
 * without latency beside us (the bench's floor), 7,285 homes of every type took some 1 ms each when they were new and 4 to 5 ms when they
 * were compared with what was stored.
 */
const newHomeMs = 1;
const comparedHomeMs = 4;

/** What the workers take together, what the ceiling on requests allows, or what it takes to write the homes, whichever is longest. A timeline takes as long as a home. */
function timeOf(
	{ workers, rate, detailMs, pageMs }: WorkloadFigures<PartitionFigures>,
	{
		toImport,
		toCheck,
		searches,
		homesAndTimelines,
	}: ToFetch & { readonly searches: number; readonly homesAndTimelines: number },
): number | undefined {
	if (detailMs === undefined && pageMs === undefined) return undefined;
	const busyMs = searches * (pageMs ?? detailMs ?? 0) + homesAndTimelines * (detailMs ?? pageMs ?? 0);
	const ceilingMs = rate === 0 ? 0 : ((searches + homesAndTimelines) / rate) * 1000;
	const writingMs = toImport * newHomeMs + toCheck * comparedHomeMs;
	return Math.max(busyMs / (workers === 'auto' ? mostWorkers : workers), ceilingMs, writingMs);
}

function sum<Field extends string>(items: readonly Readonly<Record<Field, number>>[], field: Field): number {
	return items.reduce((total, each) => total + each[field], 0);
}
