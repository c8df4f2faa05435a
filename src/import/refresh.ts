import { parseDuration } from '../shared/duration.ts';
import type { Look } from './ports.ts';

/** Which stored homes a run looks at again: "none", "listed", "stale:7d" or "all". */
export type Refresh = 'none' | 'listed' | 'all' | `stale:${string}`;

export function isRefresh(words: string): words is Refresh {
	return /^(none|listed|all)$/.test(words) || staleMs(words) !== undefined;
}

function staleMs(words: string): number | undefined {
	return words.startsWith('stale:') ? parseDuration(words.slice('stale:'.length)) : undefined;
}

/**
 * What a policy means for a check of homes. What was checked since the run began needs no second look, so that a home which two
 * partitions list is looked at once.
 * @param onMarket ids of those that the search says are for sale.
 */
export function lookOf(refresh: Refresh, startedAt: number, onMarket: readonly string[]): Look {
	if (refresh === 'none') return { at: 'none' };
	if (refresh === 'listed') return { at: 'listed', onMarket, uncheckedSince: startedAt };
	return { at: 'all', uncheckedSince: startedAt - (staleMs(refresh) ?? 0) };
}
