import type { EntityManager } from '@mikro-orm/core';
import type { ChangeRecord, PriceEventRecord, RunChanges } from './run-record.ts';

/** Told one by one; all are counted. */
const firstChanges = 50;

const label = `concat_ws(', ', nullif(concat_ws(' ', h.road_name, h.house_number), ''), nullif(concat_ws('. ', h.floor, h.door), ''),
	h.zip_code)`;

/** What a run found changed in homes that were stored before. */
export async function runChanges(em: EntityManager, runId: string): Promise<RunChanges> {
	const select = <Row>(sql: string): Promise<Row[]> => em.getConnection().execute<Row[]>(sql, [runId]);
	const firstEvents = await select<Omit<PriceEventRecord, 'at' | PriceName> & { at: Date | string } & Prices>(
		`select e.property_id as "propertyId", ${label} as label, e.type, e.price, e.price_before as "priceBefore", e.at
		   from price_event e join property h on h.id = e.property_id where e.run_id = ? order by e.id limit ${firstChanges}`,
	);
	return {
		fields: await select(
			`select field, count(*)::int as count from (
			   select regexp_replace(field, '\\[[^]]*\\]', '[]', 'g') as field from property_change where run_id = ?) named
			  group by field order by 2 desc, 1`,
		),
		first: await select<ChangeRecord>(
			`select c.property_id as "propertyId", ${label} as label, c.field, c.from_value as "from", c.to_value as "to"
			   from property_change c join property h on h.id = c.property_id where c.run_id = ? order by c.id limit ${firstChanges}`,
		),
		events: await select(
			`select type, count(*)::int as count from price_event where run_id = ? group by type order by 2 desc, 1`,
		),
		firstEvents: firstEvents.map(({ at, price, priceBefore, ...event }) => ({
			...event,
			...{ price: amount(price), priceBefore: amount(priceBefore), at: new Date(at) },
		})),
	};
}

type PriceName = 'price' | 'priceBefore';
/** A bigint, as the two drivers give it. */
type Prices = Readonly<Record<PriceName, number | string | null>>;

function amount(value: number | string | null): number | null {
	return value === null ? null : Number(value);
}
