import type { EntityManager } from '@mikro-orm/core';
import type { ColumnType, ExportColumn } from '../export/columns.ts';

/** Which homes; of all when a part is undefined. */
export interface HomeFilter {
	readonly municipalityCodes?: readonly number[] | undefined;
	readonly addressTypes?: readonly string[] | undefined;
}

/** What is exported: the columns, and the query that gives each row as one line of JSON. */
export interface ExportQuery {
	readonly columns: readonly ExportColumn[];
	readonly sql: string;
	readonly values: readonly unknown[];
}

/** Every table of ours with its key, in whose order it is exported; where a row belongs to a home, how one finds it. */
const tables = {
	property: { key: ['id'], home: 'r.id' },
	building: { key: ['property_id', 'building_number'], home: 'r.property_id' },
	registration: { key: ['property_id', 'registration_id'], home: 'r.property_id' },
	listing: { key: ['id'], home: 'r.property_id' },
	listing_image: {
		key: ['listing_id', 'kind', 'position', 'source'],
		home: '(select l.property_id from listing l where l.id = r.listing_id)',
	},
	price_event: { key: ['id'], home: 'r.property_id' },
	property_change: { key: ['id'], home: 'r.property_id' },
	realtor: { key: ['id'] },
	municipality: { key: ['code'] },
	province: { key: ['code'] },
	zip_code: { key: ['code'] },
	city: { key: ['slug'] },
	road: { key: ['id'] },
	place: { key: ['id'] },
	import_run: { key: ['id'] },
	import_partition: { key: ['run_id', 'name'] },
	import_failure: { key: ['id'] },
	import_sample: { key: ['run_id', 'at'] },
} as const satisfies Record<string, { readonly key: readonly string[]; readonly home?: string }>;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as TableName[];

/** Whether its rows can be chosen by municipality and type. */
export function hangsOnHome(table: TableName): boolean {
	return 'home' in tables[table];
}

/** A table as it is, every column. undefined where the database does not have it yet. */
export async function tableQuery(
	em: EntityManager,
	table: TableName,
	filter: HomeFilter,
): Promise<ExportQuery | undefined> {
	const columns = await columnsOf(em, table);
	if (columns.length === 0) return undefined;
	const facts: { readonly key: readonly string[]; readonly home?: string } = tables[table];
	const { sql, values } = conditions('p', filter);
	const where = sql === '' ? '' : `where exists (select 1 from property p where p.id = ${facts.home} and ${sql})`;
	const order = facts.key.map((column) => `r.${quoted(column)}`).join(', ');
	return { columns, sql: `select row_to_json(r)::text as line from ${table} r ${where} order by ${order}`, values };
}

/** What is nested in a home, each a list: buildings with every column but the one that says whose they are. */
const nested: readonly { readonly name: string; readonly table: TableName; readonly order: string }[] = [
	{ name: 'buildings', table: 'building', order: 'building_number' },
	{ name: 'registrations', table: 'registration', order: 'date desc nulls last, registration_id' },
	{ name: 'listings', table: 'listing', order: 'delisted_at nulls first, id' },
	{ name: 'price_events', table: 'price_event', order: 'at, id' },
];

/** Names that a home's row only points at; the API's own, where it gave one, stands. */
const names: readonly { readonly column: string; readonly sql: string }[] = [
	{ column: 'municipality_name', sql: '(select name from municipality where code = p.municipality_code)' },
	{ column: 'province_name', sql: '(select name from province where code = p.province_code)' },
	{ column: 'zip_name', sql: '(select name from zip_code where code = p.zip_code)' },
	{ column: 'city_name', sql: 'coalesce(p.city_name, (select name from city where slug = p.city_slug))' },
	{ column: 'road_name', sql: 'coalesce(p.road_name, (select name from road where id = p.road_id))' },
	{ column: 'place_name', sql: 'coalesce(p.place_name, (select name from place where id = p.place_id))' },
];

