import {
	type PartitionFigures,
	type StoredFigures,
	shareForSale,
	type ToFetch,
	workloadOf,
} from '../../import/plan.ts';
import { type Choices, everyType, requestedTypes } from './choices.ts';
import { type CountsSnapshot, countName } from './counts.ts';
import { type InApi, inApi, keysOf } from './in-api.ts';
import type { Facts, Stored } from './ports.ts';

/** What an import of these choices would do, as far as is known. */
export interface Plan extends InApi, ToFetch {
	/** undefined while the database is still being asked. */
	readonly stored: number | undefined;
	/** Homes for sale whose timeline is asked for as well. */
	readonly timelines: number;
	readonly requests: number;
	/** The requests to the search among them are the fewest. */
	readonly split: boolean;
	readonly latencyMs: number | undefined;
	/** With `auto` workers the least that it takes; undefined while no answer has been measured. */
	readonly durationMs: number | undefined;
}

/** A page and a home are taken to be answered as fast as the question how many there are. */
export function planOf(choices: Choices, counts: CountsSnapshot, facts: Facts): Plan {
	const { municipalityCodes, types } = choices;
	const { stored, rate, timeline = false } = facts;
	const { latencyMs } = counts;
	const { toImport, toCheck, timelines, requests, split, expectedMs } = workloadOf({
		...choices,
		...{ partitions: countedPartitions(choices, counts, stored), timeline, rate },
		...{ detailMs: latencyMs, pageMs: latencyMs, shareOfDetails: shareOfDetails(choices, counts) },
	});
	const kept = municipalityCodes.reduce((total, code) => total + storedHomes(stored?.get(code), types), 0);
	return {
		...inApi(municipalityCodes, types, counts),
		stored: stored === undefined ? undefined : kept,
		...{ toImport, toCheck, timelines, requests, split, latencyMs },
		durationMs: expectedMs,
	};
}

/** Of all chosen homes. The few that came with each answer stand for all of their kind; among so few there may be none that is for sale. */
function shareOfDetails({ municipalityCodes, types }: Choices, { byName }: CountsSnapshot): number {
	let [homes, alone] = [0, 0];
	for (const key of keysOf(municipalityCodes, types)) {
		const count = byName.get(countName(key));
		if (count?.status !== 'counted') continue;
		homes += count.homes;
		alone += count.homes * Math.max(shareForSale, count.shareOfDetails ?? 0);
	}
	return homes === 0 ? shareForSale : alone / homes;
}

/** Those that the API has told of so far. */
function countedPartitions(
	{ municipalityCodes, types }: Choices,
	counts: CountsSnapshot,
	stored: Facts['stored'],
): readonly PartitionFigures[] {
	return municipalityCodes.flatMap((code) =>
		requestedTypes(types).flatMap((type) => {
			const { homes, answered } = inApi([code], [type ?? everyType], counts);
			return answered === 0 ? [] : [{ homes, stored: stored && storedFigures(stored.get(code), type) }];
		}),
	);
}

/** Of the chosen types. */
export function storedHomes(stored: Stored | undefined, types: readonly string[]): number {
	return requestedTypes(types).reduce((total, type) => total + storedFigures(stored, type).homes, 0);
}

/** @param type undefined is every type. */
function storedFigures(stored: Stored | undefined, type: string | undefined): StoredFigures {
	const figures = type === undefined ? stored : stored?.byType.get(type);
	return figures ?? { homes: 0, due: 0, dueForSale: 0 };
}
