import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { serverUrl } from '../support/databases.ts';
import { runProgram, temporaryFolder } from '../support/program.ts';
import {
	addressOf,
	count,
	databaseArgs,
	expectPlainError,
	expectResult,
	freshDatabase,
	query,
	runImport,
	runJsonImport,
	startImport,
	villas,
} from '../support/scenario.ts';

describe.skipIf(serverUrl === undefined)('importers that share a server', () => {
	test('two at once on the same homes of an empty database: both done, every home once, no failures', async () => {
		const [api, database] = [await sandbox({ ...villas(400), latencyMs: 5 }), await freshDatabase('server')];
		const both = await Promise.all([runJsonImport({ api, database }), runJsonImport({ api, database })]);
		for (const ended of both) {
			expect(ended.code, ended.stderr).toBe(0);
			expectResult(ended, 'completed', { discovered: 400, failed: 0 });
		}
		expect(both.reduce((sum, { result }) => sum + result.counts.imported, 0)).toBe(400);
		expect(await count(database, 'property')).toBe(400);
		expect(await count(database, 'import_failure')).toBe(0);
	});

	test('five that start at once on an empty database bring its tables up to date once', async () => {
		const database = await freshDatabase('server');
		const words = ['retry', '--ci', ...databaseArgs(database)];
		const all = await Promise.all(Array.from({ length: 5 }, () => runProgram(words)));
		for (const ended of all) {
			expect(ended.code, ended.stderr).toBe(0);
			expect(ended.stderr).toMatch(/^There is nothing to try again: [^\n]*\n$/);
		}
		const applied = await query(database, 'select name from mikro_orm_migrations');
		expect(applied.length).toBeGreaterThan(0);
		expect(new Set(applied.map(({ name }) => name)).size).toBe(applied.length);
	});

	test('a server that throws us out in the middle: the batch is repeated, nothing is lost', async () => {
		const [api, database] = [await sandbox({ ...villas(300), latencyMs: 50 }), await freshDatabase('server')];
		const program = await startImport({ api, database, args: ['--json', '--batch-size', '20'] });
		const name = addressOf(database).pathname.slice(1);
		// More often than the pool has connections.
		for (const batch of [2, 4, 6, 8, 10, 12]) {
			await program.shows(`"number":${batch},`, 'stdout');
			await query(
				database,
				`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
			);
		}
		const ended = await program.ended;
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: 300, imported: 300, failed: 0 });
		expect(await count(database, 'property')).toBe(300);
	});

	test('a database that is dropped in the middle: an orderly end and 77', async () => {
		const [api, database] = [await sandbox({ ...villas(300), latencyMs: 50 }), await freshDatabase('server')];
		const program = await startImport({ api, database });
		await program.shows('batch 1 ');
		await database.drop();
		const ended = await program.ended;
		await query(await freshDatabase('server'), `create database "${addressOf(database).pathname.slice(1)}"`);
		expect(ended.code).toBe(77);
		expect(ended.stdout).toMatch(/stopped short: .*does not exist/);
		expect(ended.stderr).toContain('the end of this run could not be recorded in import_run');
		expect(ended.stderr + ended.stdout).not.toMatch(/^\s+at |bug/m);
	});
});

describe('an embedded folder', () => {
	test('is open to one process: the second is refused, with whose it is', async () => {
		const [api, database] = [await sandbox({ ...villas(200), latencyMs: 60 }), await freshDatabase('embedded')];
		const first = await startImport({ api, database });
		await first.shows('batch 1 ');
		const second = await runImport({ api, database });
		const folder = databaseArgs(database)[1] ?? '';
		expectPlainError(
			second,
			77,
			`The data folder ${folder} is in use by another bolig-import (process ${first.pid}).`,
			/Wait for it to end, choose another folder with --data-dir/,
		);
		const status = await runProgram(['status', ...databaseArgs(database)]);
		expectPlainError(status, 77, /in use by another/, /Wait/);
		expect((await first.ended).code).toBe(0);
		expect(await count(database, 'property')).toBe(200);
	});

	test('is the default, in the data folder of the person; generated homes have one of their own', async () => {
		const api = await sandbox(villas(20));
		const home = await temporaryFolder();
		const words = ['--ci', '--municipality', 'dragoer', '--limit', '10'];
		const real = await runProgram([...words, '--api-url', api.url], { home });
		expect(real.stderr).toContain(`to embedded, ${join(home, 'data', 'bolig-import', 'homes')}`);
		const generated = await runProgram([...words, '--sandbox'], { home });
		expect(generated.stderr).toContain(`to embedded, ${join(home, 'data', 'bolig-import', 'sandbox')}`);
		expect([real.code, generated.code]).toEqual([0, 0]);
	});
});
