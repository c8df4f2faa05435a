import { expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { runProgram } from '../support/program.ts';
import { count, databaseArgs, freshDatabase, query, runImport, runJsonImport, villas } from '../support/scenario.ts';

/** Dragør's villas, six of them for sale. */
const world = { ...villas(200), seed: 12 };

test('the timelines of homes for sale are kept once, however often they are told', async () => {
	const [api, database] = [await sandbox(world), await freshDatabase()];
	const first = await runJsonImport({ api, database, args: ['--timeline'] });
	const listed = await count(database, 'property where is_on_market');
	expect(first.result.timelines).toEqual({ read: listed, failed: 0 });
	expect(api.stats().timelines).toBe(listed);
	const events = `select property_id, type, price::text, at::text from price_event order by 1, 4, 2`;
	const kept = await query<{ type: string }>(database, events);
	expect(new Set(kept.map(({ type }) => type))).toEqual(new Set(['open', 'price_change', 'sold', 'built', 'closed']));
	await runImport({ api, database, args: ['--timeline', '--refresh', 'all'] });
	expect(await query(database, events)).toEqual(kept);
	const past = await runProgram(['changes', ...databaseArgs(database)]);
	expect(past.stdout).toMatch(/^No changes were noticed/);
});

test('a timeline that cannot be read: told, the home is stored, and the run ends with 3', async () => {
	const api = await sandbox({
		...world,
		script: ({ path }) => (path.endsWith('/timeline') ? { kind: 'body', body: '[{"at": "yesterday"}]' } : undefined),
	});
	const database = await freshDatabase();
	const ended = await runImport({ api, database, args: ['--timeline'] });
	expect(ended.code).toBe(3);
	expect(ended.stdout).toMatch(/imported +200 +skipped 0 +failed 0\n/);
	expect(ended.stdout).toMatch(/timelines +0 read, \d failed: \[0\]\.at: expected a time/);
	expect(await count(database, 'property')).toBe(200);
	expect(await count(database, 'price_event')).toBe(0);
});

test('days later in the sandbox: what happened is found, once', async () => {
	const [today, later, database] = [await sandbox(world), await sandbox({ ...world, days: 30 }), await freshDatabase()];
	await runImport({ api: today, database, args: ['--fetch', 'pages'] });
	const refresh = ['--fetch', 'pages', '--refresh', 'all'];
	const ended = await runJsonImport({ api: later, database, args: refresh });
	expect(ended.code, ended.stderr).toBe(0);
	const found = await count(database, 'property_change');
	expect(found).toBeGreaterThan(2);
	const events = await query<{ type: string }>(database, 'select type from price_event order by 1');
	expect(events.length).toBeGreaterThan(0);
	const again = await runJsonImport({ api: later, database, args: refresh });
	expect(again.result.counts).toMatchObject({ updated: 0, gone: 0 });
	expect(await count(database, 'property_change')).toBe(found);
	expect(await count(database, 'price_event')).toBe(events.length);
});

test.each([
	['details', 'all'],
	['pages', 'all'],
	['pages', 'listed'],
])(
	'with --fetch %s --refresh %s, what became of homes that were for sale is told by their timelines',
	async (fetch, refresh) => {
		const [today, later] = [await sandbox(villas(800)), await sandbox({ ...villas(800), days: 25 })];
		const database = await freshDatabase();
		await runImport({ api: today, database, args: ['--timeline', '--fetch', fetch] });
		// The sandbox's days are counted from the first of November.
		await query(database, `update property set checked_at = '2026-11-01', fetched_at = '2026-11-01'`);
		const sold = await query<{ id: string }>(database, 'select id from property where is_on_market order by 1');
		const args = ['--timeline', '--fetch', fetch, '--refresh', refresh];
		const { result } = await runJsonImport({ api: later, database, args });
		expect(result.timelines?.failed).toBe(0);
		const events = `select e.property_id as id, e.type, e.source from price_event e
		 where e.at >= '2026-11-01' and e.type in ('sold', 'closed') order by 1, 2`;
		const ended = await query<{ id: string; type: string; source: string }>(database, events);
		const isSold = await query<{ id: string }>(
			database,
			`select distinct property_id as id from registration where date >= '2026-11-01' order by 1`,
		);
		expect(isSold.length).toBeGreaterThan(0);
		expect(sold.map(({ id }) => id)).toEqual(expect.arrayContaining(isSold.map(({ id }) => id)));
		expect(ended.filter(({ type }) => type === 'sold')).toEqual(
			isSold.map(({ id }) => ({ id, type: 'sold', source: 'timeline' })),
		);
		expect(new Set(ended.map(({ id }) => id)).size).toBe(ended.length);
		await runJsonImport({ api: later, database, args });
		expect(await query(database, events)).toEqual(ended);
	},
);

test('what became of homes that were for sale and failed is told by their timelines once they are tried again', async () => {
	const database = await freshDatabase();
	await runImport({ api: await sandbox(villas(800)), database, args: ['--timeline'] });
	// The sandbox's days are counted from the first of November.
	await query(database, `update property set checked_at = '2026-11-01', fetched_at = '2026-11-01'`);
	const forSale = await query<{ id: string }>(database, 'select id from property where is_on_market');
	const paths = new Set(forSale.map(({ id }) => `/addresses/${id}`));
	let isBroken = true;
	const later = await sandbox({
		...{ ...villas(800), days: 25 },
		script: ({ path }) => (isBroken && paths.has(path) ? { kind: 'body', body: '{}' } : undefined),
	});
	const failed = await runJsonImport({ api: later, database, args: ['--timeline', '--refresh', 'all'] });
	expect(failed.result.counts.failed).toBe(paths.size);
	isBroken = false;
	const args = ['--ci', '--timeline', '--api-url', later.url, ...databaseArgs(database)];
	const retried = await runProgram(['retry', ...args]);
	expect(retried.code, retried.stderr).toBe(0);
	const sold = await query<{ id: string }>(
		database,
		`select distinct property_id as id from price_event where type = 'sold' and at >= '2026-11-01' order by 1`,
	);
	expect(sold.length).toBeGreaterThan(0);
	expect(sold).toEqual(
		await query(database, `select distinct property_id as id from registration where date >= '2026-11-01' order by 1`),
	);
});
