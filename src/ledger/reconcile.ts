import type { EntityManager } from '@mikro-orm/core';
import type { Reconciled } from '../import/events.ts';

interface Row {
	readonly name: string;
	readonly expected: number;
	readonly accounted: number;
	readonly failed: number;
	/** Of the failed ones, those that are stored from before. */
	readonly kept: number;
	readonly gone: number;
	readonly in_tables: number;
}

/**
 * The partitions that a run has read, each against what the tables hold of it now, by name.
 * @param whole names of those whose list is whole.
 */
export async function reconcile(em: EntityManager, runId: string, whole: ReadonlySet<string>): Promise<Reconciled[]> {
	const rows: Row[] = await em.getConnection().execute(
		`select p.name, p.expected - p.other_type as expected, p.skipped + p.stored as accounted, p.failed, p.gone,
		        (select count(distinct f.address_id)::int from import_failure f join property h on h.id = f.address_id
		          where f.run_id = p.run_id and f.partition = p.name and f.solved_at is null and not f.unlisted
		            and h.municipality_code = p.municipality_code and h.gone_at is null
		            and (p.address_type is null or h.address_type = p.address_type)) as kept,
		        (select count(*)::int from property h
		          where h.municipality_code = p.municipality_code and h.gone_at is null
		            and (p.address_type is null or h.address_type = p.address_type)) as in_tables
		   from import_partition p
		  where p.run_id = ? and p.expected is not null
		  order by p.name`,
		[runId],
		'all',
		em.getTransactionContext(),
	);
	return rows.map(({ name, expected, accounted, failed: allFailed, kept, gone, in_tables }) => {
		const failed = allFailed - kept;
		// Only a whole list tells which of the stored homes it does not hold.
		const here = whole.has(name) ? accounted + kept : in_tables;
		const rest = { missing: expected - here - failed - gone, extra: in_tables - here };
		return { name, expected, stored: in_tables, failed, gone, ...rest };
	});
}
