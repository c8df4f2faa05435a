import { mostWorkers } from '../import/control.ts';
import { largestPage, safePage } from '../import/discovery/context.ts';
import { sampleSize, shareForSale } from '../import/page-trust.ts';
import type { CountedPartition } from './count-homes.ts';
import type { ImportSettings } from './import-settings.ts';
import type { MeasuredApi } from './measure-api.ts';
import type { StoredHomes } from './stored-homes.ts';

/**
 * What a home takes in the database where too few are stored to measure it: 12,000 generated homes of København, half villas and half
 * condos, took 65 MB on PostgreSQL 15, indexes and all.
 */
const usualBytesPerHome = 5400;

export interface PlannedPartition {
	readonly name: string;
	/** In the API. */
	readonly homes: number;
	/** undefined where the database could not be asked. */
	readonly stored: number | undefined;
	/** At most, where stored homes are not those that the API lists. */
	readonly toImport: number;
	/** Stored homes to look at again, at most. */
	readonly toCheck: number;
}

/** What an import would do, as far as can be known without doing it. */
export interface ImportPlan {
	readonly partitions: readonly PlannedPartition[];
	/** In the API, or the limit where that is less. */
	readonly homes: number;
	readonly stored: number | undefined;
	readonly toImport: number;
	readonly toCheck: number;
	/** Pages of the search. */
	readonly searches: number;
	/** Homes asked for one by one. */
	readonly details: number;
	readonly requests: number;
	/** Median of a home's own record, ms; undefined where none was answered. */
	readonly latencyMs: number | undefined;
	readonly expectedMs: number | undefined;
	readonly bytesPerHome: number;
	/** Whether that is measured on what is stored. */
	readonly bytesMeasured: boolean;
	readonly growthBytes: number;
}

export function planImport(
	settings: ImportSettings,
	counted: readonly CountedPartition[],
	stored: StoredHomes | undefined,
	measured: MeasuredApi,
): ImportPlan {
	const partitions = counted.map(({ query, name, homes }): PlannedPartition => {
		const kept = stored?.of(query);
		return { name, homes, stored: kept, ...fetched(settings, homes, kept ?? 0) };
	});
	const { limit = Number.POSITIVE_INFINITY } = settings;
	const toImport = Math.min(limit, sum(partitions, 'toImport'));
	const toCheck = Math.min(limit - toImport, sum(partitions, 'toCheck'));
	const requests = requestsOf(settings, partitions, toImport + toCheck, measured.shareOfDetails);
	const bytesPerHome = stored?.bytesPerHome ?? usualBytesPerHome;
	return {
		partitions,
		homes: Math.min(limit, sum(partitions, 'homes')),
		stored: stored === undefined ? undefined : partitions.reduce((total, each) => total + (each.stored ?? 0), 0),
		toImport,
		toCheck,
		...requests,
		requests: requests.searches + requests.details,
		latencyMs: rounded(measured.detailMs),
		expectedMs: rounded(timeOf(settings, requests, measured)),
		bytesPerHome: Math.round(bytesPerHome),
		bytesMeasured: stored?.bytesPerHome !== undefined,
		growthBytes: Math.round(toImport * bytesPerHome),
	};
}

/** What an import would fetch of a partition: what is not stored, and what of the stored is to be looked at again, at most. */
export function fetched(
	{ refresh }: Pick<ImportSettings, 'refresh'>,
	homes: number,
	kept: number,
): Pick<PlannedPartition, 'toImport' | 'toCheck'> {
	const share = refresh === 'none' ? 0 : refresh === 'listed' ? shareForSale : 1;
	return { toImport: Math.max(0, homes - kept), toCheck: Math.ceil(Math.min(kept, homes) * share) };
}

interface Requests {
	readonly searches: number;
	readonly details: number;
}

/** The search ends where the limit is reached. With pages, details are asked of what is for sale, and of a sample of each partition. */
function requestsOf(
	{ fetch, limit = Number.POSITIVE_INFINITY }: ImportSettings,
	partitions: readonly PlannedPartition[],
	wanted: number,
	shareOfDetails: number,
): Requests {
	const perPage = fetch === 'pages' ? largestPage : safePage;
	let [left, searches, sampled] = [limit, 0, 0];
	for (const { homes, toImport, toCheck } of partitions) {
		const listed = Math.min(left, homes);
		searches += Math.max(1, Math.ceil(listed / perPage)); // an empty one is asked for as well
		sampled += Math.min(toImport + toCheck, sampleSize(homes));
		left -= listed;
		if (left <= 0) break;
	}
	if (fetch === 'details') return { searches, details: wanted };
	return { searches, details: Math.min(wanted, Math.ceil(wanted * shareOfDetails) + sampled) };
}

/** What the workers take together, or what the ceiling on requests allows, whichever is longer. */
function timeOf(
	{ workers, adaptive, rate }: ImportSettings,
	{ searches, details }: Requests,
	{ detailMs, pageMs }: MeasuredApi,
): number | undefined {
	if (detailMs === undefined && pageMs === undefined) return undefined;
	const busyMs = searches * (pageMs ?? detailMs ?? 0) + details * (detailMs ?? pageMs ?? 0);
	const ceilingMs = rate === 0 ? 0 : ((searches + details) / rate) * 1000;
	return Math.max(busyMs / (adaptive ? mostWorkers : workers), ceilingMs);
}

function rounded(ms: number | undefined): number | undefined {
	return ms === undefined ? undefined : Math.round(ms);
}

function sum(partitions: readonly PlannedPartition[], field: 'homes' | 'toImport' | 'toCheck'): number {
	return partitions.reduce((total, each) => total + each[field], 0);
}
