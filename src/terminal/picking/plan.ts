import { shareForSale } from '../../import/page-trust.ts';
import { type PartitionFigures, type ToFetch, workloadOf } from '../../import/plan.ts';
import { type Choices, everyType, requestedTypes } from './choices.ts';
import type { CountsSnapshot } from './counts.ts';
import { type InApi, inApi } from './in-api.ts';
import type { Facts, Stored } from './ports.ts';

/** What an import of these choices would do, as far as is known. */
export interface Plan extends InApi, ToFetch {
	/** undefined while the database is still being asked. */
	readonly stored: number | undefined;
	/** Homes for sale whose timeline is asked for as well. */
	readonly timelines: number;
	readonly requests: number;
	readonly latencyMs: number | undefined;
	/** With `auto` workers the least that it takes; undefined while no answer has been measured. */
	readonly durationMs: number | undefined;
}

/** A page and a home are taken to be answered as fast as the question how many there are; what lacks a part is known only when it has been listed. */
export function planOf(choices: Choices, counts: CountsSnapshot, facts: Facts): Plan {
	const { municipalityCodes, types } = choices;
	const { stored, rate, refresh = 'none', timeline = false } = facts;
	const { latencyMs } = counts;
	const { toImport, toCheck, timelines, requests, expectedMs } = workloadOf({
		...choices,
		...{ partitions: countedPartitions(choices, counts, stored), refresh, timeline, rate },
		...{ detailMs: latencyMs, pageMs: latencyMs, shareOfDetails: shareForSale },
	});
	const kept = municipalityCodes.reduce((total, code) => total + storedHomes(stored?.get(code), types), 0);
	return {
		...inApi(municipalityCodes, types, counts),
		stored: stored === undefined ? undefined : kept,
		...{ toImport, toCheck, timelines, requests, latencyMs },
		durationMs: expectedMs,
	};
}

/** Those that the API has told of so far. */
function countedPartitions(
	{ municipalityCodes, types }: Choices,
	counts: CountsSnapshot,
	stored: Facts['stored'],
): readonly PartitionFigures[] {
	return municipalityCodes.flatMap((code) =>
		requestedTypes(types).flatMap((type) => {
			const one = [type ?? everyType];
			const { homes, answered } = inApi([code], one, counts);
			return answered === 0 ? [] : [{ homes, stored: stored && storedHomes(stored.get(code), one) }];
		}),
	);
}

/** Of the chosen types. */
export function storedHomes(stored: Stored | undefined, types: readonly string[]): number {
	if (stored === undefined) return 0;
	if (types.includes(everyType)) return stored.homes;
	return types.reduce((total, type) => total + (stored.byType.get(type) ?? 0), 0);
}
