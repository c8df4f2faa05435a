import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { serverUrl } from '../support/databases.ts';
import { runProgram, temporaryFolder } from '../support/program.ts';
import {
	addressOf,
	databaseArgs,
	expectPlainError,
	freshDatabase,
	query,
	runImport,
	villas,
} from '../support/scenario.ts';

/** Dragør and Fanø. */
const two = new Map([
	[155, 321],
	[563, 40],
]);
const both = ['--municipality', 'dragoer', '--municipality', 'fanoe'];

describe.each(['plan', '--dry-run'])('%s', (word) => {
	test('says what an import would do and stores nothing, not even tables', async () => {
		const [api, database] = [await sandbox(villas(321)), await freshDatabase()];
		const args = ['--municipality', 'dragoer', '--api-url', api.url, ...databaseArgs(database)];
		const ended = await runProgram([word, ...(word === 'plan' ? [] : ['--ci']), ...args]);
		expect(ended, ended.stderr).toMatchObject({ code: 0, stderr: '' });
		expect(ended.stdout).toMatch(/in the API +stored +to import\n +Dragør · villa +321 +0 +321\n/);
		expect(ended.stdout).toMatch(/requests +about 323: 321 homes, 2 requests to the search\n/);
		expect(ended.stdout).toMatch(
			/time +about .*\n +12 workers, no ceiling on requests, \d+ ms a home as measured now\n/,
		);
		expect(ended.stdout).toMatch(/grows by about 1\.7 MB, 5\.3 kB a home as is usual\n/);
		expect(ended.stdout).toMatch(/Nothing was stored now\.\n$/);
		expect(api.stats()).toMatchObject({ searches: 2, details: 3 });
		if (database.target.kind === 'server') {
			const tables = await query(database, `select 1 from information_schema.tables where table_schema = 'public'`);
			expect(tables).toEqual([]);
		}
	});
});

describe('a plan', () => {
	test('counts what is stored already, and measures it', async () => {
		const [api, database] = [await sandbox({ villas: two }), await freshDatabase()];
		await runImport({ api, database, args: ['--municipality', 'fanoe'] });
		const planned = async (...more: string[]) => {
			const ended = await runProgram([
				'plan',
				'--json',
				'--api-url',
				api.url,
				...databaseArgs(database),
				...both,
				...more,
			]);
			expect(ended.code, ended.stderr).toBe(0);
			return ended.events;
		};
		expect(await planned('--rate', '100', '--workers', '64')).toEqual([
			{
				type: 'run.planned',
				partitions: [
					{ name: 'Dragør · villa', homes: 321, stored: 0, toImport: 321, toCheck: 0 },
					{ name: 'Fanø · villa', homes: 40, stored: 40, toImport: 0, toCheck: 0 },
				],
				...{
					homes: 361,
					stored: 40,
					toImport: 321,
					toCheck: 0,
					searches: 4,
					split: false,
					details: 321,
					timelines: 0,
					requests: 325,
				},
				...{ latencyMs: expect.any(Number), expectedMs: 3250, workers: 64, rate: 100, fetch: 'details' },
				...{ bytesPerHome: 5400, bytesMeasured: false, growthBytes: 321 * 5400 },
				...{ database: expect.any(String), databaseProblem: null },
			},
		]);
		expect(await planned('--limit', '30')).toMatchObject([{ homes: 30, toImport: 30, searches: 1, requests: 31 }]);
		const [byPages] = await planned('--fetch', 'pages');
		expect(byPages).toMatchObject({ searches: 3, toImport: 321, toCheck: 0 });
		expect(byPages?.details).toBeGreaterThanOrEqual(5);
		expect(byPages?.details).toBeLessThan(321);
	});

	test('plans the requests that a run with --refresh then makes', async () => {
		const [api, database] = [await sandbox(villas(321)), await freshDatabase()];
		await runImport({ api, database });
		const [forSale] = await query(
			database,
			`select count(*)::int as homes from property p where is_on_market or exists (
			   select 1 from listing l where l.property_id = p.id and l.delisted_at is null and l.status = 'open')`,
		);
		expect(Number(forSale?.homes)).toBeGreaterThan(0);
		for (const [options, toCheck] of [
			[['--refresh', 'stale:12h', '--timeline'], 0],
			[['--refresh', 'listed', '--timeline'], Number(forSale?.homes)],
			[['--refresh', 'all', '--timeline'], 321],
		] as const) {
			const args = ['--municipality', 'dragoer', '--api-url', api.url, ...databaseArgs(database), ...options];
			const [planned] = (await runProgram(['plan', '--json', ...args])).events;
			const before = api.stats().requests;
			const ended = await runProgram(['--ci', ...args]);
			expect(ended.code, ended.stderr).toBe(0);
			expect(planned).toMatchObject({ toImport: 0, toCheck, requests: api.stats().requests - before });
		}
	});

	test('of a limit among stored homes plans their part of what is due', async () => {
		const [api, database] = [await sandbox(villas(321)), await freshDatabase()];
		await runImport({ api, database });
		await query(
			database,
			`update property set checked_at = checked_at - interval '2 days' where id in (
			select id from property order by id limit 32)`,
		);
		const args = ['--municipality', 'dragoer', '--api-url', api.url, ...databaseArgs(database)];
		const { events } = await runProgram(['plan', '--json', ...args, '--refresh', 'stale:1d', '--limit', '100']);
		expect(events).toMatchObject([{ homes: 100, toImport: 0, toCheck: 10, searches: 1, requests: 11 }]);
	});

	test('counts the timelines, and tells what workers that adapt take as the least', async () => {
		const [api, database] = [await sandbox(villas(321)), await freshDatabase()];
		const args = ['plan', '--municipality', 'dragoer', '--api-url', api.url, ...databaseArgs(database)];
		const options = ['--timeline', '--workers', 'auto', '--rate', '100'];
		const told = await runProgram([...args, ...options]);
		expect(told.stdout).toMatch(/requests +about 329: 321 homes, 6 timelines, 2 requests to the search\n/);
		expect(told.stdout).toMatch(/time +at least 3\.3 s\n +up to 64 workers, at most 100 requests a second/);
		const { events } = await runProgram([...args, ...options, '--json']);
		expect(events).toMatchObject([{ timelines: 6, requests: 329, expectedMs: 3290, workers: 2, adaptive: true }]);
	});

	test('of more homes than the API lists tells the fewest requests', async () => {
		const [api, database] = [await sandbox(), await freshDatabase()];
		const args = ['plan', '--municipality', 'koebenhavn', '--api-url', api.url, ...databaseArgs(database)];
		const told = await runProgram(args);
		expect(told.stdout).toMatch(/requests +at least 14,442: 14,368 homes, at least 74 requests to the search\n/);
		const byPages = await runProgram([...args, '--fetch', 'pages']);
		expect(byPages.stdout).toMatch(
			/requests +about [\d,]+: [\d,]+ homes for sale or in the sample, at least 31 requests/,
		);
		const { events } = await runProgram([...args, '--json']);
		expect(events).toMatchObject([{ searches: 74, split: true, requests: 14_442 }]);
	});

	test('of a database that is away says so, and plans without it', async () => {
		const api = await sandbox(villas(20));
		const away = ['--database', 'postgresql://nobody@127.0.0.1:1/homes'];
		const ended = await runProgram(['plan', '--api-url', api.url, '--municipality', 'dragoer', ...away]);
		expect(ended.code).toBe(0);
		expect(ended.stdout).toMatch(/Dragør · villa +20 +not known +20\n/);
		expect(ended.stdout).toMatch(
			/! What is stored is not known, so nothing is left out: No database server answers at /,
		);
	});

	test('makes no folder, and needs a municipality', async () => {
		const [api, home] = [await sandbox(villas(20)), await temporaryFolder()];
		const args = ['plan', '--api-url', api.url, '--data-dir', 'homes'];
		expect(await runProgram([...args, '--municipality', 'dragoer'], { home })).toMatchObject({ code: 0, stderr: '' });
		expect(existsSync(join(home, 'homes'))).toBe(false);
		expectPlainError(await runProgram(args, { home }), 64, 'There is nothing to import', /--municipality/);
	});

	test('that asks an API which refuses ends with 69', async () => {
		const api = await sandbox({
			...villas(5),
			script: () => ({ kind: 'status', status: 403, body: '<html>', headers: {} }),
		});
		const ended = await runProgram(['plan', '--municipality', 'dragoer', '--api-url', api.url]);
		expectPlainError(ended, 69, 'The API refuses this client or this network', /Nothing was stored/);
	});

	test('of an empty partition has nothing to measure', async () => {
		const api = await sandbox({ villas: new Map([[155, 0]]) });
		const ended = await runProgram(['plan', '--municipality', 'dragoer', '--api-url', api.url]);
		expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/time +not known/) });
	});
});

