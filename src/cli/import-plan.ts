import { type ToFetch, workloadOf } from '../import/plan.ts';
import type { CountedPartition } from './count-homes.ts';
import type { ImportSettings } from './import-settings.ts';
import type { MeasuredApi } from './measure-api.ts';
import type { StoredHomes } from './stored-homes.ts';

/**
 * What a home takes in the database where too few are stored to measure it: 12,000 generated homes of København, half villas and half
 * condos, took 65 MB on PostgreSQL 15, indexes and all.
 */
const usualBytesPerHome = 5400;

export interface PlannedPartition extends ToFetch {
	readonly name: string;
	/** In the API. */
	readonly homes: number;
	/** undefined where that is not known: then nothing is left out. */
	readonly stored: number | undefined;
}

/** What an import would do, as far as can be known without doing it. */
export interface ImportPlan extends ToFetch {
	readonly partitions: readonly PlannedPartition[];
	/** In the API, or the limit where that is less. */
	readonly homes: number;
	readonly stored: number | undefined;
	/** Requests to the search: its pages, and those that only ask for a total. */
	readonly searches: number;
	/** They are the fewest: a partition is split. */
	readonly split: boolean;
	/** Homes asked for one by one. */
	readonly details: number;
	/** Homes for sale whose price history is asked for as well. */
	readonly timelines: number;
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
	const { expectedMs, ...workload } = workloadOf({
		...{ ...settings, workers: settings.adaptive ? ('auto' as const) : settings.workers },
		...measured,
		partitions: counted.map(({ query, name, homes }) => ({ name, homes, stored: stored?.of(query) })),
	});
	const { toImport } = workload;
	const partitions = workload.partitions.map(({ stored: its, ...each }) => ({ ...each, stored: its?.homes }));
	const homes = partitions.reduce((total, each) => total + each.homes, 0);
	const bytesPerHome = stored?.bytesPerHome ?? usualBytesPerHome;
	return {
		...workload,
		partitions,
		homes: Math.min(settings.limit ?? homes, homes),
		stored: stored === undefined ? undefined : partitions.reduce((total, each) => total + (each.stored ?? 0), 0),
		latencyMs: rounded(measured.detailMs),
		expectedMs: rounded(expectedMs),
		bytesPerHome: Math.round(bytesPerHome),
		bytesMeasured: stored?.bytesPerHome !== undefined,
		growthBytes: Math.round(toImport * bytesPerHome),
	};
}

function rounded(ms: number | undefined): number | undefined {
	return ms === undefined ? undefined : Math.round(ms);
}
