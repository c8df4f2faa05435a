import type { EntityManager } from '@mikro-orm/core';
import type { PartitionFacts } from './freshness.ts';
import type { OpenFailure } from './open-failures.ts';

export interface KnownPartition extends PartitionFacts {
	readonly municipalityCode: number;
	/** As its runs named it. */
	readonly municipality: string;
}

type At = Date | string | null;

interface Row extends Omit<KnownPartition, 'readAt' | 'completeAt' | 'checkedAt' | 'failures' | 'failedUnstored'> {
	readonly readAt: At;
	readonly checkedAt: At;
	readonly completeAt: At;
}

/** Every partition that an import has asked for, by municipality and type. @param failures all that are open; one of all types may be of any. */
export async function partitionFacts(
	em: EntityManager,
	failures: readonly Pick<OpenFailure, 'municipalityCode' | 'addressType' | 'stored' | 'unlisted'>[],
): Promise<KnownPartition[]> {
	const rows: Row[] = await em.getConnection().execute(
		`select t.*, coalesce(n.gone, 0) as gone, n.expected, n.read_at as "readAt", c.read_at as "completeAt",
			        s.*
			   from (select municipality_code as "municipalityCode", address_type as "addressType",
			                max(split_part(name, ' · ', 1)) as municipality
			           from import_partition where state <> 'retry' group by 1, 2) t
			   left join lateral (
			     select count(*)::int as stored, (count(*) filter (where h.is_on_market))::int as "onMarket",
			            min(h.checked_at) as "checkedAt"
			       from property h
			      where h.municipality_code = t."municipalityCode" and h.gone_at is null
			        and (t."addressType" is null or h.address_type = t."addressType")) s on true
			   left join lateral (
			     select max(i.read_at) as read_at from import_partition i
			      where i.municipality_code = t."municipalityCode" and i.state = 'complete'
			        and (i.address_type is null or i.address_type = t."addressType")) c on true
			   left join lateral (
			     select i.expected - i.other_type as expected, i.gone, i.read_at from import_partition i
			      where i.municipality_code = t."municipalityCode" and i.address_type is not distinct from t."addressType"
			        and i.expected is not null
			      order by i.read_at desc limit 1) n on true
			  order by 1, 2 nulls first`,
	);
	return rows.map(({ readAt, completeAt, checkedAt, ...row }) => {
		const its = failures.filter(
			(failure) =>
				failure.municipalityCode === row.municipalityCode &&
				(row.addressType === null || failure.addressType === null || failure.addressType === row.addressType),
		);
		return {
			...row,
			readAt: readAt === null ? null : new Date(readAt),
			completeAt: completeAt === null ? null : new Date(completeAt),
			checkedAt: checkedAt === null ? null : new Date(checkedAt),
			failures: its.length,
			failedUnstored: its.filter(({ stored, unlisted }) => !stored && !unlisted).length,
		};
	});
}
