import type { EntityManager } from '@mikro-orm/core';
import { type ChangeFilter, changeOf, changesQuery } from '../property/changes.ts';
import type { NoticedChange } from '../shared/noticed-change.ts';
import { readRows } from './row-cursor.ts';

/**
 * What imports have noticed since then, oldest first, the changes of a home one after another: a year's revaluation is more than fits into
 * memory. The transaction is the caller's.
 */
export async function* changesSince(
	em: EntityManager,
	filter: ChangeFilter,
): AsyncGenerator<NoticedChange, void, void> {
	const { sql, values } = changesQuery(filter);
	for await (const lines of readRows(em, sql, values)) for (const line of lines) yield changeOf(JSON.parse(line));
}
