import type { EntityManager } from '@mikro-orm/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HomeFilter, homesQuery, tableNames, tableQuery } from '../../src/database/exported.ts';
import type { Database } from '../../src/database/open.ts';
import { inSnapshot, readRows } from '../../src/database/row-cursor.ts';
import { embeddedDatabase, serverDatabase, serverUrl, type TestDatabase } from '../support/databases.ts';

type Json = Record<string, unknown>;

const ids = { inDragør: '00000000-0000-4000-8000-000000000001', onFanø: '00000000-0000-4000-8000-000000000002' };

const fill = [
	`insert into municipality (code, name) values (155, 'Dragør'), (563, 'Fanø')`,
	`insert into zip_code (code, name) values (2791, 'Dragør'), (6720, 'Fanø')`,
	`insert into property (id, address_type, municipality_code, zip_code, fetched_at, checked_at)
	 values ('${ids.inDragør}', 'villa', 155, 2791, now(), now()), ('${ids.onFanø}', 'condo', 563, 6720, now(), now())`,
	`insert into building (property_id, building_number) select id, n from property, unnest(array['1', '2', '10']) n`,
	`insert into listing (id, property_id) values ('${ids.onFanø}', '${ids.onFanø}')`,
	`insert into listing_image (listing_id, kind, position, source) values ('${ids.onFanø}', 'photo', 1, 0), ('${ids.onFanø}', 'photo', 0, 0)`,
	`insert into city (slug, name) select 'c' || lpad(g::text, 5, '0'), repeat('x', 1000) from generate_series(1, 6000) g`,
];

async function rowsOf(
	em: EntityManager,
	table: (typeof tableNames)[number] | 'homes',
	filter: HomeFilter = {},
): Promise<Json[]> {
	return inSnapshot(em, async (inner) => {
		const query = await (table === 'homes' ? homesQuery(inner, filter) : tableQuery(inner, table, filter));
		if (query === undefined) throw new Error(`there is no ${table}`);
		const lines: string[] = [];
		for await (const some of readRows(inner, query.sql, query.values)) lines.push(...some);
		const rows = lines.map((line) => JSON.parse(line) as Json);
		for (const row of rows) expect(Object.keys(row)).toEqual(query.columns.map(({ name }) => name));
		return rows;
	});
}

describe.each([
	['embedded', embeddedDatabase] as const,
	...(serverUrl === undefined ? [] : [['server', serverDatabase] as const]),
])('exported rows of the %s database', (_, make) => {
	let made: TestDatabase;
	let database: Database;
	beforeAll(async () => {
		made = await make();
		database = await made.open();
		for (const statement of fill) await database.orm.em.getConnection().execute(statement);
	});
	afterAll(async () => {
		await database.close();
		await made.drop();
	});

	test('there is a way to export every table, by its name', () => {
		const tables = [...database.orm.getMetadata().getAll().values()].map(({ tableName }) => tableName);
		expect(new Set(tableNames)).toEqual(new Set(tables));
	});

	test('every table gives all its rows', async () => {
		for (const table of tableNames) {
			const [row] = await database.orm.em
				.getConnection()
				.execute<{ count: number }[]>(`select count(*)::int from ${table}`);
			expect(await rowsOf(database.orm.em, table), table).toHaveLength(row?.count ?? -1);
		}
	});

	test('rows come in the order of their key, however many fetches they take', async () => {
		const slugs = (await rowsOf(database.orm.em, 'city')).map(({ slug }) => slug);
		expect(slugs).toHaveLength(6000);
		expect(slugs).toEqual(slugs.toSorted());
	});

	test('homes choose their own rows, and those of tables that belong to them', async () => {
		const onFanø = { municipalityCodes: [563] };
		expect(await rowsOf(database.orm.em, 'homes', onFanø)).toMatchObject([{ id: ids.onFanø }]);
		expect(await rowsOf(database.orm.em, 'building', onFanø)).toHaveLength(3);
		expect(await rowsOf(database.orm.em, 'listing_image', onFanø)).toHaveLength(2);
		expect(
			await rowsOf(database.orm.em, 'listing_image', { municipalityCodes: [155, 563], addressTypes: ['villa'] }),
		).toEqual([]);
	});

	test('a home holds what belongs to it, with names for what it points at', async () => {
		expect(await rowsOf(database.orm.em, 'homes')).toMatchObject([
			{
				...{
					id: ids.inDragør,
					municipality_code: 155,
					municipality_name: 'Dragør',
					zip_name: 'Dragør',
					city_name: null,
				},
				...{ buildings: [{ building_number: '1' }, { building_number: '10' }, { building_number: '2' }], listings: [] },
			},
			{
				...{ id: ids.onFanø, registrations: [], price_events: [] },
				listings: [{ id: ids.onFanø, images: [{ position: 0 }, { position: 1 }], realtor: null }],
			},
		]);
	});

	test('the snapshot sees nothing that is stored after it, and nothing can be stored in it', async () => {
		const { em } = database.orm;
		await expect(
			inSnapshot(em, async (inner) => {
				await inner
					.getConnection()
					.execute(`insert into city (slug) values ('new')`, [], 'run', inner.getTransactionContext());
			}),
		).rejects.toThrow(/read-only transaction/);
		if (made.target.kind === 'embedded') return; // one connection: nobody else can store meanwhile
		await inSnapshot(em, async (inner) => {
			const query = await tableQuery(inner, 'road', {});
			await em.fork().getConnection().execute(`insert into road (id) values ('${ids.onFanø}')`);
			for await (const some of readRows(inner, query?.sql ?? '', [])) expect(some).toEqual([]);
		});
		expect(await rowsOf(em, 'road')).toHaveLength(1);
	});
});
