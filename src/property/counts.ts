import type { EntityManager } from '@mikro-orm/core';

export interface MunicipalityCount {
	readonly code: number;
	readonly name: string;
	readonly homes: number;
	readonly onMarket: number;
}

/** Stored homes by municipality, by name. */
export async function countByMunicipality(em: EntityManager): Promise<MunicipalityCount[]> {
	return em.getConnection().execute<MunicipalityCount[]>(
		`select m.code, coalesce(m.name, m.code::text) as name, count(*)::int as homes,
		        (count(*) filter (where p.is_on_market))::int as "onMarket"
		   from property p join municipality m on m.code = p.municipality_code
		  group by m.code, m.name order by 2`,
	);
}
