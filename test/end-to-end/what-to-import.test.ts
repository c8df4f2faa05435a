import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { count, expectResult, freshDatabase, query, runJsonImport, villas } from '../support/scenario.ts';

describe('what to import', () => {
	test.each(['155', 'dragoer', 'Dragør', 'DRAGØR', ' dragør '])('%j is Dragør', async (name) => {
		const [api, database] = [await sandbox(villas(3)), await freshDatabase()];
		const ended = await runJsonImport({ api, database, args: ['--municipality', name] });
		expectResult(ended, 'completed', { imported: 3 });
	});

	test('the letters å and aa, ø and oe, æ and ae are alike, and a name given twice counts once', async () => {
		const [api, database] = [
			await sandbox({
				villas: new Map([
					[751, 2],
					[173, 3],
				]),
			}),
			await freshDatabase(),
		];
		const names = ['A\u030arhus', 'aarhus', '751', 'Lyngby-Tårbæk', 'lyngby-taarbaek'];
		const ended = await runJsonImport({ api, database, args: names.flatMap((name) => ['--municipality', name]) });
		expectResult(ended, 'completed', { expected: 5, discovered: 5, imported: 5 });
		expect(await query(database, 'select code, name from municipality order by code')).toEqual([
			{ code: 173, name: 'Lyngby-Taarbæk' },
			{ code: 751, name: 'Aarhus' },
		]);
	});

	test('--limit takes the first homes discovered, and no page more than it needs', async () => {
		const [api, database] = [await sandbox(villas(1_000)), await freshDatabase()];
		const ended = await runJsonImport({ api, database, args: ['--limit', '10'] });
		expect(ended.code).toBe(0);
		expectResult(ended, 'completed', { expected: 10, discovered: 10, imported: 10 });
		expect(api.stats().details).toBe(10);
		expect(api.stats().searches).toBeLessThanOrEqual(5);
		const again = await runJsonImport({ api, database, args: ['--limit', '10'] });
		expectResult(again, 'completed', { expected: 10, discovered: 10, skipped: 10, imported: 0 });
	});

	test('--preset testing: 10 workers, 100 homes; a flag of one’s own wins over it', async () => {
		const [api, database] = [await sandbox(villas(150)), await freshDatabase()];
		const ended = await runJsonImport({ api, database, args: ['--preset', 'testing', '--batch-size', '30'] });
		expectResult(ended, 'completed', { discovered: 100, imported: 100 });
		expect(ended.events[0]).toMatchObject({ workers: 10, batchSize: 30, limit: 100 });
		expect(api.stats().maxInFlight).toBeLessThanOrEqual(14);
	});

	test('--type all takes every home there is, those without a type too', async () => {
		const [api, database] = [await sandbox({ villas: new Map([[563, 50]]) }), await freshDatabase()];
		const ended = await runJsonImport({ api, database, args: ['--municipality', 'Fanø', '--type', 'all'] });
		expect(ended.code).toBe(0);
		const { imported, expected } = ended.result.counts;
		expectResult(ended, 'completed', { imported: expected, discovered: expected });
		expect(await count(database, 'property')).toBe(imported);
		expect(await count(database, 'property where address_type is null')).toBeGreaterThan(0);
		const types = await query(database, 'select distinct address_type from property where address_type is not null');
		expect(types.length).toBeGreaterThan(8);
	});

	test('--workers 1 is the sequential way', async () => {
		const [api, database] = [await sandbox({ ...villas(12), latencyMs: 5 }), await freshDatabase()];
		const ended = await runJsonImport({ api, database, args: ['--workers', '1'] });
		expectResult(ended, 'completed', { imported: 12 });
		expect(api.stats().maxInFlight).toBe(1);
	});

	test('--rate holds all workers together to it', async () => {
		const [api, database] = [await sandbox(villas(40)), await freshDatabase()];
		const ended = await runJsonImport({ api, database, args: ['--rate', '20'] });
		expectResult(ended, 'completed', { imported: 40 });
		expect(ended.result.durationMs).toBeGreaterThan(900);
		expect(api.stats().maxPerSecond).toBeLessThanOrEqual(41);
	});
});
