import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { knownMigrations } from '../../src/database/known-migrations.ts';
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

test('the migrations that lie in the folder are those that the program knows, in order', () => {
	const folder = new URL('../../src/database/migrations', import.meta.url);
	const made = readdirSync(folder).flatMap((file) => /^(Migration\d+)\.ts$/.exec(file)?.[1] ?? []);
	expect(knownMigrations()).toEqual(made.sort());
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

	test('know the events of timelines by the second from now on, those that are stored as well', async () => {
		const { orm } = (await openFresh(make)).database;
		const run = <Row>(sql: string): Promise<Row[]> => orm.em.getConnection().execute<Row[]>(sql);
		await orm.migrator.down({ migrations: ['Migration20261127040101'] });
		await run(`insert into municipality (code, name) values (1, 'Ø')`);
		await run('insert into zip_code (code) values (1)');
		await run(`insert into property (id, municipality_code, zip_code, fetched_at, checked_at)
			values ('33333333-2222-3333-4444-555555555555', 1, 1, now(), now())`);
		const at = '2026-01-02T03:04:05';
		for (const [source, identity] of [
			['timeline', `timeline ${at}.120000Z open 500`],
			['timeline', `timeline ${at}.130000Z open 500`],
			['timeline', `timeline ${at}.000000Z sold null`],
			['import', `import ${at}.120Z l open 500`],
		]) {
			await run(`insert into price_event (property_id, type, at, source, identity, run_id, noticed_at)
				values ('33333333-2222-3333-4444-555555555555', 'open', '${at}Z', '${source}', '${identity}', 'r', now())`);
		}
		await orm.migrator.up();
		const kept = await run<{ identity: string }>('select identity from price_event order by id');
		expect(kept.map(({ identity }) => identity)).toEqual([
			`timeline ${at}Z open 500`,
			`timeline ${at}Z open 500 2`,
			`timeline ${at}Z sold null`,
			`import ${at}.120Z l open 500`,
		]);
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

	test('tell of runs from before them what their homes came to, where a run had one partition', async () => {
		const { orm } = (await openFresh(make)).database;
		const execute = (sql: string): Promise<unknown[]> => orm.em.getConnection().execute(sql);
		await orm.migrator.down({ to: 'Migration20261127031947' });
		const runs = {
			one: { imported: 1, updated: 2, unchanged: 7 },
			two: { imported: 0, updated: 5, unchanged: 5 },
			killed: null,
		};
		for (const [id, counts] of Object.entries(runs)) {
			const json = counts === null ? 'null' : `'${JSON.stringify(counts)}'`;
			await execute(
				`insert into import_run (id, options, status, counts, started_at) values ('${id}', '{}', 'completed', ${json}, now())`,
			);
		}
		for (const [run, name, stored] of [
			['one', 'a', 10],
			['two', 'a', 5],
			['two', 'b', 5],
			['killed', 'a', 5],
		]) {
			await execute(
				`insert into import_partition (run_id, name, municipality_code, state, stored) values ('${run}', '${name}', 155, 'open', ${stored})`,
			);
		}
		await orm.migrator.up();
		expect(await execute('select run_id, name, updated, unchanged from import_partition order by 1, 2')).toEqual([
			{ run_id: 'killed', name: 'a', updated: 0, unchanged: 0 },
			{ run_id: 'one', name: 'a', updated: 2, unchanged: 7 },
			{ run_id: 'two', name: 'a', updated: 0, unchanged: 0 },
			{ run_id: 'two', name: 'b', updated: 0, unchanged: 0 },
		]);
	});
});
