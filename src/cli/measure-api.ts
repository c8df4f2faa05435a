import type { BoligsidenSource } from '../boligsiden/source.ts';
import { largestPage } from '../import/discovery/context.ts';
import type { FetchMode } from '../import/intake.ts';
import type { AnswerFigures } from '../import/plan.ts';
import type { HomeQuery, ListedHome } from '../import/ports.ts';

/**
 * How the API answers now: the median of a few homes that were answered at the first try, a page of the search at its full size, and of
 * the homes on that page those whose search record cannot stand for the home's own.
 */
export type MeasuredApi = AnswerFigures;

/** Fetched one after the other: what is wanted is the API's own time, not that of a queue. */
const homesMeasured = 3;

/** Asks for a page and a few homes of one partition, once each. What is not answered is left out, and the plan says so. */
export async function measureApi(
	source: BoligsidenSource,
	query: HomeQuery,
	{ fetch, homes, stop }: { readonly fetch: FetchMode; readonly homes: number; readonly stop: AbortSignal },
): Promise<MeasuredApi> {
	const rows = fetch === 'pages' ? Math.min(largestPage, homes) : Math.min(homesMeasured, homes);
	const started = performance.now();
	const outcome = await source.searchPage(query, 1, rows, { signal: stop, attempts: 1 });
	const pageMs = performance.now() - started;
	const listed = outcome.status === 'read' ? outcome.page.rows : [];
	const details: number[] = [];
	for (const { id } of listed.slice(0, homesMeasured)) {
		const fetched = await source.fetchHome(id, { signal: stop, attempts: 1 });
		if (fetched.status === 'fetched') details.push(fetched.ms);
	}
	return {
		detailMs: details.toSorted((a, b) => a - b)[Math.floor(details.length / 2)],
		pageMs: outcome.status === 'read' ? pageMs : undefined,
		shareOfDetails: shareOfDetails(source, listed) ?? 0,
	};
}

/** Of these homes, those whose search record cannot stand for the home's own; undefined where there are none. */
export function shareOfDetails(source: BoligsidenSource, listed: readonly ListedHome[]): number | undefined {
	if (listed.length === 0) return undefined;
	return listed.filter((home) => source.readListed(home) === undefined).length / listed.length;
}
