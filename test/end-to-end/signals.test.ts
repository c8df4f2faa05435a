import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { serverUrl } from '../support/databases.ts';
import { startProgram } from '../support/program.ts';
import {
	count,
	expectNothingLost,
	expectResult,
	freshDatabase,
	query,
	runJsonImport,
	startImport,
	villas,
} from '../support/scenario.ts';

/** Long enough that requests are always in flight, short enough for a test. */
const slow = { ...villas(300), latencyMs: 100 };

describe('a signal', () => {
	test('SIGINT in the middle: what is in flight is finished and committed; the next run adds the rest', async () => {
		const [api, database] = [await sandbox(slow), await freshDatabase()];
		const program = await startImport({ api, database, args: ['--json'] });
		await program.shows('batch.committed', 'stdout');
		const openAtSignal = api.stats();
		program.kill('SIGINT');
		await program.shows('stopping: what is in flight is finished and committed');
		const ended = await program.ended;
		expect(ended).toMatchObject({ code: 75, signal: null });
		expectResult(ended, 'interrupted', {});
		const { imported } = ended.result.counts;
		expect(imported).toBeGreaterThanOrEqual(50);
		expect(imported).toBeLessThan(200);
		expect(api.stats().details).toBe(imported);
		expect(api.stats().requests - openAtSignal.requests).toBeLessThan(40);
		expect(await count(database, 'property')).toBe(imported);
		expect(await query(database, 'select status, counts from import_run')).toEqual([
			{ status: 'interrupted', counts: ended.result.counts },
		]);

		api.reset();
		const again = await runJsonImport({ api, database });
		expect(again.code).toBe(0);
		expectResult(again, 'completed', { discovered: 300, skipped: imported, imported: 300 - imported });
		expect(api.stats().details).toBe(300 - imported);
	});

	test('SIGTERM asks for the same, and the summary says how to go on', async () => {
		const [api, database] = [await sandbox(slow), await freshDatabase()];
		const program = await startImport({ api, database });
		await program.shows('batch 1 ');
		program.kill('SIGTERM');
		const ended = await program.ended;
		expect(ended.code).toBe(75);
		expect(ended.stdout).toMatch(/^‖ Dragør · villa: interrupted\n/);
		expect(ended.stdout).toContain(`continue: bolig-import --ci --api-url ${api.url}`);
	});

	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
	] as const)('a second %s ends it at once with %i', async (signal, code) => {
		const api = await sandbox({
			...villas(300),
			script: ({ path }) => (path.startsWith('/addresses') ? { kind: 'hang' } : undefined),
		});
		const program = await startImport({ api, database: await freshDatabase() });
		await expect.poll(() => api.stats().details, { timeout: 10_000 }).toBe(12);
		program.kill(signal);
		await program.shows('stopping');
		const asked = performance.now();
		program.kill(signal);
		expect((await program.ended).code).toBe(code);
		expect(performance.now() - asked).toBeLessThan(2_000);
	});

	test('SIGINT while the list is read: nothing is lost, nothing half done', async () => {
		const api = await sandbox({ ...villas(900), latencyMs: 300 });
		const database = await freshDatabase();
		const program = await startImport({ api, database, args: ['--json'] });
		await expect.poll(() => api.stats().searches, { timeout: 10_000 }).toBeGreaterThan(0);
		program.kill('SIGINT');
		const ended = await program.ended;
		expect(ended.code).toBe(75);
		expectNothingLost(ended.result.counts);
		expect(await count(database, 'property')).toBe(ended.result.counts.imported);
	});

	test('SIGINT during a dry run ends it without a word of a bug', async () => {
		const api = await sandbox({ ...villas(30), script: () => ({ kind: 'hang' }) });
		const program = await startImport({ api, database: await freshDatabase(), args: ['--dry-run'] });
		await expect.poll(() => api.stats().requests, { timeout: 10_000 }).toBe(1);
		program.kill('SIGINT');
		const ended = await program.ended;
		expect(ended).toMatchObject({ code: 75, stdout: '', stderr: 'bolig-import: stopped by SIGINT.\n' });
	});
});

describe('output that nobody reads any more', () => {
	test.each(['stdout', 'stderr'] as const)('%s closed: the run ends in order', async (stream) => {
		const [api, database] = [await sandbox(slow), await freshDatabase()];
		const program = await startImport({ api, database, args: ['--json'] });
		await program.shows('batch.committed', 'stdout');
		program.child[stream]?.destroy();
		const ended = await program.ended;
		expect(ended).toMatchObject({ code: 75, signal: null });
		expect(ended.stderr).not.toMatch(/EPIPE|^\s+at /m);
		expect(await query(database, 'select status from import_run')).toEqual([{ status: 'interrupted' }]);
		expect(await count(database, 'property')).toBeGreaterThanOrEqual(50);
	});
});

describe('kill -9 in the middle', () => {
	const kinds = serverUrl === undefined ? (['embedded'] as const) : (['server', 'embedded'] as const);
	test.each(kinds)('%s: the next run completes it without a duplicate', async (kind) => {
		const [api, database] = [await sandbox(slow), await freshDatabase(kind)];
		const program = await startImport({ api, database });
		await program.shows(/batch [2-9] /);
		program.kill('SIGKILL');
		expect(await program.ended).toMatchObject({ code: null, signal: 'SIGKILL' });

		const again = await runJsonImport({ api, database });
		expect(again.code).toBe(0);
		expectResult(again, 'completed', { discovered: 300 });
		const { skipped, imported } = again.result.counts;
		expect(skipped).toBeGreaterThanOrEqual(100);
		expect(skipped + imported).toBe(300);
		expect(await count(database, 'property')).toBe(300);
		expect(await query(database, 'select status from import_run order by started_at')).toEqual([
			{ status: 'running' },
			{ status: 'completed' },
		]);
	});

	test('a command that only reads ends without a word', async () => {
		const program = await startProgram(['sandbox', '--help']);
		program.child.stdout?.destroy();
		expect(await program.ended).toMatchObject({ code: 75, stderr: '' });
	});
});
