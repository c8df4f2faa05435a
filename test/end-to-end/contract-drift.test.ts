import { describe, expect, test, vi } from 'vitest';
import type { JsonRecord } from '../../src/sandbox/server.ts';
import { sandbox } from '../sandbox/client.ts';
import type { TestDatabase } from '../support/databases.ts';
import { count, freshDatabase, query, runImport, runJsonImport, startImport, villas } from '../support/scenario.ts';

/** What the API does to each of its records from some moment on. */
interface Meddling {
	change: (record: JsonRecord) => JsonRecord;
}

const nothing = (record: JsonRecord): JsonRecord => record;

function renamed(from: string, to: string) {
	return ({ [from]: value, ...record }: JsonRecord): JsonRecord =>
		value === undefined ? record : { ...record, [to]: value };
}

/** Dragør with so many villas, imported whole from an API that is to change. */
async function imported(homes: number, args: readonly string[] = []) {
	const meddling: Meddling = { change: nothing };
	const api = await sandbox({ ...villas(homes), map: (record) => meddling.change(record) });
	const database = await freshDatabase();
	expect((await runImport({ api, database, args })).code).toBe(0);
	return { api, database, meddling };
}

/** What the tables hold of homes is taken for lacking, so that the next run fetches it and would overwrite it. */
async function toBeFetchedAgain(database: TestDatabase): Promise<void> {
	await query(database, `update property set gone_at = '2026-01-01T00:00:00Z'`);
}

async function contents(database: TestDatabase): Promise<unknown> {
	const property = await query(database, 'select to_jsonb(t) as row from property t order by id');
	const building = await query(
		database,
		'select to_jsonb(t) as row from building t order by property_id, building_number',
	);
	return { property, building };
}

