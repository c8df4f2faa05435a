import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import type { TestDatabase } from '../support/databases.ts';
import { movingApi } from '../support/moving-api.ts';
import { type Ended, runProgram } from '../support/program.ts';
import {
	changing,
	count,
	databaseArgs,
	expectResult,
	freshDatabase,
	query,
	runImport,
	runJsonImport,
	villaIds,
	villas,
} from '../support/scenario.ts';

const both = ['--municipality', 'dragoer', '--municipality', 'koebenhavn'];

function status(database: TestDatabase, ...more: string[]): Promise<Ended> {
	return runProgram(['status', ...databaseArgs(database), ...more]);
}

describe('status', () => {
	test('goes from never by incomplete and failures to fresh, and to stale', async () => {
		const broken = new Set<string>();
		const api = await sandbox({
			villas: new Map([
				[155, 30],
				[101, 20],
			]),
			script: ({ path }) => (broken.has(path.split('/').at(-1) ?? '') ? { kind: 'status', status: 500 } : undefined),
		});
		const [bad = ''] = await villaIds(api);
		const database = await freshDatabase();
		await (await database.open()).close();
		expect(await status(database)).toMatchObject({ code: 6, stdout: expect.stringContaining('no import yet') });

		await runImport({ api, database, args: [...both, '--limit', '40'] });
		const incomplete = await status(database);
		expect(incomplete.code).toBe(5);
		expect(incomplete.stdout).toMatch(/^ {2}Dragør +30 +30 +0 +never +incomplete$/m);
		expect(incomplete.stdout).toMatch(/^ {2}København +10 +20 +0 +never +incomplete$/m);

		await runImport({ api, database, args: ['--municipality', 'koebenhavn'] });
		expect((await status(database, '--municipality', 'koebenhavn')).code).toBe(0);
		expect((await status(database)).code).toBe(5);
		const never = await status(database, '--municipality', 'koebenhavn', '--municipality', 'tårnby');
		expect(never).toMatchObject({ code: 6, stdout: expect.stringMatching(/Tårnby +0 +– +0 +never +never/) });
		expect((await status(database, '--municipality', 'koebenhavn', '--type', 'condo')).code).toBe(6);

		await query(database, `delete from property where municipality_code = 155`);
		broken.add(bad);
		const ended = await runImport({ api, database });
		expect(ended.code).toBe(3);
		const failing = await status(database);
		expect(failing.code).toBe(3);
		expect(failing.stdout).toMatch(/Dragør +29 +30 +1 +20\d\d-\d\d-\d\d \d\d:\d\d {2}some failed/);
		expect(failing.stdout).toContain('1 failed and have not been stored since: see bolig-import errors');
		expect(failing.stdout.split('\n').filter((line, index) => index > 0 && line.length > 80)).toEqual([]);

		broken.clear();
		await runImport({ api, database });
		expect((await status(database)).code).toBe(0);
		await query(database, `update import_partition set read_at = read_at - interval '2 hours' where name like 'Køb%'`);
		expect((await status(database, '--stale-after', '3h')).code).toBe(0);
		const stale = await status(database, '--stale-after', '90m', '--json');
		expect(stale.code).toBe(4);
		expect(stale.events).toMatchObject([
			{
				type: 'status',
				state: 'stale',
				staleAfterMs: 5_400_000,
				municipalities: [
					{ code: 155, homes: 30, expected: 30, state: 'fresh', partitions: [{ addressType: 'villa', stored: 30 }] },
					{ code: 101, homes: 20, expected: 20, state: 'stale' },
				],
				openFailures: 0,
				lastRun: { status: 'completed' },
			},
		]);
		expect(stale.events[0]?.lastRun).not.toHaveProperty('census');
	});
	test('of an embedded database that was never made, says so and makes none', async () => {
		expect(await runProgram(['status'])).toMatchObject({
			code: 6,
			stderr: '',
			stdout: expect.stringMatching(/^Nothing is stored yet in embedded, /),
		});
	});

	test('tells several types apart, and what holds for all types holds for each', async () => {
		const [api, database] = [await sandbox({ villas: new Map([[155, 10]]) }), await freshDatabase()];
		await runImport({ api, database, args: ['--type', 'villa', '--type', 'condo', '--limit', '12'] });
		await runImport({ api, database, args: ['--type', 'villa'] });
		const ended = await status(database);
		expect(ended.code).toBe(5);
		expect(ended.stdout).toMatch(/^ {4}villa +10 +10 +0 +20.* {2}fresh$/m);
		expect(ended.stdout).toMatch(/^ {4}condo +2 .* never +incomplete$/m);
		expect((await status(database, '--type', 'villa')).code).toBe(0);
		await query(
			database,
			`insert into import_partition (run_id, name, municipality_code, state, expected, read_at)
			 select run_id, 'Dragør · all types', 155, 'complete', 10, read_at from import_partition order by read_at desc limit 1`,
		);
		expect((await status(database)).code).toBe(0);
	});

	test('counts stored homes as expected ones are: of the types asked for, without those that are gone', async () => {
		const [api, database] = [await sandbox({ villas: new Map([[155, 10]]) }), await freshDatabase()];
		await runImport({ api, database, args: ['--type', 'villa'] });
		await runImport({ api, database, args: ['--type', 'condo', '--limit', '3'] });
		await query(
			database,
			`update property set gone_at = now(), is_on_market = true
			  where id = (select id from property where address_type = 'villa' order by id limit 1)`,
		);
		await query(database, `update property set address_type = 'farm' where address_type = 'condo'`);
		const villa = await status(database, '--type', 'villa');
		expect(villa.stdout).toMatch(/^ {2}Dragør +9 +10 /m);
		const { events } = await status(database, '--json');
		const onMarket = `property where is_on_market and gone_at is null and address_type = 'villa'`;
		expect(events).toMatchObject([{ municipalities: [{ homes: 9, onMarket: await count(database, onMarket) }] }]);
	});

	test('tells when the home was looked at that was not for the longest time, which no import of new homes changes', async () => {
		const [api, database] = [await sandbox({ villas: new Map([[155, 10]]) }), await freshDatabase()];
		await runImport({ api, database });
		await query(
			database,
			`update property set checked_at = '2025-01-02T03:04:00Z', fetched_at = '2025-01-02T03:04:00Z'
			  where id = (select min(id::text)::uuid from property)`,
		);
		await runImport({ api, database });
		const ended = await status(database);
		expect(ended.stdout).toMatch(/Dragør .* fresh$/m);
		expect(ended.stdout).toContain('oldest check of a home: 2025-01-02 03:04, in Dragør');
		const checkedAt = '2025-01-02T03:04:00.000Z';
		expect((await status(database, '--json')).events).toMatchObject([
			{ municipalities: [{ checkedAt, partitions: [{ checkedAt }] }] },
		]);
		await runImport({ api, database, args: ['--refresh', 'all'] });
		expect((await status(database)).stdout).not.toContain('2025-01-02');
	});

	test('a failure of an import of all types is told of each type, by errors and retry as well', async () => {
		const broken = new Set<string>();
		const api = await sandbox({
			villas: new Map([[155, 10]]),
			script: ({ path }) => (broken.has(path.split('/').at(-1) ?? '') ? { kind: 'status', status: 500 } : undefined),
		});
		const [bad = ''] = await villaIds(api);
		broken.add(bad);
		const database = await freshDatabase();
		expect((await runImport({ api, database })).code).toBe(3);
		// As an import of all types leaves it, which would take half a minute.
		await query(database, 'update import_partition set address_type = null');
		expect((await status(database)).code).toBe(3);
		expect((await status(database, '--type', 'villa')).code).toBe(3);
		const errors = await runProgram(['errors', ...databaseArgs(database), '--type', 'villa']);
		expect(errors.stdout).toContain(bad);
		broken.clear();
		const retry = ['retry', '--ci', '--api-url', api.url, ...databaseArgs(database), '--type', 'villa'];
		expect((await runProgram(retry)).code).toBe(0);
		expect((await status(database, '--type', 'villa')).code).toBe(0);
	});

	/** An API whose homes fail, leave its list and are gone when the test says so. */
	async function fickleApi(homes: number) {
		const [bad, gone] = [new Set<string>(), new Set<string>()];
		const served = await sandbox({
			...villas(homes),
			map: changing(bad, (record) => ({ ...record, livingArea: 'poison' })),
			script: ({ path }) => (gone.has(path.split('/').at(-1) ?? '') ? { kind: 'status', status: 404 } : undefined),
		});
		const ids = await villaIds(served);
		const api = await movingApi(served, 'municipalities=dragoer&addressTypes=villa', () => undefined);
		return { api, all: api.rows, ids, bad, gone };
	}

	test('homes that failed a refresh are stored all the same, and stand for none that is missing', async () => {
		const [{ api, all, ids, bad }, database] = [await fickleApi(35), await freshDatabase()];
		api.rows = all.slice(0, 30);
		expect((await runImport({ api, database })).code).toBe(0);
		for (const id of ids.slice(0, 5)) bad.add(id);
		expect((await runImport({ api, database, args: ['--refresh', 'all'] })).code).toBe(3);
		expect((await status(database)).code).toBe(3);
		api.rows = all;
		await runImport({ api, database, args: ['--limit', '30'] });
		const lacking = await status(database);
		expect(lacking.code).toBe(5);
		expect(lacking.stdout).toMatch(/Dragør +30 +35 +5 .*incomplete$/m);
	});

	test('a home that failed and then left the API is asked for once more, and alarms nobody when that settles it', async () => {
		const [{ api, all, ids, bad, gone }, database] = [await fickleApi(30), await freshDatabase()];
		const [demolished = '', delisted = '', poison = ''] = ids;
		for (const id of [demolished, delisted, poison]) bad.add(id);
		expect((await runImport({ api, database })).code).toBe(3);
		expect((await status(database)).code).toBe(3);

		api.rows = all.slice(3);
		gone.add(demolished);
		bad.delete(delisted);
		await runImport({ api, database, args: ['--limit', '5'] });
		expect(await count(database, 'import_failure where solved_at is not null')).toBe(0);
		const some = await runJsonImport({ api, database });
		expectResult(some, 'completed', { expected: 30, discovered: 30, skipped: 27, imported: 1, gone: 1, failed: 1 });
		expect(await query(database, 'select distinct address_id from import_failure where solved_at is null')).toEqual([
			{ address_id: poison },
		]);
		expect(
			await query(
				database,
				'select state, skipped, stored, failed, gone, unlisted from import_partition order by read_at desc limit 1',
			),
		).toEqual([{ state: 'complete', skipped: 27, stored: 0, failed: 0, gone: 0, unlisted: 2 }]);
		expect((await status(database)).code).toBe(3);

		bad.clear();
		expect((await runImport({ api, database })).code).toBe(0);
		expect((await status(database)).code).toBe(0);
		expect(await count(database, 'property')).toBe(29);
		expect(await count(database, 'import_failure where solved_at is null')).toBe(0);
	});

	test('a home that could not be looked at again is looked at the next night, whichever homes that night is for', async () => {
		const [{ api, ids, bad }, database] = [await fickleApi(30), await freshDatabase()];
		expect((await runImport({ api, database })).code).toBe(0);
		const failing = (
			await query<{ id: string }>(database, 'select id from property where is_on_market is not true')
		).find(({ id }) => ids.includes(id));
		bad.add(failing?.id ?? '');
		expect((await runImport({ api, database, args: ['--refresh', 'all'] })).code).toBe(3);
		bad.clear();
		expect((await runImport({ api, database, args: ['--refresh', 'listed'] })).code).toBe(0);
		expect((await status(database)).code).toBe(0);
	});

	test('homes that failed and are listed no more stand for none that is missing', async () => {
		const [{ api, all, ids, bad }, database] = [await fickleApi(35), await freshDatabase()];
		api.rows = all.slice(0, 30);
		for (const id of ids.slice(0, 2)) bad.add(id);
		expect((await runImport({ api, database })).code).toBe(3);
		api.rows = all.slice(2, 30);
		expect((await runImport({ api, database })).code).toBe(3);
		expect((await status(database)).code).toBe(3);
		api.rows = all.slice(2, 32);
		await runImport({ api, database, args: ['--limit', '28'] });
		expect((await status(database)).code).toBe(5);
	});

	test.each([['7'], ['0d'], ['1y'], ['-1d']])('refuses %s as an age', async (age) => {
		const ended = await runProgram(['status', `--stale-after=${age}`]);
		expect(ended.code).toBe(64);
		expect(ended.stderr).toContain('--stale-after takes a duration such as 36h, 7d or 2w');
	});
});
