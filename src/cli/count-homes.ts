import pMap from 'p-map';
import type { BoligsidenSource } from '../boligsiden/source.ts';
import { partitionName } from '../import/discovery/names.ts';
import type { HomeQuery } from '../import/ports.ts';
import { exitCode, UserError } from '../shared/errors.ts';

export interface CountedPartition {
	readonly query: HomeQuery;
	readonly name: string;
	/** In the API. */
	readonly homes: number;
}

/**
 * Asks the API how many homes each partition has: one small request each.
 * @throws UserError with 69 where one cannot be had; the signal's reason.
 */
export function countHomes(
	source: BoligsidenSource,
	queries: readonly HomeQuery[],
	workers: number,
	stop: AbortSignal,
): Promise<CountedPartition[]> {
	return pMap(
		queries,
		async (query) => {
			const outcome = await source.searchPage(query, 1, 1, { signal: stop });
			if (outcome.status === 'read') return { query, name: partitionName(query), homes: outcome.page.totalHits };
			throw new UserError(outcome.status === 'blocked' ? outcome.message : outcome.problem.message, {
				hint: `Nothing was stored. Check that ${queries.length > 1 ? 'the API still answers' : 'the API answers'}, then try again.`,
				exitCode: exitCode.apiUnavailable,
			});
		},
		{ concurrency: workers },
	);
}
