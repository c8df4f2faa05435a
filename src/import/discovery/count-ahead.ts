import type { HomeQuery } from '../ports.ts';
import { ask } from './ask.ts';
import type { DiscoveryContext } from './context.ts';
import { partitionName } from './names.ts';

/**
 * How many homes the partitions hold whose turn comes later: a request each, so that the whole and the time left are known from the
 * beginning. Where one cannot be counted, each is counted when its turn comes.
 */
export async function countAhead(
	later: readonly HomeQuery[],
	context: Omit<DiscoveryContext, 'learned'>,
): Promise<void> {
	const { source, signal, emit } = context;
	if (later.length === 0) return;
	const expectedOf: Record<string, number> = {};
	try {
		for (const query of later) {
			const outcome = await ask(context, (waits) => source.searchPage(query, 1, 1, waits()));
			if (outcome.status !== 'read') return;
			expectedOf[partitionName(query)] = outcome.page.totalHits;
		}
	} catch (error) {
		if (!signal.aborted) throw error;
		return;
	}
	emit({ type: 'partitions.counted', expectedOf });
}
