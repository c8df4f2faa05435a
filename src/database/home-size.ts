import type { EntityManager } from '@mikro-orm/core';

/** Tables that grow with every home. */
const tables = ['property', 'building', 'registration', 'listing', 'listing_image', 'price_event', 'property_change'];

/** Of fewer homes the first pages of the tables say more than the homes. */
const fewest = 1000;

/** Bytes that a stored home takes with its indexes and all that belongs to it; undefined where too few are stored to tell. */
export async function bytesPerHome(em: EntityManager): Promise<number | undefined> {
	const [row] = await em.getConnection().execute<{ bytes: number; homes: number }[]>(
		`select (select coalesce(sum(pg_total_relation_size(to_regclass(name))), 0)::float8
		           from unnest(array[${tables.map(() => '?').join(', ')}]) name) as bytes,
		        (select count(*)::int from property) as homes`,
		tables,
	);
	return row === undefined || row.homes < fewest ? undefined : row.bytes / row.homes;
}

/** Whether there is a table: none where nothing was ever imported, and only older ones where an earlier version imported. */
export async function hasTable(em: EntityManager, name: string): Promise<boolean> {
	const [row] = await em
		.getConnection()
		.execute<{ there: boolean }[]>('select to_regclass(?) is not null as there', [name]);
	return row?.there === true;
}
