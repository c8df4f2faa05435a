import { describe, expect, test } from 'vitest';
import type { FaultScript } from '../../src/sandbox/server.ts';
import { sandbox } from '../sandbox/client.ts';
import {
	changing,
	count,
	expectResult,
	freshDatabase,
	query,
	runImport,
	runJsonImport,
	villaIds,
	villas,
} from '../support/scenario.ts';

const failures = `select address_id, stage, kind, message, attempts, payload from import_failure order by address_id`;

/** The 4th, 20th and 31st of the homes: in a first batch of 50, whatever the order of arrival. */
const pick = (ids: readonly string[]): string[] => [3, 19, 30].map((index) => ids[index] ?? '');

describe('records that are bad', () => {
	test('3 that break the contract among 50: 47 stored, 3 kept as failures with what came', async () => {
		const bad = new Set<string>();
		const api = await sandbox({ ...villas(50), map: changing(bad, (record) => ({ ...record, livingArea: 'poison' })) });
		for (const id of pick(await villaIds(api))) bad.add(id);
		const database = await freshDatabase();
		const ended = await runImport({ api, database });
		expect(ended.code).toBe(3);
		expect(ended.stdout).toMatch(/imported +47 +skipped 0 +failed 3\n/);
		expect(ended.stdout).toMatch(/errors +3 invalid\n/);
		expect(ended.stdout).toContain('try the failed homes again: bolig-import retry --ci --api-url');
		expect(ended.stderr.match(/! .*livingArea: expected a number, got "poison"/g)).toHaveLength(3);
		expect(await count(database, 'property')).toBe(47);
		const kept = await query(database, failures);
		expect(kept.map((failure) => failure.address_id)).toEqual([...bad].sort());
		for (const failure of kept) {
			expect(failure).toMatchObject({
				stage: 'validate',
				kind: 'invalid',
				message: 'livingArea: expected a number, got "poison"',
				attempts: 1,
				payload: { addressID: failure.address_id, livingArea: 'poison', zipCode: 2791 },
			});
		}
	});

	test('3 that the database refuses among 50: 47 stored, and every later batch unharmed', async () => {
		const bad = new Set<string>();
		const api = await sandbox({
			...villas(160),
			map: changing(bad, (record) => ({ ...record, houseNumber: 'poison' })),
		});
		for (const id of pick(await villaIds(api))) bad.add(id);
		const database = await freshDatabase();
		await (await database.open()).close();
		await query(database, `alter table property add constraint wholesome check (house_number <> 'poison')`);
		const ended = await runJsonImport({ api, database });
		expect(ended.code).toBe(3);
		expectResult(ended, 'completed', { discovered: 160, imported: 157, failed: 3 });
		expect(await count(database, 'property')).toBe(157);
		const kept = await query(database, failures);
		expect(kept.map((failure) => failure.address_id)).toEqual([...bad].sort());
		for (const failure of kept) {
			expect(failure).toMatchObject({
				stage: 'store',
				kind: '23514',
				message: 'The database refused it: new row for relation "property" violates check constraint "wholesome".',
				payload: { addressID: failure.address_id, houseNumber: 'poison' },
			});
		}

		await query(database, 'alter table property drop constraint wholesome');
		const again = await runJsonImport({ api, database });
		expect(again.code).toBe(0);
		expectResult(again, 'completed', { discovered: 160, skipped: 157, imported: 3, failed: 0 });
	});

	test('rows of a search page without a usable id are failures, not lost', async () => {
		const bad = new Set<string>();
		const api = await sandbox({ ...villas(50), map: changing(bad, (record) => ({ ...record, addressID: 'none' })) });
		for (const id of pick(await villaIds(api))) bad.add(id);
		const database = await freshDatabase();
		const ended = await runJsonImport({ api, database });
		expect(ended.code).toBe(3);
		expectResult(ended, 'completed', { expected: 50, discovered: 50, imported: 47, failed: 3 });
		expect(await query(database, failures)).toMatchObject(
			Array(3).fill({ address_id: null, stage: 'validate', message: 'addressID: expected a uuid, got "none"' }),
		);
	});

	test('characters that PostgreSQL refuses are left out, and the homes stored', async () => {
		const api = await sandbox({ ...villas(20), map: (record) => ({ ...record, placeName: 'A\u0000B\ud800' }) });
		const database = await freshDatabase();
		const ended = await runImport({ api, database });
		expect(ended.code).toBe(0);
		expect(ended.stdout).toMatch(/texts +20 homes held characters that cannot be stored; they were left out/);
		expect(await query(database, 'select distinct place_name from property')).toEqual([{ place_name: 'AB\ufffd' }]);
	});
});