describe('a large import', () => {
	/** 441,795 homes of every type, as the real København. */
	const all = ['--municipality', 'koebenhavn', '--type', 'all'];

	test('of all municipalities is refused where nobody can confirm it, before anything is asked', async () => {
		const api = await sandbox();
		const ended = await runProgram(['--ci', '--all', '--api-url', api.url]);
		expectPlainError(ended, 64, 'All 98 municipalities are a very large import', /Add --yes/);
		expect(api.stats().requests).toBe(0);
	});

	test('of more than 100,000 homes as well, before anything is fetched', async () => {
		const [api, database] = [await sandbox(), await freshDatabase()];
		const ended = await runProgram(['--ci', ...all, '--api-url', api.url, ...databaseArgs(database)]);
		expectPlainError(ended, 64, 'That is 441,795 homes to fetch, and nobody is here to confirm it.', /Add --yes/);
		expect(api.stats()).toMatchObject({ searches: 1, details: 0 });
		expect(await query(database, 'select 1 from import_run')).toEqual([]);
	});

	test.each([
		['--yes', ['--yes']],
		['few homes', ['--limit', '100000']],
		['pages', ['--fetch', 'pages']],
	])('is not asked about with %s', async (_, words) => {
		let answered = 0;
		const api = await sandbox({
			script: () => (answered++ < 1 ? undefined : { kind: 'status', status: 403, body: '', headers: {} }),
		});
		const database = await freshDatabase();
		const ended = await runProgram(['--ci', ...all, '--api-url', api.url, ...databaseArgs(database), ...words]);
		expect(ended.code).toBe(69); // it began, and was refused
		expect(await query(database, 'select status from import_run')).toEqual([{ status: 'blocked' }]);
	});
});

test.skipIf(serverUrl === undefined)('a plan needs no more than the right to read', async () => {
	const [api, database] = [await sandbox(villas(20)), await freshDatabase('server')];
	await runImport({ api, database });
	const url = addressOf(database);
	await query(database, `alter database ${url.pathname.slice(1)} set default_transaction_read_only = on`);
	const ended = await runProgram(['plan', '--municipality', 'dragoer', '--api-url', api.url, '--database', url.href]);
	expect(ended.stdout).toMatch(/Dragør · villa +20 +20 +0\n/);
});
