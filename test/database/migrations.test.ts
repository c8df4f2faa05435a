import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/open.ts';
import { embeddedDatabase, serverDatabase, serverUrl, type TestDatabase } from '../support/databases.ts';

const open: { database: Database; made: TestDatabase }[] = [];

async function openFresh(make: () => Promise<TestDatabase>): Promise<{ database: Database; made: TestDatabase }> {
	const made = await make();
	const opened = { database: await made.open(), made };
	open.push(opened);
	return opened;
}

afterEach(async () => {
	for (const { database, made } of open.splice(0)) {
		await database.close();
		await made.drop();
	}
});

const kinds: [string, () => Promise<TestDatabase>][] = [['embedded', embeddedDatabase]];
if (serverUrl !== undefined) kinds.push(['server', serverDatabase]);

describe.each(kinds)('the migrations, on the %s database', (_, make) => {
	test('make exactly the tables that the entities describe', async () => {
		const { orm } = (await openFresh(make)).database;
		expect(await orm.migrator.checkSchema()).toBe(false);
		expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
	});

	test('are all applied once it is open, and applying them again does nothing', async () => {
		const { database, made } = await openFresh(make);
		const { orm } = database;
		expect(await orm.migrator.getPending()).toEqual([]);
		const executed = await orm.migrator.getExecuted();
		expect(executed.length).toBeGreaterThan(0);
		expect(await orm.migrator.up()).toEqual([]);
		if (made.target.kind === 'server') {
			const second = await made.open();
			await second.close();
		}
		expect(await orm.migrator.getExecuted()).toEqual(executed);
	});

	test('make the tables and columns that operators ask by name', async () => {
		const { orm } = (await openFresh(make)).database;
		const rows: { name: string; type: string }[] = await orm.em
			.getConnection()
			.execute(
				`select table_name || '.' || column_name as name, data_type as type from information_schema.columns where table_schema = 'public'`,
			);
		const types = Object.fromEntries(rows.map(({ name, type }) => [name, type]));
		expect(types).toMatchObject({
			'municipality.code': 'integer',
			'province.code': 'text',
			'zip_code.code': 'integer',
			'city.slug': 'text',
			'road.id': 'uuid',
			'place.id': 'integer',
			'property.id': 'uuid',
			'property.address_type': 'text',
			'property.municipality_code': 'integer',
			'property.zip_code': 'integer',
			'property.is_on_market': 'boolean',
			'property.house_number': 'text',
			'property.latest_valuation': 'bigint',
			'property.fetched_at': 'timestamp with time zone',
			'property.extra': 'jsonb',
			'building.building_number': 'text',
			'registration.registration_id': 'text',
			'registration.amount': 'bigint',
			'registration.date': 'date',
			'listing.price_cash': 'bigint',
			'import_run.options': 'jsonb',
			'import_failure.address_id': 'uuid',
			'import_failure.payload': 'jsonb',
		});
	});
});
