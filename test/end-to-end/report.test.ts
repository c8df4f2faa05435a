import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { Chromium, hasChromium } from '../support/chromium.ts';
import { serverUrl, type TestDatabase } from '../support/databases.ts';
import { type Ended, runProgram, temporaryFolder } from '../support/program.ts';
import {
	changing,
	databaseArgs,
	expectPlainError,
	freshDatabase,
	query,
	runImport,
	runJsonImport,
	villaIds,
	villas,
} from '../support/scenario.ts';

const hostile = `</style><script>document.title='owned'</script><img src=http://127.0.0.1:9/x onerror=alert(1)>"'\u001b[2J\u202e`;

const browsers: Chromium[] = [];

afterEach(async () => {
	await Promise.all(browsers.splice(0).map((browser) => browser.close()));
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what it is for
const controls = /<script|<img|\u001b|\u202e/;

function report(database: TestDatabase, home: string, ...more: string[]): Promise<Ended> {
	return runProgram(['report', ...databaseArgs(database), ...more], { home });
}

/** A run with failures, changes and text that would take the page over. */
async function eventfulRun(kind?: 'embedded' | 'server'): Promise<{ database: TestDatabase; runId: string }> {
	const bad = new Set<string>();
	const api = await sandbox({
		...villas(400),
		map: (record) => {
			const named = { ...record, roadName: hostile };
			return changing(bad, (one) => ({ ...one, livingArea: hostile }))(named);
		},
	});
	for (const id of (await villaIds(api)).slice(0, 7)) bad.add(id);
	const database = await freshDatabase(kind);
	const { result } = await runJsonImport({ api, database });
	const ids = await query<{ id: string }>(database, 'select id from property order by id limit 3');
	for (const { id } of ids) {
		await query(
			database,
			`insert into property_change (property_id, field, from_value, to_value, run_id, noticed_at)
			 values ('${id}', 'latest_valuation', '100', '{"a": "<b>"}', '${result.runId}', now())`,
		);
		await query(
			database,
			`insert into price_event (identity, property_id, type, price, price_before, at, source, run_id, noticed_at, previous_check_at)
			 values ('seen', '${id}', 'price_change', 2500000, 2750000, now(), 'import', '${result.runId}', now(), now() - interval '1 day'),
			        ('past', '${id}', 'sold', 1500000, null, now() - interval '9 years', 'timeline', '${result.runId}', now(), null)`,
		);
	}
	return { database, runId: result.runId };
}

/** Distances that tell whether everything is inside the page, and what is drawn. */
const measures = `({
	title: document.title,
	scripts: document.scripts.length,
	outside: document.documentElement.scrollWidth - innerWidth,
	background: getComputedStyle(document.body).backgroundColor,
	headings: [...document.querySelectorAll('h1, h2')].map((heading) => heading.textContent),
	dots: document.querySelectorAll('.dots path').length,
	unnamed: [...document.querySelectorAll('svg')].filter((svg) => !svg.querySelector('title')?.textContent).length,
})`;

describe.skipIf(!hasChromium)('the report of a run, in a browser', () => {
	test('loads nothing, says nothing, runs nothing, fits the page, wide and narrow, light and dark', async () => {
		const { database, runId } = await eventfulRun();
		const home = await temporaryFolder();
		const ended = await report(database, home, 'last', '--output', 'run.html');
		expect(ended.code, ended.stderr).toBe(0);
		const file = join(home, 'run.html');
		expect(readFileSync(file).byteLength).toBeLessThan(300_000);
		const browser = await Chromium.start();
		browsers.push(browser);
		const backgrounds = new Set<unknown>();
		for (const width of [1280, 390]) {
			for (const scheme of ['light', 'dark'] as const) {
				const shown = await browser.show(file, { width, scheme }, measures);
				expect(shown.messages).toEqual([]);
				expect(shown.requests).toEqual([expect.stringMatching(/^file:.*run\.html$/)]);
				expect(shown.value).toMatchObject({
					title: `Dragør · villa: ${runId}`,
					scripts: 0,
					outside: 0,
					headings: ['Dragør · villa', ...sections],
					unnamed: 0,
				});
				const { background, dots } = shown.value as { background: string; dots: number };
				expect(dots).toBeGreaterThan(1);
				backgrounds.add(background);
				expect(shown.picture.byteLength).toBeGreaterThan(20_000);
			}
		}
		expect(backgrounds.size).toBe(2);
	}, 60_000);
});

describe.skipIf(!hasChromium || serverUrl === undefined)(
	'the report of a run of København, in a browser; it needs Chromium and a PostgreSQL server',
	() => {
		test('of all its villas, and of a refresh two days later: says nothing and is small', async () => {
			const [today, later, database] = [await sandbox(), await sandbox({ days: 2 }), await freshDatabase('server')];
			const home = await temporaryFolder();
			const browser = await Chromium.start();
			browsers.push(browser);
			const args = ['--municipality', 'København', '--fetch', 'pages'];
			const first = await runImport({ api: today, database, args });
			expect(first.code, first.stderr).toBe(0);
			const page = await shownReport('first.html');
			expect(page).toContain('14,368 discovered = 14,368 imported');

			const refreshed = await runJsonImport({ api: later, database, args: [...args, '--refresh', 'all'] });
			expect(refreshed.code, refreshed.stderr).toBe(0);
			const [data] = (await report(database, home, 'last', '--json')).events as unknown as [ReportData];
			const { imported, updated, unchanged } = refreshed.result.counts;
			expect(data.run.reconciliation).toMatchObject([{ imported, updated, unchanged, stored: updated + unchanged }]);
			expect(await shownReport('later.html')).toContain('New sales');

			async function shownReport(name: string): Promise<string> {
				const ended = await report(database, home, 'last', '--output', name);
				expect(ended.code, ended.stderr).toBe(0);
				const shown = await browser.show(join(home, name), { width: 1280, scheme: 'light' }, measures);
				expect(shown.messages).toEqual([]);
				expect(shown.value).toMatchObject({ headings: ['København · villa', ...sections], scripts: 0, outside: 0 });
				const text = readFileSync(join(home, name), 'utf8');
				expect(Buffer.byteLength(text)).toBeLessThan(2_000_000);
				return text;
			}
		}, 180_000);
	},
);

const sections = [
	...['Every home accounted for', 'How it went', 'Reconciliation', 'Errors', 'Changes found', 'Map', 'Started with'],
];

describe.each(serverUrl === undefined ? (['embedded'] as const) : (['embedded', 'server'] as const))(
	'the report of a run, of the %s database',
	(kind) => {
		test('tells what was counted, failed and changed, and nothing foreign as it is', async () => {
			const { database, runId } = await eventfulRun(kind);
			const home = await temporaryFolder();
			const ended = await report(database, home, runId.slice(0, -1));
			expect(ended.code, ended.stderr).toBe(0);
			expect(ended.stdout).toMatch(new RegExp(`^bolig-import-${runId}\\.html {3}\\d+ kB\n$`));
			const page = readFileSync(join(home, `bolig-import-${runId}.html`), 'utf8');
			expect(page).not.toMatch(controls);
			expect(page).toContain('400 discovered = 393 imported + 7 failed');
			expect(page).toContain('&lt;/style&gt;&lt;script&gt;');
			expect(page).toContain('latest_valuation');
			expect(page).toContain('2,750,000');
			expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
			const [data] = (await report(database, home, '--json')).events;
			expect(data).toMatchObject({
				type: 'report',
				run: { id: runId, failures: [{ kind: 'invalid', count: 7, open: 7 }] },
				changes: {
					field: { counts: [{ what: 'latest_valuation', count: 3 }] },
					price: { counts: [{ what: 'price_change', count: 3 }] },
					sale: { counts: [], first: [] },
				},
				map: { totals: { imported: 390, updated: 3, failed: 7, before: 0, unchanged: 0, unplaced: 0 } },
			});
			expect(readdirSync(home).filter((name) => name.endsWith('.html'))).toHaveLength(1);
		}, 90_000);
	},
);

/** Counts by kind, as `changes` tells them and as the report does. */
async function changesTold(database: TestDatabase, home: string): Promise<[of: object, report: object, map: Totals]> {
	const told = await runProgram(['changes', ...databaseArgs(database), '--since', '1d', '--json'], { home });
	const kinds = ['field', 'price', 'sale'] as const;
	const [data] = (await report(database, home, 'last', '--json')).events as unknown as [ReportData];
	return [
		Object.fromEntries(kinds.map((kind) => [kind, told.events.filter((each) => each.kind === kind).length])),
		Object.fromEntries(
			kinds.map((kind) => [kind, (data.changes[kind]?.counts ?? []).reduce((sum, { count }) => sum + count, 0)]),
		),
		data.map.totals,
	];
}

type Totals = Readonly<Record<string, number>>;

interface ReportData {
	readonly run: { readonly reconciliation: readonly object[] };
	readonly changes: Readonly<Record<string, { readonly counts: readonly { readonly count: number }[] }>>;
	readonly map: { readonly totals: Totals };
}

describe('the changes in a report', () => {
	test('are news only: none of a first import, and of a refresh what changes tells, sales included', async () => {
		const world = { ...villas(200), seed: 12 };
		const [today, later, database] = [
			await sandbox(world),
			await sandbox({ ...world, days: 30 }),
			await freshDatabase(),
		];
		const home = await temporaryFolder();
		await runImport({ api: today, database, args: ['--timeline'] });
		const [none, first, fetched] = await changesTold(database, home);
		expect(first).toEqual({ field: 0, price: 0, sale: 0 });
		expect(none).toEqual(first);
		expect(fetched).toMatchObject({ imported: 200, before: 0, unchanged: 0, updated: 0 });

		// Of the homes that stay as they are in the sandbox, one has sold without anything else of it changing.
		const refreshed = await runImport({ api: later, database, args: ['--refresh', 'all', '--timeline'] });
		expect(refreshed.code, refreshed.stderr).toBe(0);
		const [same] = await query<{ id: string }>(
			database,
			`select id from property where fetched_at < checked_at and gone_at is null and id not in (select property_id from price_event)
			    and id in (select property_id from registration where noticed_at is null) order by id limit 1`,
		);
		await query(
			database,
			`update registration set noticed_at = (select checked_at from property where id = '${same?.id}'),
			        noticed_run = (select id from import_run order by started_at desc limit 1)
			  where (property_id, registration_id) = (select property_id, registration_id from registration
			         where property_id = '${same?.id}' order by 2 limit 1)`,
		);
		const [told, found, { unchanged = 0, updated = 0, ...others }] = await changesTold(database, home);
		expect(found).toEqual(told);
		expect(Object.values(found).every((count) => count > 0)).toBe(true);
		expect(refreshed.stdout).toContain(` ${Object.values(found).reduce((sum, count) => sum + count, 0) - 1} `);
		expect(unchanged).toBeGreaterThan(100);
		expect(updated).toBeGreaterThan(1);
		expect(others).toMatchObject({ before: 0, failed: 0 });
		const page = await report(database, home, 'last', '--output', 'later.html');
		expect(page.code, page.stderr).toBe(0);
		const text = readFileSync(join(home, 'later.html'), 'utf8');
		expect(text).toContain('looked at, unchanged');
		expect(text).toContain('New sales');
	}, 60_000);
});

describe('the file of a report', () => {
	test('replaces a report, never another file, and is not left half written', async () => {
		const [api, database] = [await sandbox(villas(20)), await freshDatabase()];
		await runImport({ api, database });
		const home = await temporaryFolder();
		for (const _ of [1, 2]) expect((await report(database, home, '--output', 'a.html')).code).toBe(0);
		writeFileSync(join(home, 'mine.html'), '<!doctype html><p>mine');
		const refused = await report(database, home, '--output', 'mine.html');
		expectPlainError(refused, 64, 'mine.html exists and is no report of bolig-import', /another file/);
		expect(readFileSync(join(home, 'mine.html'), 'utf8')).toBe('<!doctype html><p>mine');
		expectPlainError(await report(database, home, '--output', '.'), 64, 'exists and is no report', /another file/);
		const nowhere = await report(database, home, '--output', 'no/such/folder.html');
		expectPlainError(nowhere, 74, /could not be written to no\/such\/folder\.html: ENOENT/, /another file/);
		expect(readdirSync(home).filter((name) => name.includes('.part'))).toEqual([]);
	});

	test('is not made of a run that does not exist', async () => {
		const home = await temporaryFolder();
		const ended = await runProgram(['report', 'x'], { home });
		expectPlainError(ended, 64, 'Nothing is stored yet', /no run to report/);
		expect(existsSync(join(home, 'data'))).toBe(false);
		const database = await freshDatabase();
		await (await database.open()).close();
		expectPlainError(await report(database, home), 64, 'There is no run yet.', /--help/);
	});
});
