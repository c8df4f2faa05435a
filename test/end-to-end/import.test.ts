import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import {
	changing,
	count,
	expectNothingLost,
	expectResult,
	freshDatabase,
	query,
	runImport,
	runJsonImport,
	villaIds,
	villas,
} from '../support/scenario.ts';

describe('an import', () => {
	test('fills the embedded database, and the second run asks for no home again', async () => {
		const api = await sandbox(villas(200));
		const database = await freshDatabase('embedded');
		const first = await runJsonImport({ api, database });
		expectResult(first, 'completed', { expected: 200, discovered: 200, imported: 200 });
		expect(first.code).toBe(0);
		expect(first.result.requests).toBe(api.stats().requests);
		expect(first.result.sequentialEstimateMs).toBeGreaterThan(0);
		expect(await count(database, `property where address_type = 'villa' and municipality_code = 155`)).toBe(200);

		api.reset();
		const second = await runJsonImport({ api, database });
		expectResult(second, 'completed', { expected: 200, discovered: 200, imported: 0, skipped: 200 });
		expect(second.code).toBe(0);
		expect(api.stats()).toMatchObject({ details: 0, searches: 1 });
		expect(await count(database, 'property')).toBe(200);
		const runs = await query(database, 'select status, counts, requests from import_run order by started_at');
		expect(runs).toMatchObject([
			{ status: 'completed', counts: first.result.counts, requests: 201 },
			{ status: 'completed', counts: second.result.counts, requests: 1 },
		]);
	});

	test('shows people its progress on stderr, and only the summary on stdout', async () => {
		const [api, database] = [await sandbox(villas(60)), await freshDatabase()];
		const ended = await runImport({ api, database, args: ['--batch-size', '25'] });
		expect(ended.code).toBe(0);
		expect(ended.stdout).toMatch(/^✓ Dragør · villa: complete\n/);
		expect(ended.stdout).toMatch(/in the API +60 +stored 60 +difference 0\n/);
		expect(ended.stdout).toMatch(/imported +60 +skipped 0 +failed 0\n/);
		expect(ended.stdout).toMatch(/requests +61 +3 batches\n/);
		expect(ended.stderr).toMatch(/12 workers, a commit every 25 homes, no ceiling on requests/);
		expect(ended.stderr).toMatch(/ {2}25 of (at least )?60 +41\.6 % .*\/s now, .*\/s overall .* batch 1 +no errors/);
		expect(ended.stderr).not.toContain('complete');
	});

	test('with --json, puts nothing on stdout but events', async () => {
		const [api, database] = [await sandbox(villas(60)), await freshDatabase()];
		const ended = await runJsonImport({ api, database });
		expectResult(ended, 'completed', { imported: 60 });
		const types = new Set(ended.events.map((event) => event.type));
		expect(types).toEqual(
			new Set([
				...[
					'run.started',
					'partition.counted',
					'partition.finished',
					'discovery.finished',
					'homes.listed',
					'run.reconciled',
				],
				...['worker.fetching', 'worker.finished', 'batch.flushing', 'batch.committed', 'run.finished'],
			]),
		);
		expect(ended.stderr).toContain('50 of 60');
	});

	test('keeps fields that nobody knows, and names them the first time only', async () => {
		const api = await sandbox({
			...villas(40),
			map: (record) => ({
				...record,
				solarPanels: { count: 12 },
				municipality: { ...(record.municipality as object), mayor: 'Ø' },
			}),
		});
		const database = await freshDatabase();
		const first = await runImport({ api, database, args: ['--limit', '20'] });
		expect(first.stdout).toMatch(/new fields +municipality\.mayor \(20\), solarPanels \(20\), kept in extra\n/);
		expect(await query(database, 'select distinct extra from property')).toEqual([
			{ extra: { solarPanels: { count: 12 } } },
		]);
		expect(await query(database, 'select extra from municipality')).toEqual([{ extra: { mayor: 'Ø' } }]);
		const second = await runImport({ api, database });
		expect(second.stdout).toMatch(/imported +20 +skipped 20/);
		expect(second.stdout).not.toContain('new fields');
	});

	test('stores a home that repeats its own sale, with everything the repetition says', async () => {
		const repeat = new Set<string>();
		const sale = { registrationID: '4711', amount: 1_000_000, date: '2001-02-03', type: 'normal' };
		const other = { ...sale, amount: 2_000_000 };
		const api = await sandbox({
			...villas(50),
			map: changing(repeat, (record) => ({ ...record, registrations: [sale, { ...sale }, other] })),
		});
		const [id = ''] = await villaIds(api);
		repeat.add(id);
		const database = await freshDatabase();
		const ended = await runJsonImport({ api, database });
		expectResult(ended, 'completed', { imported: 50, failed: 0 });
		expect(await query(database, `select extra from property where id = '${id}'`)).toEqual([
			{ extra: { $repeated: { registrations: [other] } } },
		]);
		expect(
			await query(database, `select registration_id, amount::int from registration where property_id = '${id}'`),
		).toEqual([{ registration_id: '4711', amount: 1_000_000 }]);
	});

	test('keeps the sales that the flats of one building share, for each of them', async () => {
		const [api, database] = [await sandbox(villas(1)), await freshDatabase()];
		const ended = await runJsonImport({ api, database, args: ['--type', 'condo', '--limit', '120'] });
		expectNothingLost(ended.result.counts);
		expect(await count(database, 'property')).toBe(120);
		const shared = '(select registration_id from registration group by 1 having count(*) > 1) as shared';
		expect(await count(database, shared)).toBeGreaterThan(20);
	});
});