describe('a field that was in nearly every home and is in none', () => {
	test('stops a run before anything is written; --accept-drift goes on, and makes it the rule', async () => {
		const { api, database, meddling } = await imported(300);
		await toBeFetchedAgain(database);
		const before = await contents(database);
		meddling.change = renamed('latestValuation', 'newestValuation');

		const stopped = await runImport({ api, database });
		expect(stopped.code).toBe(65);
		expect(stopped.stdout).toMatch(
			/^✗ Dragør · villa: stopped short: the API's records have changed: latestValuation was in 8\d\.\d % of homes and is in none of \d+ now; newestValuation is new\n/,
		);
		expect(stopped.stdout).toMatch(/go on all the same: bolig-import --ci .*--accept-drift\n/);
		expect(stopped.stderr).toMatch(/ {2}stopping: the API's records have changed: latestValuation/);
		expect(await contents(database)).toEqual(before);
		expect(await query(database, 'select status, batches from import_run order by started_at')).toEqual([
			{ status: 'completed', batches: 6 },
			{ status: 'failed', batches: 0 },
		]);

		const accepted = await runImport({ api, database, args: ['--accept-drift'] });
		expect(accepted.code).toBe(0);
		expect(accepted.stdout).toMatch(/API records +changed, which was accepted: latestValuation was in/);
		expect(await count(database, 'property where latest_valuation is not null')).toBe(0);
		await toBeFetchedAgain(database);
		expect((await runImport({ api, database })).code).toBe(0);
	}, 60_000);

	test('is told as events, and the last line is still run.finished', async () => {
		const { api, database, meddling } = await imported(250);
		await toBeFetchedAgain(database);
		meddling.change = ({ buildings, ...record }) => ({
			...record,
			buildings: (buildings as JsonRecord[] | undefined)?.map(renamed('yearBuilt', 'builtIn')),
		});
		const ended = await runJsonImport({ api, database });
		expect(ended.code).toBe(65);
		expect(ended.result).toMatchObject({ status: 'failed', counts: { discovered: 0 }, stopReason: { kind: 'drift' } });
		const drifted = ended.events.find(({ type }) => type === 'contract.drifted');
		expect(drifted).toMatchObject({ reaction: 'stop', changes: [{ field: 'buildings[].yearBuilt' }] });
		expect(await count(database, `property where gone_at is null`)).toBe(0);
	});

	test('is noticed in search records too', async () => {
		const { api, database, meddling } = await imported(400, ['--fetch', 'pages']);
		await toBeFetchedAgain(database);
		const before = await contents(database);
		meddling.change = renamed('latestValuation', 'newestValuation');
		const stopped = await runImport({ api, database, args: ['--fetch', 'pages'] });
		expect(stopped.code).toBe(65);
		expect(await contents(database)).toEqual(before);
	});
});

type Listings = readonly JsonRecord[];

/** Changes the listings of homes for sale. */
function inListings(change: (listings: Listings) => unknown) {
	return (record: JsonRecord): JsonRecord =>
		Array.isArray(record.cases) && record.cases.length > 0
			? { ...record, cases: change(record.cases as Listings) }
			: record;
}

test.each([
	['prices have another name', inListings((its) => its.map(renamed('priceCash', 'price'))), 'cases[].priceCash'],
	['listings are none', inListings(() => []), 'cases[]'],
] as const)(
	'of the few homes for sale, %s: it stops the run',
	async (_, change, field) => {
		const { api, database, meddling } = await imported(1500, ['--fetch', 'pages']);
		const listings = () => query(database, 'select id, status, price_cash, delisted_at from listing order by id');
		const before = await listings();
		expect(before.length).toBeLessThan(40);
		meddling.change = change;
		const stopped = await runImport({ api, database, args: ['--fetch', 'pages', '--refresh', 'all'] });
		expect(stopped.stdout).toContain(`${field} was in 100.0 % of homes for sale and is in none of`);
		expect(stopped.code).toBe(65);
		expect(await listings()).toEqual(before);
		expect(await count(database, `price_event where source = 'import'`)).toBe(0);
		const accepted = await runImport({
			...{ api, database },
			args: ['--fetch', 'pages', '--refresh', 'all', '--accept-drift'],
		});
		expect(accepted.code).toBe(0);
		expect(await listings()).not.toEqual(before);
	},
	60_000,
);

test.each([
	['details', 'pages'],
	['pages', 'details'],
] as const)('imported by %s, it is noticed by %s', async (before, now) => {
	const { api, database, meddling } = await imported(400, ['--fetch', before]);
	const stored = await contents(database);
	meddling.change = renamed('energyLabel', 'energyClass');
	const stopped = await runImport({ api, database, args: ['--fetch', now, '--refresh', 'all'] });
	expect(stopped.stdout).toContain('energyLabel was in');
	expect(stopped.code).toBe(65);
	expect(await contents(database)).toEqual(stored);
	meddling.change = nothing;
	expect((await runImport({ api, database, args: ['--fetch', now, '--refresh', 'all'] })).code).toBe(0);
});

test('what the homes of one municipality lost and got back is told of none of them, and what others lose is', async () => {
	const codes = { dragoer: 155, laesoe: 825, fanoe: 563 };
	const lacking = new Set<number>();
	let odd: string | undefined;
	const api = await sandbox({
		villas: new Map([
			[codes.dragoer, 260],
			[codes.laesoe, 120],
			[codes.fanoe, 100],
		]),
		map({ weightedArea, ...record }) {
			const { municipalityCode } = record.municipality as { municipalityCode: number };
			const isLost = lacking.has(municipalityCode) || record.addressID === odd;
			return isLost || weightedArea === undefined ? record : { ...record, weightedArea };
		},
	});
	const database = await freshDatabase();
	const night = async (municipalities: readonly string[], ...more: string[]): Promise<unknown> => {
		const where = municipalities.flatMap((name) => ['--municipality', name]);
		const { code, stderr } = await runImport({ api, database, args: [...where, '--refresh', 'all', ...more] });
		expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
		return query(
			database,
			`select p.municipality_code as code, c.property_id as home, c.to_value is null as lost
			   from property_change c join property p on p.id = c.property_id order by c.id`,
		);
	};
	const both = ['dragoer', 'laesoe'];
	expect(await night([...both, 'fanoe'])).toEqual([]);
	const having = await count(database, 'property where weighted_area is not null');
	const [home] = await query<{ id: string }>(
		database,
		`select id from property where municipality_code = ${codes.laesoe} and weighted_area is not null order by id limit 1`,
	);
	odd = home?.id;
	lacking.add(codes.dragoer);
	const lost = { code: codes.laesoe, home: odd, lost: true };
	expect(await night(both, '--accept-drift')).toEqual([lost]);
	expect(await night(both)).toEqual([lost]);
	expect(await night(both)).toEqual([lost]);

	lacking.add(codes.fanoe);
	expect(await night(['fanoe'])).toEqual([lost]);
	expect(await count(database, `property where municipality_code = ${codes.fanoe} and weighted_area is not null`)).toBe(
		0,
	);

	lacking.clear();
	odd = undefined;
	expect(await night([...both, 'fanoe'])).toEqual([lost, { ...lost, lost: false }]);
	expect(await count(database, 'property where weighted_area is not null')).toBe(having);
}, 90_000);

test('a field that changes its type stops a run before its homes are stored as failures', async () => {
	const { api, database, meddling } = await imported(300);
	await toBeFetchedAgain(database);
	meddling.change = (record) =>
		record.livingArea === undefined ? record : { ...record, livingArea: String(record.livingArea) };
	const stopped = await runImport({ api, database });
	expect(stopped.code).toBe(65);
	expect(stopped.stdout).toContain('livingArea was a whole number and is text in 100.0 % of homes now');
	expect(await count(database, 'import_failure')).toBe(0);
});

describe('no alarm', () => {
	test('for a field that has become rarer, for a run of 199, and for one that has nothing to compare with', async () => {
		const { api, database, meddling } = await imported(300);
		await toBeFetchedAgain(database);
		meddling.change = (record) =>
			Number(String(record.addressID).charCodeAt(5)) % 8 === 0 ? record : renamed('energyLabel', 'x')(record);
		expect((await runImport({ api, database })).code).toBe(0);

		meddling.change = renamed('latestValuation', 'newestValuation');
		await toBeFetchedAgain(database);
		const small = await runImport({ api, database, args: ['--limit', '199'] });
		expect(small.code).toBe(0);
		expect(small.stdout).toMatch(/updated 199/);
		expect((await runImport({ api, database: await freshDatabase() })).code).toBe(0);
	});

	test('for another municipality or another type', async () => {
		const { api, database } = await imported(300);
		for (const [municipality, type] of [
			['frederiksberg', 'villa'],
			['dragoer', 'terraced house'],
			['koebenhavn', 'garage'],
			['solroed', 'all'],
		] as const) {
			const ended = await runImport({
				api,
				database,
				args: ['--municipality', municipality, '--type', type, '--limit', '300'],
			});
			expect([municipality, ended.code, ended.stdout.split('\n')[0]]).toEqual([municipality, 0, expect.any(String)]);
		}
	}, 60_000);
});

test('a run that is stopped while it waits for its verdict stores what looks as it did, and nothing that does not', async () => {
	const { database } = await imported(300);
	for (const [change, stored] of [
		[nothing, true],
		[renamed('latestValuation', 'newestValuation'), false],
	] as const) {
		await toBeFetchedAgain(database);
		const slow = await sandbox({ ...villas(300), latencyMs: 25, map: change });
		const program = await startImport({ api: slow, database, args: ['--workers', '2', '--json'] });
		await vi.waitFor(() => expect(slow.stats().details).toBeGreaterThan(100), { timeout: 20_000, interval: 20 });
		program.kill('SIGTERM');
		const ended = await program.ended;
		expect(ended.code).toBe(75);
		expect((await count(database, 'property where gone_at is null')) > 0).toBe(stored);
		expect(ended.events.some(({ type }) => type === 'contract.drifted')).toBe(!stored);
	}
});

test('the ledger keeps what the records of a run held', async () => {
	const { database } = await imported(40);
	const [run] = await query<{
		census: { records: number; details: Record<string, { records: number; fields: Record<string, unknown> }> };
	}>(database, 'select census from import_run');
	expect(run?.census.records).toBe(40);
	const { records, fields } = run?.census.details['Dragør · villa'] ?? {};
	expect(records).toBe(40);
	expect(fields).toMatchObject({
		addressID: { string: [40, 1] },
		'buildings[].yearBuilt': { integer: expect.any(Array) },
	});
});