/** Five tries, and those that were taken back while the API was asked whether it is there at all. */
const fiveOrSo = (attempts: number): boolean => attempts >= 5 && attempts <= 7;

describe('an API that stumbles', () => {
	test('2 % of answers are 500: nothing is lost', async () => {
		const [api, database] = [await sandbox({ ...villas(400), failRate: 0.02 }), await freshDatabase()];
		const ended = await runJsonImport({ api, database });
		expect(ended.code).toBe(0);
		expectResult(ended, 'completed', { discovered: 400, imported: 400, failed: 0 });
		expect(api.stats().byStatus[500]).toBeGreaterThan(2);
		expect(ended.result.requests).toBe(api.stats().requests);
		expect(ended.events.some((event) => event.type === 'worker.retrying')).toBe(true);
		expect(await count(database, 'property')).toBe(400);
	});

	test('429 with Retry-After: waits as long as it was told', async () => {
		const asked = new Map<string, number[]>();
		const script: FaultScript = ({ path, count }) => {
			if (!path.startsWith('/addresses/')) return undefined;
			asked.set(path, [...(asked.get(path) ?? []), performance.now()]);
			return count === 1 ? { kind: 'status', status: 429, headers: { 'Retry-After': '2' } } : undefined;
		};
		const [api, database] = [await sandbox({ ...villas(8), script }), await freshDatabase()];
		const ended = await runJsonImport({ api, database });
		expect(ended.code).toBe(0);
		expectResult(ended, 'completed', { imported: 8, failed: 0 });
		for (const [first = 0, second = 0] of asked.values()) expect(second - first).toBeGreaterThan(1_950);
		expect(asked.size).toBe(8);
	});

	test('details that always answer 500 are failures after 5 tries; the next run gets them', async () => {
		const broken = new Set<string>();
		const api = await sandbox({
			...villas(60),
			script: ({ path }) =>
				broken.has(path.slice('/addresses/'.length)) ? { kind: 'status', status: 500 } : undefined,
		});
		const ids = pick(await villaIds(api));
		for (const id of ids) broken.add(id);
		const database = await freshDatabase();
		const ended = await runImport({ api, database });
		expect(ended.code).toBe(3);
		expect(ended.stdout).toMatch(/imported +57 +skipped 0 +failed 3\n/);
		expect(ended.stdout).toMatch(/errors +3 HTTP 500\n/);
		expect(ended.stderr).toMatch(/! .*, 2791 \(0a3f[-\w]+, \d tries\): .*HTTP 500/);
		expect(await query(database, failures)).toMatchObject(
			ids.sort().map((id) => ({
				address_id: id,
				stage: 'fetch',
				kind: 'HTTP 500',
				attempts: expect.toSatisfy(fiveOrSo),
				payload: null,
			})),
		);
		broken.clear();
		const again = await runJsonImport({ api, database });
		expect(again.code).toBe(0);
		expectResult(again, 'completed', { skipped: 57, imported: 3, failed: 0 });
	});

	test('404 for a home that it lists: counted as gone, not as failed', async () => {
		const lost = new Set<string>();
		const api = await sandbox({
			...villas(60),
			script: ({ path }) =>
				lost.has(path.slice('/addresses/'.length))
					? { kind: 'status', status: 404, body: '{"message":"Not Found"}' }
					: undefined,
		});
		for (const id of pick(await villaIds(api))) lost.add(id);
		const database = await freshDatabase();
		const ended = await runJsonImport({ api, database });
		expect(ended.code).toBe(0);
		expectResult(ended, 'completed', { discovered: 60, imported: 57, gone: 3, failed: 0 });
		expect(ended.events.filter((event) => event.type === 'home.gone').map((event) => event.id)).toHaveLength(3);
		expect(await count(database, 'import_failure')).toBe(0);
		expect(await count(database, 'property where gone_at is not null')).toBe(0);
	});

	test('broken connections and cut bodies are tried again', async () => {
		const script: FaultScript = ({ path, total, count }) => {
			if (count > 1 || !path.startsWith('/addresses/') || total % 5 !== 0) return undefined;
			return total % 2 === 0 ? { kind: 'reset' } : { kind: 'cut' };
		};
		const [api, database] = [await sandbox({ ...villas(100), script }), await freshDatabase()];
		const ended = await runJsonImport({ api, database });
		expect(ended.code).toBe(0);
		expectResult(ended, 'completed', { imported: 100, failed: 0 });
	});
});
