import type { EntityManager } from '@mikro-orm/core';
import { Property } from './property.ts';

export interface MunicipalityCount {
	readonly code: number;
	readonly name: string;
	readonly homes: number;
	readonly onMarket: number;
	/** When the one that was looked at the longest ago was. */
	readonly checkedAt: Date;
}

/** Homes in the tables that are not gone by municipality, by name. */
export async function countByMunicipality(em: EntityManager): Promise<MunicipalityCount[]> {
	const rows: (Omit<MunicipalityCount, 'checkedAt'> & { checkedAt: Date | string })[] = await em
		.getConnection()
		.execute(
			`select m.code, coalesce(m.name, m.code::text) as name, count(*)::int as homes,
		        (count(*) filter (where p.is_on_market))::int as "onMarket", min(p.checked_at) as "checkedAt"
		   from property p join municipality m on m.code = p.municipality_code
		  where p.gone_at is null
		  group by m.code, m.name order by 2`,
		);
	return rows.map(({ checkedAt, ...row }) => ({ ...row, checkedAt: new Date(checkedAt) }));
}

/** Homes of a municipality and type in the tables that are not gone; of every type when undefined. */
export function countStored(
	em: EntityManager,
	municipalityCode: number,
	addressType: string | undefined,
): Promise<number> {
	const type = addressType === undefined ? {} : { addressType };
	return em.count(Property, { municipality: municipalityCode, goneAt: null, ...type });
}
