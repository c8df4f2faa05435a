import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import type { TestDatabase } from '../support/databases.ts';
import { type Ended, runProgram } from '../support/program.ts';
import {
	changing,
	count,
	databaseArgs,
	freshDatabase,
	query,
	runImport,
	runJsonImport,
	villaIds,
	villas,
} from '../support/scenario.ts';

const where = ['--municipality', 'dragoer'];

function run(command: string, api: { url: string }, database: TestDatabase, ...args: string[]): Promise<Ended> {
	return runProgram([command, '--api-url', api.url, ...databaseArgs(database), ...args]);
}

function linesOf(ended: Ended): string[] {
	return ended.stdout.trimEnd().split('\n');
}

const partitions = `select name, expected, listed, skipped, stored, failed, gone, state, gap from import_partition order by read_at`;

describe('the ledger', () => {
	test('counts of each partition what was listed, skipped, stored, failed and gone', async () => {
		const broken = new Set<string>();
		const api = await sandbox({
			...villas(80),
			script: ({ path }) => {
				const id = path.slice('/addresses/'.length);
				if (!broken.has(id)) return undefined;
				return { kind: 'status', status: id === [...broken][0] ? 404 : 500 };
			},
		});
		const ids = await villaIds(api);
		for (const id of [ids[2], ids[40], ids[70]]) broken.add(id ?? '');
		const database = await freshDatabase();
		const first = await runImport({ api, database });
		expect(first.code).toBe(3);
		expect(first.stdout).toMatch(/in the API +80 +stored 77 +difference 3: 2 failed, 1 gone\n/);
		const row = { name: 'Dragør · villa', expected: 80, listed: 80, state: 'complete', gap: null };
		expect(await query(database, partitions)).toEqual([{ ...row, skipped: 0, stored: 77, failed: 2, gone: 1 }]);

		broken.clear();
		const second = await runImport({ api, database });
		expect(second.stdout).toMatch(/in the API +80 +stored 80 +difference 0\n/);
		expect(await query(database, partitions)).toEqual([
			{ ...row, skipped: 0, stored: 77, failed: 2, gone: 1 },
			{ ...row, skipped: 77, stored: 3, failed: 0, gone: 0 },
		]);
		expect(await count(database, 'import_failure where solved_at is null')).toBe(0);
	});

	test('says of a limited run that only the first homes were asked for', async () => {
		const [api, database] = [await sandbox(villas(80)), await freshDatabase()];
		await runImport({ api, database, args: ['--limit', '30'] });
		expect(await query(database, partitions)).toMatchObject([
			{ stored: 30, state: 'short', gap: 'only the first homes were asked for' },
		]);
	});
});

describe('verify', () => {
	test('finds nothing after a complete import, and each difference by its id', async () => {
		const altered = new Set<string>();
		const api = await sandbox({
			...villas(60),
			map: changing(altered, (record) => ({ ...record, livingArea: 9999 })),
		});
		const ids = await villaIds(api);
		const database = await freshDatabase();
		await runImport({ api, database });
		const same = await run('verify', api, database, ...where);
		expect(same.code).toBe(0);
		expect(linesOf(same)[0]).toBe('✓ Dragør · villa');
		expect(same.stdout).toContain('  in the API   60   listed 60   stored 60\n');
		expect(same.stdout).toMatch(/ledger +60 at the last complete import, \d{4}-\d\d-\d\d/);

		altered.add(ids[5] ?? '');
		await query(database, `delete from property where id = '${ids[9]}'`);
		await query(
			database,
			`insert into property (id, municipality_code, zip_code, address_type, fetched_at, checked_at)
			 select 'ffffffff-0000-4000-8000-000000000000', municipality_code, zip_code, 'villa', now(), now() from property limit 1`,
		);
		const requests = api.stats().details;
		const other = await run('verify', api, database, ...where);
		expect(other.code).toBe(75);
		expect(
			linesOf(other)
				.filter((line) => /^[-+*!] [0-9a-f]/.test(line))
				.sort(),
		).toEqual([`* ${ids[5]} livingArea`, `+ ${ids[9]}`, '- ffffffff-0000-4000-8000-000000000000'].sort());
		expect(other.stdout).toContain('differences  1 missing (+): import again, 1 not in the API (-), 1 changed (*)');
		expect(api.stats().details).toBe(requests);

		const json = await run('verify', api, database, ...where, '--json');
		const events = json.stdout
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(events.map(({ type }) => type).sort()).toEqual([
			'home.changed',
			'home.extra',
			'home.missing',
			'verify.finished',
		]);
		expect(events.at(-1)).toMatchObject({
			type: 'verify.finished',
			partitions: [{ name: 'Dragør · villa', inApi: 60, listed: 60, stored: 60, missing: 1, extra: 1, changed: 1 }],
		});
	});

	test('tells a home that failed from one that is missing, and a list that cannot be read from a whole one', async () => {
		const bad = new Set<string>();
		let pageFails = false;
		const api = await sandbox({
			...villas(300),
			map: changing(bad, (record) => ({ ...record, livingArea: 'poison' })),
			script: ({ searchParams }) =>
				pageFails && searchParams.get('page') === '2' ? { kind: 'status', status: 500 } : undefined,
		});
		const [first = ''] = await villaIds(api);
		bad.add(first);
		const database = await freshDatabase();
		await runImport({ api, database });
		const ended = await run('verify', api, database, ...where);
		expect(ended.code).toBe(3);
		expect(linesOf(ended)[0]).toBe(`! ${first} livingArea: expected a number, got "poison"`);
		pageFails = true;
		const gap = await run('verify', api, database, ...where);
		expect(gap.code).toBe(75);
		expect(gap.stdout).toMatch(/not listed +page 2 could not be read/);
		expect(gap.stdout).not.toMatch(/^- /m);
	});
});

