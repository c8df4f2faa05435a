import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import type { TestDatabase } from '../support/databases.ts';
import { type Ended, runProgram, temporaryFolder } from '../support/program.ts';
import {
	databaseArgs,
	expectPlainError,
	freshDatabase,
	query,
	runImport,
	runJsonImport,
	startImport,
	villas,
} from '../support/scenario.ts';

interface Told {
	readonly id: string;
	readonly counts: { readonly imported: number };
}

interface Shown {
	readonly counts: object;
	readonly reconciliation: readonly { readonly updated?: number; readonly unchanged?: number }[];
}

const untold: Shown = { counts: {}, reconciliation: [] };
const inBatches = ['--batch-size', '20', '--json'];
const thirdBatch = /"batch\.committed","number":[3-9]/;

function runs(database: TestDatabase, ...more: string[]): Promise<Ended> {
	return runProgram(['runs', ...databaseArgs(database), ...more]);
}

describe('runs', () => {
	test('a run leaves samples while it runs, and its latency and pace at its end', async () => {
		const [api, database] = [await sandbox({ ...villas(120), latencyMs: 200, failRate: 0.01 }), await freshDatabase()];
		const ended = await runJsonImport({ api, database, args: ['--workers', '4'] });
		const { result } = ended;
		expect(ended.code).toBe(0);
		const rows = await query<{ done: number; requests: number; binding: string; median: number }>(
			database,
			`select done, requests, binding, median_latency_ms as median from import_sample order by at`,
		);
		expect(rows.length).toBeGreaterThan(1);
		expect(rows.reduce((sum, { done }) => sum + done, 0)).toBe(120);
		expect(rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(result.requests);
		expect(rows[0]?.binding).toBe('latency');
		expect(rows[0]?.median).toBeGreaterThanOrEqual(198);
		const [shown] = (await runs(database, 'show', 'last', '--json')).events;
		expect(shown).toMatchObject({
			type: 'run',
			id: result.runId,
			status: 'completed',
			partitions: ['Dragør · villa'],
			counts: { imported: 120, failed: 0 },
			requests: result.requests,
			pace: { durationMs: result.durationMs, sequentialMs: result.sequentialEstimateMs },
			latency: { p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) },
			reconciliation: [{ name: 'Dragør · villa', expected: 120, stored: 120, inTables: 120, state: 'complete' }],
			samples: rows.map(({ done }) => expect.objectContaining({ done })),
		});
		const text = (await runs(database, 'show', result.runId.slice(0, -1))).stdout;
		expect(text).toMatch(/latency +\d+ ms half +\d+ ms 95 of 100/);
		expect(text).toMatch(/held back by +L+\n/);
		expect(text).toMatch(/L +\d+\.\d % +latency: all workers wait for answers/);
		// An address is as long as it is.
		expect(text.split('\n').filter((line) => line.length > 80 && !line.startsWith('  to  '))).toEqual([]);
		const ascii = await runProgram(['runs', 'show', ...databaseArgs(database)], { env: { LANG: 'C' } });
		expect(ascii.stdout).toMatch(/homes\/s +[_.:\-=+*#]+ {2}at most/);
	});
	test('lists the newest first; what was killed is told as such, with what it had stored', async () => {
		const [api, database] = [await sandbox({ ...villas(200), latencyMs: 40 }), await freshDatabase()];
		const killed = await startImport({ api, database, args: inBatches });
		await killed.shows(thirdBatch, 'stdout');
		killed.kill('SIGKILL');
		await killed.ended;
		await runImport({ api, database });
		const ended = await runs(database);
		expect(ended.code).toBe(0);
		const lines = ended.stdout.trimEnd().split('\n');
		expect(lines.filter((line) => line.length > 80)).toEqual([]);
		expect(lines.slice(2).join('\n')).toMatch(
			/^\n\S+ +20.* Dragør · villa\n {2}completed .*\n\n\S+ +20.* Dragør · villa\n {2}killed or still running +\S.* \d+ +0 +0 +0$/,
		);
		const [newest, oldest] = (await runs(database, '--json')).events as unknown as readonly Told[];
		expect((newest?.counts.imported ?? 0) + (oldest?.counts.imported ?? 0)).toBe(200);
		expect(oldest?.counts.imported).toBeGreaterThanOrEqual(60);
		const one = await runs(database, '--limit', '1', '--json');
		expect(one.events.map(({ id }) => id)).toEqual([newest?.id]);
		const shown = await runs(database, 'show', oldest?.id ?? '');
		expect(shown.stdout).toMatch(/: killed or still running, (last heard of at|not heard of since)/);

		expectPlainError(
			await runs(database, 'show', `${newest?.id}x`),
			64,
			`Did you mean ${newest?.id}?`,
			/The newest are/,
		);
		expectPlainError(await runs(database, 'show', '20'), 64, '2 runs begin with 20.', /Say which/);
		expectPlainError(await runs(database, 'shw'), 64, 'Did you mean show?', /runs show last/);
	}, 60_000);

	test('a refresh that was killed is told as one: what it looked at is updated or unchanged, nothing of it imported', async () => {
		const world = { ...villas(200), seed: 12 };
		const [today, later, database] = [
			await sandbox(world),
			await sandbox({ ...world, days: 30, latencyMs: 40 }),
			await freshDatabase(),
		];
		await runImport({ api: today, database });
		const args = ['--refresh', 'all', ...inBatches];
		const killed = await startImport({ api: later, database, args });
		await killed.shows(thirdBatch, 'stdout');
		killed.kill('SIGKILL');
		await killed.ended;
		const [{ counts, reconciliation } = untold] = (await runs(database, 'show', 'last', '--json'))
			.events as unknown as readonly Shown[];
		const [{ updated = 0, unchanged = 0 } = {}] = reconciliation;
		expect(updated + unchanged).toBeGreaterThanOrEqual(60);
		expect(unchanged).toBeGreaterThan(0);
		expect(updated).toBeGreaterThan(0);
		expect(counts).toMatchObject({ imported: 0, updated, unchanged });
		expect(reconciliation).toMatchObject([{ stored: updated + unchanged, imported: 0 }]);
		const home = await temporaryFolder();
		const map = (await runProgram(['report', ...databaseArgs(database), '--json'], { home })).events[0]?.map;
		expect(map).toMatchObject({ totals: { imported: 0, updated, unchanged } });
		const text = (await runs(database, 'show', 'last')).stdout;
		expect(text).toMatch(new RegExp(`^  imported +0   updated ${updated}   unchanged ${unchanged} `, 'm'));
		expect(text).toMatch(
			new RegExp(`^    in the API .*   imported 0   updated ${updated}   unchanged ${unchanged}\n`, 'm'),
		);
		await runProgram(['report', ...databaseArgs(database), '--output', 'run.html'], { home });
		const page = readFileSync(join(home, 'run.html'), 'utf8');
		expect(page).toContain(`this is what its commits counted: ${updated} updated + ${unchanged} unchanged.`);
		expect(page).toMatch(
			/<th [^>]*>imported<\/th><th [^>]*>updated<\/th><th [^>]*>unchanged<\/th><th [^>]*>skipped<\/th>/,
		);
	}, 60_000);

	test('without any: says so, and makes no database to say it', async () => {
		expect(await runProgram(['runs'])).toMatchObject({
			code: 0,
			stdout: expect.stringContaining('Nothing is stored yet'),
		});
		const database = await freshDatabase();
		await (await database.open()).close();
		expect(await runs(database)).toMatchObject({ code: 0, stdout: 'There is no run yet.\n' });
		expectPlainError(await runs(database, 'show'), 64, 'There is no run yet.', /--help/);
	});

	test('a run whose samples cannot be kept is told so once, and is otherwise as ever', async () => {
		const [api, database] = [await sandbox({ ...villas(60) }), await freshDatabase()];
		await (await database.open()).close();
		await query(database, 'alter table import_sample add constraint never check (done < 0)');
		const ended = await runImport({ api, database });
		expect(ended.code).toBe(0);
		expect(ended.stdout).toMatch(/imported +60 /);
		expect(ended.stderr.match(/could not be recorded in import_sample/g)).toHaveLength(1);
	});
});
