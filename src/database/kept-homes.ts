import type { EntityManager } from '@mikro-orm/core';
import type { Look } from '../import/ports.ts';
import { searchIsTrusted } from '../property/search-trust.ts';
import { type Condition, isForSale, needsNoLook } from './needs-look.ts';

/** Homes that an import would not import again. */
export interface KeptHomes {
	readonly homes: number;
	/** Of those, which it would look at again. */
	readonly due: number;
	/** Of those that are due, which were for sale when they were last looked at. */
	readonly dueForSale: number;
}

/**
 * By municipality code and type; those without a type are under ''. The tables may be those of an earlier version: of the first, where
 * every home was fetched, and of one that did not keep when a home was looked at.
 */
export async function countKept(
	em: EntityManager,
	look: Look = { at: 'none' },
): Promise<ReadonlyMap<number, ReadonlyMap<string, KeptHomes>>> {
	const connection = em.getConnection();
	const columns: { name: string }[] = await connection.execute(
		`select attname as name from pg_attribute where attrelid = 'property'::regclass and attname in ('search_run', 'checked_at')`,
	);
	const has = (name: string): boolean => columns.some((column) => column.name === name);
	const isProven = has('search_run') ? `and (p.search_run is null or ${searchIsTrusted})` : '';
	const left: Condition = look.at === 'none' || has('checked_at') ? needsNoLook(look) : { sql: 'false', values: [] }; // at most every home
	const rows: ({ code: number; type: string } & KeptHomes)[] = await connection.execute(
		`select code, type, count(*)::int as homes, (count(*) filter (where due))::int as due,
		        (count(*) filter (where due and "forSale"))::int as "dueForSale"
		   from (select p.municipality_code as code, coalesce(p.address_type, '') as type, not ${left.sql} as due,
		                ${look.at === 'none' ? 'false' : isForSale} as "forSale"
		           from property p where p.gone_at is null ${isProven}) kept
		  group by 1, 2`,
		[...left.values],
	);
	const byCode = Map.groupBy(rows, (row) => row.code);
	return new Map(
		[...byCode].map(([code, counts]) => [code, new Map(counts.map(({ code: _, type, ...kept }) => [type, kept]))]),
	);
}
