import type { Look } from '../import/ports.ts';

/** SQL and the values of its marks. */
export interface Condition {
	readonly sql: string;
	readonly values: readonly unknown[];
}

/** SQL: whether home `p` was for sale when it was last looked at. */
export const isForSale = `(p.is_on_market is true or exists (
	select 1 from listing l where l.property_id = p.id and l.delisted_at is null and l.status = 'open'))`;

/** SQL: whether another run than this wanted to look at home `p` again, and could not. */
const lookFailed = `exists (
	select 1 from import_failure f where f.address_id = p.id and f.solved_at is null and f.run_id <> ?)`;

/**
 * Whether a run leaves stored home `p` alone.
 * @param runId undefined before it has begun.
 */
export function needsNoLook(look: Look, runId = ''): Condition {
	if (look.at === 'none') return { sql: 'true', values: [] };
	const uncheckedSince = new Date(look.uncheckedSince).toISOString();
	const checked = `p.checked_at >= ?::timestamptz`;
	if (look.at === 'all') return { sql: `(${checked} and not ${lookFailed})`, values: [uncheckedSince, runId] };
	const listed = look.onMarket.length === 0 ? '' : ` and p.id not in (${look.onMarket.map(() => '?').join(', ')})`;
	return {
		sql: `((${checked} or (not ${isForSale}${listed})) and not ${lookFailed})`,
		values: [uncheckedSince, ...look.onMarket, runId],
	};
}