/** One record a home, with all that belongs to it. undefined where the database has no tables yet. */
export async function homesQuery(em: EntityManager, filter: HomeFilter): Promise<ExportQuery | undefined> {
	const own = await columnsOf(em, 'property');
	if (own.length === 0) return undefined;
	const resolved = new Map(names.map(({ column, sql }) => [column, sql]));
	const added = names.filter(({ column }) => own.every(({ name }) => name !== column));
	const lists: { name: string; sql: string }[] = [];
	for (const { name, table, order } of nested) {
		const columns = (await columnsOf(em, table)).filter((column) => column.name !== 'property_id');
		if (columns.length === 0) continue; // of a later version
		const parts = columns.map((column) => `c.${quoted(column.name)}`);
		if (table === 'listing') parts.push(...(await partsOfListing(em)));
		lists.push({
			name,
			sql: asList(`select ${parts.join(', ')} from ${table} c where c.property_id = p.id order by ${order}`),
		});
	}
	const select = [
		...own.map(({ name }) => `${resolved.get(name) ?? `p.${quoted(name)}`} as ${quoted(name)}`),
		...added.map(({ column, sql }) => `${sql} as ${column}`),
		...lists.map(({ name, sql }) => `${sql} as ${name}`),
	];
	const { sql: condition, values } = conditions('p', filter);
	const where = condition === '' ? '' : `where ${condition}`;
	return {
		columns: [
			...own,
			...added.map(({ column }): ExportColumn => ({ name: column, type: 'text' })),
			...lists.map(({ name }): ExportColumn => ({ name, type: 'json' })),
		],
		// The order is the key's, inside: outside it would be a sort of whole records.
		sql: `select row_to_json(r)::text as line from (select ${select.join(', ')} from property p ${where} order by p.id) r`,
		values,
	};
}

/** A listing's pictures and realtor, as columns of it. */
async function partsOfListing(em: EntityManager): Promise<string[]> {
	const columns = (await columnsOf(em, 'listing_image')).filter(({ name }) => name !== 'listing_id');
	const image = columns.map(({ name }) => `i.${quoted(name)}`).join(', ');
	return [
		`${asList(`select ${image} from listing_image i where i.listing_id = c.id order by kind, position, source`)} as images`,
		'(select row_to_json(o) from realtor o where o.id = c.realtor_id) as realtor',
	];
}

/** As one line: `json_agg` would break it between the elements. */
function asList(select: string): string {
	return `array_to_json(array(select row_to_json(e) from (${select}) e))`;
}

function conditions(
	home: string,
	{ municipalityCodes, addressTypes }: HomeFilter,
): Pick<ExportQuery, 'sql' | 'values'> {
	const parts: [column: string, values: readonly unknown[] | undefined][] = [
		[`${home}.municipality_code`, municipalityCodes],
		[`${home}.address_type`, addressTypes],
	];
	const given = parts.flatMap(([column, values]) => (values === undefined ? [] : [{ column, values }]));
	return {
		sql: given.map(({ column, values }) => `${column} in (${values.map(() => '?').join(', ')})`).join(' and '),
		values: given.flatMap(({ values }) => values),
	};
}

const types: Readonly<Record<string, ColumnType>> = {
	smallint: 'integer',
	integer: 'integer',
	bigint: 'bigint',
	real: 'double',
	'double precision': 'double',
	numeric: 'double',
	boolean: 'boolean',
	'timestamp with time zone': 'timestamp',
	date: 'date',
	uuid: 'text',
	text: 'text',
	'character varying': 'text',
};

/** As the database has them, in their order: a table of an older version, or with columns of somebody's own, is exported all the same. */
async function columnsOf(em: EntityManager, table: TableName): Promise<ExportColumn[]> {
	const rows: { name: string; type: string }[] = await em.getConnection().execute(
		`select attname as name, format_type(atttypid, null) as type from pg_attribute
		  where attrelid = to_regclass(?) and attnum > 0 and not attisdropped order by attnum`,
		[table],
		'all',
		em.getTransactionContext(),
	);
	return rows.map(({ name, type }) => ({ name, type: types[type] ?? 'json' }));
}

function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}
