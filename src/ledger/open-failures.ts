import type { EntityManager } from '@mikro-orm/core';

/** A home, or a row without an id, that no run has stored since it failed. */
export interface OpenFailure {
	/** null where the API gave a row without a usable id. */
	readonly addressId: string | null;
	readonly label: string;
	/** "København · villa" */
	readonly partition: string;
	/** null where no partition tells it. */
	readonly municipalityCode: number | null;
	readonly addressType: string | null;
	readonly stage: string;
	readonly kind: string;
	readonly message: string;
	readonly attempts: number;
	readonly failedAt: Date;
	readonly runId: string;
	/** The home is in the tables from before, where the partition that failed to bring it anew counts it. */
	readonly stored: boolean;
	/** It was asked for though the API lists it no more. */
	readonly unlisted: boolean;
}

export interface FailureFilter {
	/** Only these kinds; all when undefined. */
	readonly kinds?: readonly string[] | undefined;
	readonly municipalityCodes?: readonly number[] | undefined;
	/** A failure of an import of all types may be of any, and is let through. */
	readonly addressTypes?: readonly string[] | undefined;
}

/** Failures that are still open, each home once with its newest, oldest first. */
export async function openFailures(em: EntityManager, filter: FailureFilter = {}): Promise<OpenFailure[]> {
	const { kinds, municipalityCodes, addressTypes } = filter;
	const conditions: [sql: string, values: readonly unknown[] | undefined][] = [
		['f.kind', kinds],
		['p.municipality_code', municipalityCodes],
		['p.address_type', addressTypes],
	];
	const given = conditions.flatMap(([column, values]) => (values === undefined ? [] : [{ column, values }]));
	const where = given
		.map(({ column, values }) => {
			const isOne = `${column} in (${values.map(() => '?').join(', ')})`;
			return ` and ${column === 'p.address_type' ? `(${isOne} or ${column} is null)` : isOne}`;
		})
		.join('');
	const rows: (Omit<OpenFailure, 'failedAt'> & { failedAt: Date | string })[] = await em.getConnection().execute(
		`select * from (
		   select distinct on (coalesce(f.address_id::text, f.id::text))
		          f.address_id as "addressId", f.label, f.partition, p.municipality_code as "municipalityCode",
		          p.address_type as "addressType", f.stage, f.kind, f.message, f.attempts, f.failed_at as "failedAt",
		          f.run_id as "runId", f.unlisted, f.id,
		          exists (select 1 from property h
		                   where h.id = f.address_id and h.gone_at is null and h.municipality_code = p.municipality_code
		                     and (p.address_type is null or h.address_type = p.address_type)) as stored
		     from import_failure f left join import_partition p on p.run_id = f.run_id and p.name = f.partition
		    where f.solved_at is null${where}
		    order by coalesce(f.address_id::text, f.id::text), f.id desc) newest
		  order by id`,
		given.flatMap(({ values }) => values),
	);
	return rows.map(({ failedAt, ...row }) => ({ ...row, failedAt: new Date(failedAt) }));
}
