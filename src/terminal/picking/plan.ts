import { type Choices, everyType } from './choices.ts';
import type { CountsSnapshot } from './counts.ts';
import { type InApi, inApi } from './in-api.ts';
import type { Facts, Stored } from './ports.ts';

/** Rows in one page of the search, as the engine's discovery asks for them. */
const homesPerPage = 200;

/** What an import of these choices would do, as far as is known. */
export interface Plan extends InApi {
	readonly stored: number;
	/** At most the limit, where there is one. */
	readonly toImport: number;
	readonly requests: number;
	readonly latencyMs: number | undefined;
	/** Undefined while no answer has been measured. */
	readonly durationMs: number | undefined;
}

export function planOf(choices: Choices, counts: CountsSnapshot, { stored, rate }: Facts): Plan {
	const { municipalityCodes, types, workers, limit = Number.POSITIVE_INFINITY } = choices;
	const sum = (homesOf: (code: number) => number): number =>
		municipalityCodes.reduce((total, code) => total + homesOf(code), 0);
	const counted = (code: number): number => inApi([code], types, counts).homes;
	const kept = (code: number): number => storedHomes(stored.get(code), types);
	const toImport = Math.min(
		limit,
		sum((code) => Math.max(0, counted(code) - kept(code))),
	);
	const requests = toImport + searchPages(municipalityCodes.map(counted), limit);
	const { latencyMs } = counts;
	const perSecond = Math.min(workers / ((latencyMs ?? 0) / 1000), rate || Number.POSITIVE_INFINITY);
	return {
		...inApi(municipalityCodes, types, counts),
		stored: sum(kept),
		toImport,
		requests,
		latencyMs,
		durationMs: latencyMs === undefined ? undefined : (requests / perSecond) * 1000,
	};
}

/** The search ends where the limit is reached. */
function searchPages(homes: readonly number[], limit: number): number {
	let [left, pages] = [limit, 0];
	for (const count of homes) {
		pages += Math.ceil(Math.min(left, count) / homesPerPage);
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
