import { largestPage, safePage } from '../../import/discovery/context.ts';
import { sampleSize, shareForSale } from '../../import/page-trust.ts';
import { type Choices, everyType, requestedTypes } from './choices.ts';
import type { CountsSnapshot } from './counts.ts';
import { type InApi, inApi } from './in-api.ts';
import type { Facts, Stored } from './ports.ts';

/** What an import of these choices would do, as far as is known. */
export interface Plan extends InApi {
	/** undefined while the database is still being asked. */
	readonly stored: number | undefined;
	/** At most the limit, where there is one. */
	readonly toImport: number;
	readonly requests: number;
	readonly latencyMs: number | undefined;
	/** Undefined while no answer has been measured. */
	readonly durationMs: number | undefined;
}

export function planOf(choices: Choices, counts: CountsSnapshot, { stored, rate }: Facts): Plan {
	const { municipalityCodes, types, workers, fetch, limit = Number.POSITIVE_INFINITY } = choices;
	const sum = (homesOf: (code: number) => number): number =>
		municipalityCodes.reduce((total, code) => total + homesOf(code), 0);
	const counted = (code: number): number => inApi([code], types, counts).homes;
	const kept = (code: number): number => storedHomes(stored?.get(code), types);
	const toImport = Math.min(
		limit,
		sum((code) => Math.max(0, counted(code) - kept(code))),
	);
	const perPage = fetch === 'pages' ? largestPage : safePage;
	const details = fetch === 'pages' ? Math.min(toImport, detailsBeside(choices, counts, toImport)) : toImport;
	const requests = details + searchPages(municipalityCodes.map(counted), limit, perPage);
	const { latencyMs } = counts;
	const perSecond = Math.min(workers / ((latencyMs ?? 0) / 1000), rate || Number.POSITIVE_INFINITY);
	return {
		...inApi(municipalityCodes, types, counts),
		stored: stored === undefined ? undefined : sum(kept),
		toImport,
		requests,
		latencyMs,
		durationMs: latencyMs === undefined ? undefined : (requests / perSecond) * 1000,
	};
}

/** What pages cannot stand for, and the sample of each partition. What lacks a part besides is known only when it has been listed. */
function detailsBeside({ municipalityCodes, types }: Choices, counts: CountsSnapshot, toImport: number): number {
	const partitions = municipalityCodes.flatMap((code) =>
		requestedTypes(types).map((type) => inApi([code], [type ?? everyType], counts).homes),
	);
	const samples = partitions.reduce((sum, homes) => sum + Math.min(homes, sampleSize(homes)), 0);
	return Math.ceil(toImport * shareForSale) + samples;
}

/** The search ends where the limit is reached. */
function searchPages(homes: readonly number[], limit: number, perPage: number): number {
	let [left, pages] = [limit, 0];
	for (const count of homes) {
		pages += Math.ceil(Math.min(left, count) / perPage);
		left = Math.max(0, left - count);
	}
	return pages;
}

/** Of the chosen types, where the types of what is stored are known. */
export function storedHomes(stored: Stored | undefined, types: readonly string[]): number {
	if (stored === undefined) return 0;
	const { homes, byType } = stored;
	if (byType === undefined || types.includes(everyType)) return homes;
	return types.reduce((total, type) => total + (byType.get(type) ?? 0), 0);
}