describe('failures', () => {
	async function failed() {
		const bad = new Set<string>();
		const down = new Set<string>();
		const api = await sandbox({
			...villas(60),
			map: changing(bad, (record) => ({ ...record, livingArea: 'poison' })),
			script: ({ path }) => (down.has(path.slice('/addresses/'.length)) ? { kind: 'status', status: 500 } : undefined),
		});
		const ids = await villaIds(api);
		for (const id of ids.slice(0, 2)) bad.add(id);
		for (const id of ids.slice(2, 5)) down.add(id);
		const database = await freshDatabase();
		expect((await runImport({ api, database })).code).toBe(3);
		return { api, database, bad, down, ids };
	}

	test('are listed by kind, in words and as JSON', async () => {
		const { api, database, ids } = await failed();
		const all = await run('errors', api, database);
		expect(all.code).toBe(0);
		expect(all.stdout).toMatch(/^5 homes failed and have not been stored since:\n/);
		expect(all.stdout).toContain('\n  3 HTTP 500\n');
		expect(all.stdout).toContain('\n  2 invalid\n');
		expect(all.stdout).toContain('livingArea: expected a number, got "poison"');
		const json = await run('errors', api, database, '--kind', 'invalid', '--json');
		const listed = json.stdout
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(listed.map(({ addressId }) => addressId).sort()).toEqual(ids.slice(0, 2).sort());
		expect(listed[0]).toMatchObject({
			type: 'failure',
			kind: 'invalid',
			stage: 'validate',
			partition: 'Dragør · villa',
		});
		const elsewhere = await run('errors', api, database, '--municipality', 'koebenhavn');
		expect(elsewhere.stdout).toBe('No home in what was named is left as failed.\n');
	});

	test('retry fetches just those of a kind; what is stored then is solved and kept, what fails again stays open', async () => {
		const { api, database, bad, down, ids } = await failed();
		down.delete(ids[2] ?? '');
		down.delete(ids[3] ?? '');
		api.reset();
		const first = await run('retry', api, database, '--ci', '--kind', 'HTTP 500');
		expect(first.code).toBe(3);
		expect(first.stdout).toMatch(/imported +2 +skipped 0 +failed 1\n/);
		expect(await count(database, 'property')).toBe(57);
		expect(await count(database, 'import_failure where solved_at is not null')).toBe(2);
		const open = await run('errors', api, database, '--json');
		expect(open.stdout.trimEnd().split('\n')).toHaveLength(3);

		bad.clear();
		down.clear();
		api.reset();
		const second = await run('retry', api, database, '--ci', '--municipality', 'dragør');
		expect(second.code).toBe(0);
		expect(api.stats().details).toBe(3);
		expect(await count(database, 'property')).toBe(60);
		expect(await count(database, 'import_failure where solved_at is null')).toBe(0);
		expect(await count(database, 'import_failure')).toBe(6);
		const nothing = await run('retry', api, database, '--ci');
		expect(nothing.code).toBe(0);
		expect(nothing.stderr).toBe('There is nothing to try again: no home is left as failed.\n');
		const told = await run('retry', api, database, '--json');
		expect(JSON.parse(told.stdout)).toEqual({ type: 'retry.finished', homes: 0 });
		const verified = await run('verify', api, database, ...where);
		expect(verified.code).toBe(0);
	});

	test('that all fail again are told as failures, not as an API that is away', async () => {
		const { api, database } = await failed();
		const again = await run('retry', api, database, '--json', '--workers', '1');
		expect(again.code).toBe(3);
		expect(again.result).toMatchObject({ status: 'completed', counts: { discovered: 5, failed: 5 } });
		expect((await runJsonImport({ api, database })).result.counts).toMatchObject({ skipped: 55, failed: 5 });
	});
});
