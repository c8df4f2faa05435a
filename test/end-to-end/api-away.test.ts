import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { sandbox } from '../sandbox/client.ts';
import {
	count,
	expectResult,
	freshDatabase,
	query,
	runImport,
	runJsonImport,
	startImport,
	villas,
} from '../support/scenario.ts';

/** An address of this machine where nobody listens. */
async function closedPort(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return `http://127.0.0.1:${port}`;
}

/** 300 villas, from an API that is gone after so many answers. */
async function startDying(answers: number): Promise<Sandbox> {
	const api: Sandbox = await startSandbox({
		...villas(300),
		latencyMs: 5,
		script: ({ total }) => {
			if (total === answers) setImmediate(() => api.close());
			return undefined;
		},
	});
	return api;
}

describe('an API that does not answer', () => {
	test('down from the start: one clear sentence and 69', async () => {
		const database = await freshDatabase();
		const ended = await runImport({ api: { url: await closedPort() }, database });
		expect(ended.code).toBe(69);
		const sentence = 'The connection to the API failed: the other side refused it (ECONNREFUSED, 5 tries).';
		expect(ended.stderr).toContain(`  stopping: ${sentence}\n`);
		expect(ended.stdout).toContain(`✗ Dragør · villa: stopped short: ${sentence}\n`);
		expect(ended.stdout).toMatch(/ {2}in the API +not known\n/);
		expect(ended.stdout + ended.stderr).not.toMatch(/^\s+at |TypeError|fetch failed/m);
		expect(await query(database, 'select status from import_run')).toEqual([{ status: 'failed' }]);
	});

	test('a dry run against it says the same', async () => {
		const database = await freshDatabase();
		const ended = await runImport({ api: { url: await closedPort() }, database, args: ['--dry-run'] });
		expect(ended.code).toBe(69);
		expect(ended.stderr).toMatch(/^bolig-import: The connection to the API failed: the other side refused it/);
	});

	test('dying in the middle and coming back: all wait for it as one, and no home is lost or failed', async () => {
		let api = await startDying(150);
		const { port, url } = api;
		const database = await freshDatabase();
		const running = runJsonImport({ api: { url }, database });
		await setTimeout(4000);
		api = await startSandbox({ ...villas(300), port });
		try {
			const ended = await running;
			expect(ended.code).toBe(0);
			expectResult(ended, 'completed', { discovered: 300, imported: 300, failed: 0 });
			const waits = ended.events.filter(({ type }) => type === 'api.waiting');
			expect(waits.length).toBeGreaterThan(0);
			expect(waits.length).toBeLessThan(6);
			expect(ended.events.filter(({ type }) => type === 'api.back')).toHaveLength(1);
			expect(ended.stderr).toMatch(
				/ {2}! all workers wait for the API \(The connection to the API failed: .*\), next try in/,
			);
			expect(await count(database, 'property')).toBe(300);
		} finally {
			await api.close();
		}
	});

	test('dying in the middle and staying away: a signal ends the waiting at once, and the same command continues', async () => {
		let api = await startDying(150);
		const { port, url } = api;
		const database = await freshDatabase();
		const running = await startImport({ api: { url }, database, args: ['--json'] });
		await running.shows('"type":"api.waiting"', 'stdout');
		const asked = performance.now();
		running.kill('SIGTERM');
		const ended = await running.ended;
		expect(performance.now() - asked).toBeLessThan(3000);
		expect(ended.code).toBe(75);
		const stored = await count(database, 'property');
		expect(stored).toBeGreaterThan(80);
		expect(await count(database, 'import_failure')).toBe(0);

		api = await startSandbox({ ...villas(300), port });
		try {
			const again = await runJsonImport({ api, database });
			expect(again.code).toBe(0);
			expectResult(again, 'completed', { discovered: 300, skipped: stored, imported: 300 - stored });
		} finally {
			await api.close();
		}
	});

	test('homes that fail for good at the very end are failures, while the API answers a knock', async () => {
		const seen = new Set<string>();
		const api = await sandbox({
			...villas(60),
			script: ({ path }) => {
				if (!path.startsWith('/addresses/')) return undefined;
				if (seen.size < 45) seen.add(path);
				return seen.has(path) ? undefined : { kind: 'status', status: 500 };
			},
		});
		const database = await freshDatabase();
		const ended = await runJsonImport({ api, database, args: ['--workers', '8'] });
		expect(ended.events.filter(({ type }) => type === 'api.waiting')).toEqual([]);
		expect(ended.code).toBe(3);
		expectResult(ended, 'completed', { discovered: 60, imported: 45, failed: 15 });
	});
});

describe('an API that refuses us', () => {
	test('403 with a web page: blocked, explained, 69, and no home marked gone', async () => {
		let blocked = false;
		const api = await sandbox({
			...villas(300),
			script: ({ total }) => (blocked && total > 40 ? { kind: 'status', status: 403 } : undefined),
		});
		const database = await freshDatabase();
		expect((await runImport({ api, database, args: ['--limit', '50'] })).code).toBe(0);
		blocked = true;
		api.reset();
		const ended = await runImport({ api, database });
		expect(ended.code).toBe(69);
		expect(ended.stdout).toMatch(/^✗ Dragør · villa: blocked by the API: The API refuses this client or this network/);
		expect(ended.stderr).toMatch(/stopping: The API refuses this client or this network/);
		expect(ended.stderr + ended.stdout).not.toMatch(/<html|DOCTYPE/i);
		expect(api.stats().byStatus[403]).toBeLessThanOrEqual(12);
		expect(await count(database, 'property')).toBeGreaterThanOrEqual(50);
		expect(await count(database, 'property where gone_at is not null')).toBe(0);
		expect(await count(database, 'import_failure')).toBe(0);
		expect(await count(database, `import_run where status = 'blocked'`)).toBe(1);
	});

	test('403 at the first request: blocked as well, with the accounts at zero', async () => {
		const [api, database] = [
			await sandbox({ ...villas(30), script: () => ({ kind: 'status', status: 403 }) }),
			await freshDatabase(),
		];
		const ended = await runJsonImport({ api, database });
		expect(ended.code).toBe(69);
		expectResult(ended, 'blocked', { expected: 0, discovered: 0 });
		expect(api.stats().requests).toBe(1);
	});

	test('a redirect to another host is not followed', async () => {
		const [other, database] = [await sandbox(villas(30)), await freshDatabase()];
		const api = await sandbox({
			script: ({ path }) => ({
				kind: 'status',
				status: 302,
				headers: { Location: `${other.url.replace('127.0.0.1', 'localhost')}${path}` },
			}),
		});
		const ended = await runImport({ api, database });
		expect(ended.code).toBe(69);
		expect(ended.stdout).toMatch(/stopped short: .*another/);
		expect(other.stats().requests).toBe(0);
	});
});
