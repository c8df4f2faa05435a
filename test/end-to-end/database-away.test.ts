import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { serverUrl } from '../support/databases.ts';
import { type Ended, runProgram, temporaryFolder } from '../support/program.ts';
import { addressOf, expectPlainError, freshDatabase, query, runImport, villas } from '../support/scenario.ts';

const secret = 's3cret-word';

/** An import that must not get as far as asking the API. */
const importInto = (...args: string[]): Promise<Ended> =>
	runProgram(['--ci', '--municipality', 'dragoer', '--api-url', 'http://127.0.0.1:9', ...args]);

/** The test server's address with something else in it. */
function changedAddress(
	change: Partial<Pick<URL, 'username' | 'password' | 'hostname' | 'port' | 'pathname'>>,
): string {
	return Object.assign(new URL(serverUrl ?? 'postgresql://bolig@127.0.0.1/bolig'), { password: secret, ...change })
		.href;
}

describe('a database that cannot be opened', () => {
	test('no server: 77, its address without the password, and what to do', async () => {
		const ended = await importInto('--database', changedAddress({ hostname: '127.0.0.1', port: '9' }));
		expectPlainError(
			ended,
			77,
			/No database server answers at postgresql:\/\/\w+@127\.0\.0\.1:9\/bolig\./,
			/Start it, or correct/,
		);
		expect(ended.stderr).not.toContain(secret);
	});

	test('a host that does not exist: 77', async () => {
		const ended = await importInto('--database', changedAddress({ hostname: 'nowhere.invalid' }));
		expectPlainError(ended, 77, /The database host of .*@nowhere\.invalid\S* is not known\./, /Correct the host/);
		expect(ended.stderr).not.toContain(secret);
	});

	test.skipIf(serverUrl === undefined)(
		'a wrong password: 77, and it is never shown, with --debug neither',
		async () => {
			const address = changedAddress({});
			const ended = await importInto('--database', address);
			expectPlainError(
				ended,
				77,
				/The database server refuses the login for postgresql:\/\//,
				/Correct user and password/,
			);
			expect(ended.stderr).not.toContain(secret);
			const status = await runProgram(['status'], { env: { DATABASE_URL: address } });
			expectPlainError(status, 77, /refuses the login/, /Correct user and password/);

			const debugged = await importInto('--database', address, '--debug', '--json');
			expect(debugged.code).toBe(77);
			expect(debugged.stderr).toMatch(/^\s+at /m);
			expect(debugged.events.at(-1)).toMatchObject({ type: 'error', exitCode: 77 });
			expect(debugged.stderr + debugged.stdout).not.toContain(secret);
		},
	);

	test.skipIf(serverUrl === undefined)(
		'a database that does not exist: 77, and it is not made in passing',
		async () => {
			const pathname = '/bolig_test_no_such_database';
			const address = changedAddress({ pathname, password: new URL(serverUrl ?? '').password });
			const ended = await importInto('--database', address);
			expectPlainError(
				ended,
				77,
				/The database of .*\/bolig_test_no_such_database does not exist\./,
				/Create it \(createdb\)/,
			);
			const server = await freshDatabase('server');
			expect(await query(server, `select 1 from pg_database where datname = '${pathname.slice(1)}'`)).toEqual([]);
		},
	);

	test.skipIf(serverUrl === undefined)(
		'a login without the rights: 77, before and after the tables are there',
		async () => {
			const database = await freshDatabase('server');
			const role = `reader_${addressOf(database).pathname.slice(-12)}`;
			await query(
				database,
				`create role ${role} login password '${secret}'; revoke create on schema public from public`,
			);
			try {
				const address = Object.assign(addressOf(database), { username: role, password: secret }).href;
				const before = await importInto('--database', address);
				expectPlainError(
					before,
					77,
					/The login lacks a right in .*: permission denied for schema public\./,
					/Grant it/,
				);
				await (await database.open()).close();
				await query(database, `grant select on all tables in schema public to ${role}`);
				const after = await importInto('--database', address);
				expect(after.code).toBe(77);
				expect(after.stderr).toMatch(/The login lacks a right in .*: permission denied for table import_run\./);
				const status = await runProgram(['status', '--database', address]);
				expect(status).toMatchObject({ code: 6, stdout: expect.stringContaining('no import yet') });
				expect(before.stderr + after.stderr + status.stdout).not.toContain(secret);
			} finally {
				await query(database, `drop owned by ${role}; drop role ${role}`);
			}
		},
	);

	test.each([
		['under a file', (home: string) => join(home, 'file', 'folder')],
		['where the system lets nobody write', () => '/proc/bolig-import/folder'],
	])('a data folder %s: 77, with the folder and the reason', async (_, folderIn) => {
		const home = await temporaryFolder();
		await writeFile(join(home, 'file'), '');
		const folder = folderIn(home);
		expectPlainError(
			await importInto('--data-dir', folder),
			77,
			`The data folder ${folder} cannot be used: `,
			/Choose an empty folder of your own with --data-dir, or mend its rights\./,
		);
		expect(existsSync(folder)).toBe(false);
	});

	test('a folder that holds something else than a database: 77, and it is left as it was', async () => {
		const home = await temporaryFolder();
		await writeFile(join(home, 'PG_VERSION'), '9.6\n');
		const ended = await importInto('--data-dir', home);
		expectPlainError(
			ended,
			77,
			`The data folder ${home} cannot be used: it holds other files already.`,
			/Choose an empty folder of your own with --data-dir/,
		);
		expect(await readFile(join(home, 'PG_VERSION'), 'utf8')).toBe('9.6\n');
	});
});

describe.skipIf(serverUrl === undefined)('the password of the database', () => {
	test('is nowhere: not in the output, not in the ledger, with --debug neither', async () => {
		const api = await sandbox(villas(5));
		const database = await freshDatabase('server');
		const role = `writer_${addressOf(database).pathname.slice(-12)}`;
		await query(database, `create role ${role} superuser login password '${secret}'`);
		try {
			const target = Object.assign(addressOf(database), { username: role, password: secret }).href;
			const hidden = { ...database, target: { kind: 'server' as const, url: target } };
			const args = ['--debug', '--status', '500:0'];
			for (const more of [[], ['--json'], ['--type', 'condo', '--limit', '1']]) {
				const ended = await runImport({ api, database: hidden, args: [...args, ...more] });
				expect(ended.code).toBe(0);
				expect(ended.stderr).toMatch(/\[query\]/);
				expect(ended.stdout + ended.stderr).not.toContain(secret);
			}
			const runs = await query(database, 'select options from import_run');
			expect(runs).toHaveLength(3);
			expect(JSON.stringify(runs)).not.toContain(secret);
			expect(runs[0]?.options).toMatchObject({
				workers: 12,
				batchSize: 50,
				limit: null,
				municipalities: [155],
				addressTypes: ['villa'],
				apiUrl: api.url,
				database: `postgresql://${role}@${addressOf(database).host}${addressOf(database).pathname}`,
			});
		} finally {
			await query(database, `reassign owned by ${role} to current_user; drop role ${role}`);
		}
	});

	test.each([[['import']], [['--ci', 'status']], [[]]])(
		'typed in the wrong place, after %j, it is not repeated',
		async (words) => {
			const ended = await runProgram([...words, `postgresql://bolig:${secret}@127.0.0.1/bolig`, '--json']);
			expect(ended.code).toBe(64);
			expect(ended.stderr).toMatch(/^bolig-import: /);
			expect(ended.stderr + ended.stdout).not.toContain(secret);
		},
	);
});
