import { expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import type { TestDatabase } from '../support/databases.ts';
import { movingApi } from '../support/moving-api.ts';
import {
	count,
	expectResult,
	freshDatabase,
	query,
	runImport,
	runJsonImport,
	startImport,
	villas,
} from '../support/scenario.ts';

const tables = [
	'property',
	'building',
	'registration',
	'listing',
	'listing_image',
	'realtor',
	'road',
	'zip_code',
	'city',
];

/** Every row of every table, but for when it was fetched. */
async function contents(database: TestDatabase): Promise<Record<string, unknown[]>> {
	const rows: [string, unknown[]][] = [];
	for (const table of tables) {
		const found = await query(
			database,
			`select to_jsonb(t) - 'stored_at' - 'fetched_at' - 'checked_at' - 'search_run' as row from ${table} t order by 1`,
		);
		rows.push([table, found]);
	}
	return Object.fromEntries(rows);
}

test('pages store the same rows as details, at a fraction of the requests', async () => {
	const api = await sandbox(villas(1200));
	const [fromDetails, fromPages] = [await freshDatabase(), await freshDatabase()];
	await runImport({ api, database: fromDetails });
	api.reset();
	const ended = await runJsonImport({ api, database: fromPages, args: ['--fetch', 'pages'] });
	expectResult(ended, 'completed', { discovered: 1200, imported: 1200, failed: 0 });
	expect(await contents(fromPages)).toEqual(await contents(fromDetails));
	const [maybeListed = { homes: 0 }] = await query<{ homes: number }>(
		fromPages,
		'select count(*)::int as homes from property where is_on_market is distinct from false',
	);
	const [without = { homes: 0 }] = await query<{ homes: number }>(
		fromPages,
		`select count(*)::int as homes from property p where is_on_market = false and
		 (not exists (select 1 from building b where b.property_id = p.id)
		  or not exists (select 1 from registration r where r.property_id = p.id))`,
	);
	expect(api.stats().details).toBeLessThanOrEqual(maybeListed.homes + without.homes + 15);
	expect(api.stats().requests - api.stats().details).toBeLessThanOrEqual(4);
});

test('search records that say something else than the details: told, and everything is fetched', async () => {
	const world = await sandbox(villas(400));
	const api = await movingApi(
		world,
		'municipalities=dragoer&addressTypes=villa',
		() => (rows) => rows.map((row) => ({ ...row, livingArea: 1 })),
	);
	const [fromPages, fromDetails] = [await freshDatabase(), await freshDatabase()];
	const ended = await runImport({ api, database: fromPages, args: ['--fetch', 'pages'] });
	expect(ended.code).toBe(0);
	expect(ended.stderr).toMatch(/search records differ from the homes' own; all is fetched/);
	expect(ended.stdout).toMatch(
		/pages +\d+ homes stored from search records, \d+ compared with their detail: livingArea differ, \d+ fetched after all\n/,
	);
	expect(ended.stdout).toMatch(/imported +400 +skipped 0 +failed 0\n/);
	expect(ended.stdout).toMatch(/in the API +400 +stored 400 +difference 0\n/);
	await runImport({ api: world, database: fromDetails });
	expect(await contents(fromPages)).toEqual(await contents(fromDetails));
	expect(await count(fromPages, 'property where living_area = 1')).toBe(0);
});

test('a run that is killed before its sample was judged: nothing it stored from pages is taken for good', async () => {
	const world = await sandbox({ ...villas(900), latencyMs: 40 });
	const api = await movingApi(
		world,
		'municipalities=dragoer&addressTypes=villa',
		() => (rows) => rows.map((row) => ({ ...row, livingArea: 1 })),
	);
	const [fromPages, fromDetails] = [await freshDatabase(), await freshDatabase()];
	const program = await startImport({
		api,
		database: fromPages,
		args: ['--fetch', 'pages', '--json', '--workers', '1'],
	});
	await program.shows('"type":"batch.committed"', 'stdout');
	program.kill('SIGKILL');
	await program.ended;
	expect(await count(fromPages, 'property where living_area = 1')).toBeGreaterThan(0);
	expect((await runImport({ api, database: fromPages })).code).toBe(0);
	expect(await count(fromPages, 'property where living_area = 1')).toBe(0);
	await runImport({ api: world, database: fromDetails });
	expect(await contents(fromPages)).toEqual(await contents(fromDetails));
});

test('a home that is listed again after it was gone is fetched again', async () => {
	const [api, database] = [await sandbox(villas(30)), await freshDatabase()];
	await runImport({ api, database });
	await query(
		database,
		`update property set gone_at = now() where id in (select id from property order by id limit 2)`,
	);
	const again = await runJsonImport({ api, database });
	expectResult(again, 'completed', { discovered: 30, skipped: 28, updated: 2 });
	expect(await count(database, 'property where gone_at is not null')).toBe(0);
});

test('a home that answers 404 keeps its row, marked as gone; and nothing else marks one', async () => {
	const gone = new Set<string>();
	const api = await sandbox({
		...villas(30),
		script: ({ path }) => {
			const id = path.slice('/addresses/'.length);
			return gone.has(id) ? { kind: 'status', status: id === [...gone][0] ? 404 : 500 } : undefined;
		},
	});
	const database = await freshDatabase();
	await runImport({ api, database });
	const rows = await query<{ id: string }>(database, 'select id from property order by id limit 2');
	for (const { id } of rows) gone.add(id);
	await query(database, `update property set gone_at = '2020-01-01' where id in (${rows.map(({ id }) => `'${id}'`)})`);
	await query(database, `update property set gone_at = null where id = '${rows[0]?.id}'`);
	await query(database, `update property set search_run = 'a run without trust' where id = '${rows[0]?.id}'`);
	const again = await runJsonImport({ api, database });
	expectResult(again, 'completed', { discovered: 30, skipped: 28, gone: 1, failed: 1 });
	expect(await query(database, `select id from property where gone_at > '2020-01-02'`)).toEqual([rows[0]]);
});
