import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Fault, JsonRecord, Sandbox } from '../../src/sandbox/server.ts';
import { sandbox } from '../sandbox/client.ts';
import { failures, mostMemory, runWatched } from '../support/hostile-api.ts';
import { runProgram } from '../support/program.ts';
import {
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

const megabyte = 1024 * 1024;
const bomb = Buffer.concat(Array(20).fill(gzipSync(Buffer.alloc(100 * megabyte, ' '))));
const html = '<!DOCTYPE html><html><head><title>Vedligeholdelse</title></head></html>';
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

type Page = Readonly<Record<string, unknown>> & {
	readonly addresses: readonly JsonRecord[];
	readonly totalHits: number;
};

const body = (text: string | Buffer, headers: Record<string, string> = {}): Fault => ({
	...{ kind: 'body', body: text, headers },
});
const changed = (change: (page: Page) => object): Fault => ({
	...{ kind: 'body', body: (normal) => withDepths(JSON.stringify(change(JSON.parse(normal) as Page))) },
});
/** Stands for so many levels, which `JSON.stringify` could not write. */
const deep = (levels: number): string => `@deep ${levels}`;
const withDepths = (json: string): string => json.replaceAll(/"@deep (\d+)"/g, (_, levels) => nested(Number(levels)));

/** An API of which the search pages are not what they should be, for as long as `faults` says so. */
function apiWithPages(homes: number, faults: Map<number, Fault>): Promise<Sandbox> {
	return sandbox({
		...villas(homes),
		script: ({ path, searchParams }) =>
			path === '/search/addresses' ? faults.get(Number(searchParams.get('page'))) : undefined,
	});
}

/** What happens to pages 2 to 6, and how the gap is told. */
const gaps: readonly (readonly [fault: Fault, words: string])[] = [
	[{ ...body(html), contentType: 'text/html' } as Fault, "The API's answer is a web page, not JSON."],
	[body(''), "The API's answer is empty (3 tries)."],
	[body('{"addresses": [{"addressID"'), "The API's answer ends in the middle (3 tries)."],
	[changed((page) => ({ ...page, addresses: {} })), 'addresses: expected an array, got {}'],
	[
		body(`{"addresses": [], "totalHits": ${nested(100_000)}}`),
		'totalHits: expected a number, got something nested too deep to show',
	],
];

/** What stands in a page in the place of a row, and what is said of it. */
const rows: readonly (readonly [row: (row: JsonRecord) => unknown, message: string])[] = [
	[() => null, 'record: expected an object, got null'],
	[() => 7, 'record: expected an object, got 7'],
	[() => [], 'record: expected an object, got []'],
	[() => deep(100_000), 'record: expected an object, got something nested too deep to show'],
	[
		() => ({}),
		'addressID: expected text, got nothing; zipCode: expected a number, got nothing; municipality: expected an object, got nothing',
	],
	[(row) => ({ ...row, addressID: 'x\0y' }), 'addressID: expected a uuid, got "x\\u0000y"'],
	[(row) => ({ ...row, addressID: { length: 36 } }), 'addressID: expected text, got {"length":36}'],
	[(row) => ({ ...row, zipCode: '2791' }), 'zipCode: expected a number, got "2791"'],
	[(row) => ({ ...row, zipCode: 2 ** 40 }), 'zipCode: expected at most 2147483647, got 1099511627776'],
	[
		(row) => ({ ...row, municipality: { municipalityCode: null } }),
		'municipality.municipalityCode: expected a number, got null',
	],
];

/** Rows that are odd where it does not matter: the home's own record says what it is. */
const odd: readonly ((row: JsonRecord) => unknown)[] = [
	(row) => ({ ...row, addressID: String(row.addressID).toUpperCase() }),
	(row) => ({ ...row, floor: 3, door: {}, roadName: null, houseNumber: ['1'] }),
	(row) => ({ ...row, roadName: 'Nul\0vej \ud83d', news: 'x'.repeat(megabyte) }),
	(row) => ({ ...row, news: deep(1_000) }),
	(row) => JSON.parse(`${JSON.stringify(row).slice(0, -1)}, "__proto__": {"addressID": "polluted"}}`),
	({ addressType: _, ...row }) => row,
];

describe('search pages made to do harm', () => {
	test('a page that cannot be read is a gap that is told; the homes of the others are stored, and the next run gets the rest', async () => {
		const homes = 1_010;
		const faults = new Map(gaps.map(([fault], index) => [index + 2, fault]));
		const [api, database] = [await apiWithPages(homes, faults), await freshDatabase()];
		const { ended, peakBytes } = await runWatched({ api, database });
		expect(ended.code).toBe(75);
		expectResult(ended, 'incomplete', { expected: homes, discovered: 200, imported: 200, failed: 0 });
		expect(peakBytes).toBeLessThan(mostMemory(database));
		const [report] = ended.events.flatMap(({ type, report }) => (type === 'partition.finished' ? [report] : []));
		expect(report).toMatchObject({
			gap: gaps.map(([, words], index) => `page ${index + 2} could not be read: ${words}`).join('; '),
		});
		expect(await count(database, 'property')).toBe(200);
		expect(await count(database, 'property where gone_at is not null')).toBe(0);

		faults.clear();
		const again = await runJsonImport({ api, database });
		expect(again.code).toBe(0);
		expectResult(again, 'completed', { discovered: homes, skipped: 200, imported: homes - 200 });
		expect(await count(database, 'property')).toBe(homes);
	}, 120_000);

	test('pages that are larger than may be are asked for in parts, and nothing is lost', async () => {
		const large: readonly Fault[] = [
			body(bomb, { 'Content-Encoding': 'gzip' }),
			{ kind: 'flood', bytes: 100 * megabyte },
		];
		for (const fault of large) {
			const api = await sandbox({
				...villas(450),
				script: ({ searchParams }) =>
					searchParams.get('page') === '2' && Number(searchParams.get('per_page')) > 100 ? fault : undefined,
			});
			const database = await freshDatabase();
			const { ended, peakBytes } = await runWatched({ api, database });
			expect(ended.code).toBe(0);
			expectResult(ended, 'completed', { discovered: 450, imported: 450 });
			expect(peakBytes).toBeLessThan(mostMemory(database));
		}
	}, 120_000);

	test('an API that begins with one is not what it should be: 69, and nothing is stored', async () => {
		const firsts: readonly (readonly [Fault, string])[] = [
			...gaps.slice(0, 1),
			[body('{"addresses": null, "totalHits": 1e400}'), 'totalHits: expected a number, got "1e400"'],
			[changed((page) => ({ ...page, totalHits: -1 })), 'totalHits: expected at least 0, got -1'],
			[body('null'), 'record: expected an object, got null'],
		];
		const faults = new Map<number, Fault>();
		const [api, database] = [await apiWithPages(50, faults), await freshDatabase()];
		for (const [fault, words] of firsts) {
			faults.set(1, fault);
			const ended = await runImport({ api, database });
			expect(ended.code).toBe(69);
			expect(ended.stdout).toContain(`stopped short: ${words}`);
		}
		expect(await count(database, 'property')).toBe(0);
	}, 60_000);

	test('rows that cannot be read are failures with what came; odd ones are fetched, repeated ones once', async () => {
		const homes = 60;
		const changes = [...rows.map(([change]) => change), ...odd];
		const same = (row: JsonRecord): unknown => row;
		const spoiled = changed((page) => ({
			...page,
			addresses: [...page.addresses.map((row, index) => (changes[index] ?? same)(row)), ...page.addresses.slice(-2)],
		}));
		const [api, database] = [await apiWithPages(homes, new Map([[1, spoiled]])), await freshDatabase()];
		const ended = await runJsonImport({ api, database });
		expect(ended.code).toBe(3);
		expectResult(ended, 'completed', {
			expected: homes,
			discovered: homes,
			imported: homes - rows.length,
			failed: rows.length,
		});
		expect(await count(database, 'property')).toBe(homes - rows.length);
		const kept = await failures(database);
		expect(kept.map(({ message }) => message).sort()).toEqual(rows.map(([, message]) => message).sort());
		for (const failure of kept) expect(failure).toMatchObject({ stage: 'validate', kind: 'invalid', attempts: 1 });
		expect(
			await query(database, `select count(*)::int from import_failure where payload->>'zipCode' = '2791'`),
		).toEqual([{ count: 4 }]);
		expect(await count(database, `property where road_name like 'Nul%' or extra is not null`)).toBe(0);
	}, 60_000);

	test.each([1, 5, 200])(
		'a stored home whose row cannot be read is listed and failed, and nothing besides; with batches of %i',
		async (batchSize) => {
			const homes = 120;
			const faults = new Map<number, Fault>();
			const [api, database] = [await apiWithPages(homes, faults), await freshDatabase()];
			const [victim = ''] = await villaIds(api);
			expect((await runImport({ api, database })).code).toBe(0);
			const spoiled = (row: JsonRecord) => (row.addressID === victim ? { ...row, zipCode: '2791' } : row);
			faults.set(
				1,
				changed((page) => ({ ...page, addresses: page.addresses.map(spoiled) })),
			);
			api.reset();
			const args = ['--refresh', 'all', '--batch-size', String(batchSize)];
			const ended = await runJsonImport({ api, database, args });
			expect(ended.code).toBe(3);
			expectResult(ended, 'completed', { expected: homes, discovered: homes, unchanged: homes - 1, failed: 1 });
			expect(api.stats().details).toBe(homes - 1);
			expect(await failures(database)).toMatchObject([{ address_id: victim, stage: 'validate' }]);
			expect(
				await query(
					database,
					`select state, listed, failed, unlisted, (select count(*)::int from import_failure where solved_at is null) as open
					   from import_partition order by read_at desc limit 1`,
				),
			).toEqual([{ state: 'complete', listed: homes, failed: 1, unlisted: 0, open: 1 }]);

			const where = ['--api-url', api.url, ...databaseArgs(database), '--municipality', 'dragoer'];
			const verified = await runProgram(['verify', ...where]);
			expect(verified.code).toBe(3);
			expect(verified.stdout.split('\n').filter((line) => /^[-+*!]/.test(line))).toEqual([
				`! ${victim} zipCode: expected a number, got "2791"`,
			]);
		},
		60_000,
	);

	test('rows that stand for details are read with the same care', async () => {
		const homes = 120;
		const [zeros, nuls] = [new Set<string>(), new Set<string>()];
		const api = await sandbox({
			...villas(homes),
			map: (record) => {
				const id = String(record.addressID);
				const row = { ...record, isOnMarket: false, cases: null };
				if (zeros.has(id)) return { ...row, registrations: [{ registrationID: '1', date: '0000-00-00' }] };
				return nuls.has(id) ? { ...row, placeName: 'Nul\0by', news: '\ud800' } : row;
			},
		});
		const ids = await villaIds(api);
		for (const id of ids.slice(20, 30)) zeros.add(id);
		for (const id of ids.slice(50, 70)) nuls.add(id);
		const database = await freshDatabase();
		const ended = await runJsonImport({ api, database, args: ['--fetch', 'pages'] });
		expect(ended.code).toBe(3);
		expectResult(ended, 'completed', { expected: homes, discovered: homes, imported: homes - 10, failed: 10 });
		// Most were never fetched: the sample, and those that their row could not stand for.
		expect(api.stats().details).toBeLessThan(homes / 2);
		expect((await failures(database)).map(({ address_id, message }) => [address_id, message])).toEqual(
			[...zeros].sort().map((id) => [id, 'registrations[0].date: expected a date (YYYY-MM-DD), got "0000-00-00"']),
		);
		const repaired = ended.events.flatMap(({ type, id }) => (type === 'text.repaired' ? [id] : []));
		expect(new Set(repaired)).toEqual(nuls);
		expect(await query(database, 'select distinct place_name, extra from property where extra is not null')).toEqual([
			{ place_name: 'Nulby', extra: { news: '\ufffd' } },
		]);
		expect(await count(database, `property where place_name = 'Nulby'`)).toBe(nuls.size);
	}, 60_000);
});
