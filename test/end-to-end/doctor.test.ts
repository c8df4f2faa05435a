import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonRecord } from '../../src/sandbox/server.ts';
import { sandbox } from '../sandbox/client.ts';
import { serverUrl } from '../support/databases.ts';
import { type JsonEvent, runProgram, temporaryFolder } from '../support/program.ts';
import { addressOf, databaseArgs, freshDatabase, query, runImport, startImport, villas } from '../support/scenario.ts';

interface Found {
	readonly code: number | null;
	/** By subject. */
	readonly checks: ReadonlyMap<string, JsonEvent>;
	readonly finished: JsonEvent | undefined;
}

async function doctor(...words: string[]): Promise<Found> {
	const { code, events, stderr } = await runProgram(['doctor', '--json', ...words]);
	expect(stderr).toBe('');
	const finished = events.at(-1);
	expect(finished).toMatchObject({ type: 'doctor.finished', exitCode: code });
	return { code, checks: new Map(events.slice(0, -1).map((event) => [String(event.subject), event])), finished };
}

/** Of Dragør's villas, where the API is not what is looked at. */
async function soundApi(): Promise<string[]> {
	const api = await sandbox(villas(30));
	return ['--api-url', api.url, '--municipality', 'dragoer'];
}

describe('doctor', () => {
	test('of a sound machine, database and API says so, and changes nothing', async () => {
		const [api, database] = [await sandbox(villas(30)), await freshDatabase()];
		const args = ['--ci', '--api-url', api.url, '--municipality', 'dragoer', ...databaseArgs(database)];
		const told = await runProgram(['doctor', ...args]);
		expect(told, told.stdout).toMatchObject({ code: 0, stderr: '' });
		expect(told.stdout).toMatch(/^✓ ok {7}Node +\d+\.\d+\.\d+ \(expected: 22\.18 or later\)\n/);
		expect(told.stdout).toMatch(
			/\n✓ ok {7}API +http:\/\/127\.0\.0\.1:\d+, \d+ ms, 30 homes of Dragør \(expected: answers in /,
		);
		// The tables of the embedded database are not looked at, and no import has left anything to compare with.
		const unknown = database.target.kind === 'embedded' ? 2 : 1;
		expect(told.stdout).toContain(`\n\nAll is as it should be, but ${unknown} not looked at. Nothing was changed.\n`);
		expect(api.stats()).toMatchObject({ searches: 1, details: 20 });
		const { finished, checks } = await doctor(...args);
		expect(finished).toEqual({
			...{ type: 'doctor.finished', ok: checks.size - unknown, unknown, warnings: 0, failures: 0, exitCode: 0 },
		});
		expect(checks.get('Types')).toEqual({
			...{
				type: 'doctor.check',
				area: 'contract',
				subject: 'Types',
				verdict: 'ok',
				is: 'right in 20 records',
				mend: null,
			},
			expected: 'as in the contract',
		});
	});
});

describe.skipIf(serverUrl === undefined)('doctor of a server', () => {
	test('makes no table, and tells an empty database as one that an import fills', async () => {
		const database = await freshDatabase('server');
		const { code, checks } = await doctor(...(await soundApi()), ...databaseArgs(database));
		expect(code).toBe(0);
		expect(checks.get('Tables')).toMatchObject({ verdict: 'ok', is: 'none yet, an import makes them' });
		expect(checks.get('Rights')).toMatchObject({ verdict: 'ok', is: 'tables can be made' });
		expect(checks.get('Server version')).toMatchObject({ verdict: 'ok', expected: 'PostgreSQL 15 or later' });
		expect(checks.get('Server clock')).toMatchObject({ verdict: 'ok', is: expect.stringMatching(/^\d+\.\d s /) });
		expect(checks.get('Connections')).toMatchObject({ is: expect.stringMatching(/^\d+ free of \d+$/) });
		expect(await query(database, `select 1 from pg_tables where schemaname = 'public'`)).toEqual([]);
	});

	test('tells pending migrations as what the next import does, and those of a later version as a failure', async () => {
		const database = await freshDatabase('server');
		await (await database.open()).close();
		const args = [...(await soundApi()), ...databaseArgs(database)];
		expect((await doctor(...args)).checks.get('Tables')).toMatchObject({ verdict: 'ok', is: 'up to date' });
		await query(database, `delete from mikro_orm_migrations where id = (select max(id) from mikro_orm_migrations)`);
		const older = await doctor(...args);
		expect(older.code).toBe(0);
		expect(older.checks.get('Tables')).toMatchObject({
			verdict: 'warning',
			is: expect.stringMatching(/^1 of \d+ migrations pending$/),
		});
		await query(database, `insert into mikro_orm_migrations (name) values ('Migration99991231000000')`);
		const later = await doctor(...args);
		expect(later.code).toBe(77);
		expect(later.checks.get('Tables')).toMatchObject({
			verdict: 'failure',
			is: 'of a later version (Migration99991231000000)',
		});
	});

	test('tells a table of somebody else’s that is named like one of ours as what an import stops at', async () => {
		const database = await freshDatabase('server');
		await query(database, 'create table property (id int)');
		const args = [...(await soundApi()), ...databaseArgs(database)];
		const { code, checks } = await doctor(...args);
		expect(code).toBe(77);
		expect(checks.get('Tables')).toMatchObject({
			verdict: 'failure',
			is: 'somebody else’s: property is there, and was not made by bolig-import',
			mend: expect.stringMatching(/^Name another database in --database/),
		});
		const ended = await runProgram(['--ci', ...args]);
		expect(ended).toMatchObject({ code: 77, stderr: expect.stringContaining('relation "property" already exists') });
		expect((await doctor(...args)).code).toBe(77);
		await query(database, 'create schema ours');
		await query(database, `alter database ${addressOf(database).pathname.slice(1)} set search_path = ours, public`);
		// The import that stopped has left its list of migrations behind, an empty one.
		expect((await doctor(...args)).checks.get('Tables')).toMatchObject({ verdict: 'warning' });
	});

	test('tells what a login lacks', async () => {
		const database = await freshDatabase('server');
		const login = addressOf(database);
		const name = login.pathname.slice(1);
		const role = `poor_${name}`;
		await query(database, `create role ${role} login password 'x' connection limit 3`);
		try {
			await query(database, `revoke create on schema public from public`);
			await query(database, `revoke temporary on database ${name} from public`);
			login.username = role;
			login.password = 'x';
			const api = await soundApi();
			const empty = await doctor(...api, '--database', login.href);
			expect(empty.code).toBe(77);
			expect(empty.checks.get('Rights')).toMatchObject({
				verdict: 'failure',
				mend: expect.stringMatching(/Grant create on schema/),
			});
			expect(empty.checks.get('Temporary tables')).toMatchObject({ verdict: 'warning' });
			expect(empty.checks.get('Connections')).toMatchObject({
				verdict: 'warning',
				is: expect.stringMatching(/^3 free of/),
			});
			await (await database.open()).close();
			await query(database, `grant select, insert, update, delete on all tables in schema public to ${role}`);
			expect((await doctor(...api, '--database', login.href)).code).toBe(0);
			await query(database, `revoke insert on building from ${role}`);
			const { checks } = await doctor(...api, '--database', login.href);
			expect(checks.get('Rights')).toMatchObject({
				verdict: 'failure',
				mend: expect.stringMatching(/to the login: building\.$/),
			});
		} finally {
			await query(database, `drop owned by ${role}`);
			await query(database, `drop role ${role}`);
		}
	});

	test('tells a database that only lets itself be read', async () => {
		const database = await freshDatabase('server');
		await query(
			database,
			`alter database ${addressOf(database).pathname.slice(1)} set default_transaction_read_only = on`,
		);
		const { code, checks } = await doctor(...(await soundApi()), ...databaseArgs(database));
		expect(code).toBe(77);
		expect(checks.get('Mode')).toMatchObject({ verdict: 'failure', is: 'read-only' });
	});

	test('tells one that is not in UTF-8', async () => {
		const database = await freshDatabase('server');
		const address = addressOf(database);
		const name = `${address.pathname.slice(1)}_ascii`;
		await query(
			database,
			`create database ${name} encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0`,
		);
		try {
			address.pathname = `/${name}`;
			const { code, checks } = await doctor(...(await soundApi()), '--database', address.href);
			expect(code).toBe(77);
			expect(checks.get('Encoding')).toMatchObject({ verdict: 'failure', is: 'SQL_ASCII', expected: 'UTF8' });
		} finally {
			await query(database, `drop database ${name} with (force)`);
		}
	});
});

describe.skipIf(serverUrl === undefined)('doctor of an API that an import has met before', () => {
	type Change = (record: JsonRecord) => JsonRecord;
	const without =
		(name: string): Change =>
		({ [name]: _, ...record }) =>
			record;

	test('names what its records have lost, by 65, and says nothing of sound ones', async () => {
		let change: Change = (record) => record;
		const api = await sandbox({ ...villas(2000), map: (record) => change(record) });
		const database = await freshDatabase('server');
		const args = ['--api-url', api.url, '--municipality', 'dragoer', ...databaseArgs(database)];
		const none = (await doctor(...args)).checks.get('Usual fields');
		expect(none).toMatchObject({ verdict: 'unknown', is: 'nothing to compare with: no complete import yet' });
		expect((await runImport({ api, database })).code).toBe(0);
		const sound = await doctor(...args);
		expect(sound.code).toBe(0);
		expect(sound.checks.get('Usual fields')).toMatchObject({
			...{ verdict: 'ok', area: 'contract' },
			is: expect.stringMatching(/^none is missing in 2[0-5] records$/),
		});
		for (const [changed, words] of [
			[without('isOnMarket'), /^isOnMarket was in \d\d(\.\d)? % of homes and is in none of 2\d now$/],
			[(record) => ({ ...record, latestValuation: null }), /^latestValuation was in [^;]*$/],
			[(record) => ({ ...record, buildings: [] }), /^buildings\[\] was in [^;]*$/],
			[(record) => ({ ...record, registrations: [] }), /^registrations\[\] was in [^;]*$/],
			[without('cases'), /^cases is in none of 5 homes for sale, which had it$/],
		] as const satisfies readonly (readonly [Change, RegExp])[]) {
			change = changed;
			const { code, checks } = await doctor(...args);
			expect(checks.get('Usual fields')).toMatchObject({ verdict: 'failure', is: expect.stringMatching(words) });
			expect(code).toBe(65);
		}
	});
});

test('doctor of a server that is away tells why, and that outweighs an API that is away too', async () => {
	const away = ['--api-url', 'http://127.0.0.1:1', '--database', 'postgresql://nobody@127.0.0.1:1/homes'];
	const { code, checks, finished } = await doctor(...away);
	expect(code).toBe(77);
	expect(finished).toMatchObject({ failures: 2 });
	expect(checks.get('Database')).toMatchObject({
		verdict: 'failure',
		is: expect.stringMatching(/^No database server answers at /),
		mend: expect.stringMatching(/^Start it/),
	});
	expect(checks.get('API')).toMatchObject({
		verdict: 'failure',
		is: expect.stringMatching(/The connection to the API failed/),
	});
});

describe('doctor of the embedded database', () => {
	test('makes nothing where there is nothing', async () => {
		const [api, home] = [await soundApi(), await temporaryFolder()];
		const folder = join(home, 'homes');
		const { code, checks } = await doctor(...api, '--data-dir', folder);
		expect(code).toBe(0);
		expect(checks.get('Embedded database')).toMatchObject({
			verdict: 'ok',
			is: `${folder}: none yet, an import makes it`,
		});
		expect(existsSync(folder)).toBe(false);
	});

	test('looks at one that is there, and leaves every file as it was; tells who holds it', async () => {
		const [api, database] = [await sandbox({ ...villas(30), latencyMs: 50 }), await freshDatabase('embedded')];
		await runImport({ api, database });
		const [, folder = ''] = databaseArgs(database);
		const args = ['--api-url', api.url, '--municipality', 'dragoer', '--data-dir', folder];
		const before = await filesOf(folder);
		const free = await doctor(...args);
		expect(free.code).toBe(0);
		expect(free.checks.get('Embedded database')).toMatchObject({
			verdict: 'ok',
			is: expect.stringMatching(/: a database, PostgreSQL \d+$/),
		});
		expect(free.checks.get('Lock')).toMatchObject({ verdict: 'ok', is: 'free' });
		expect(free.checks.get('Tables')).toMatchObject({
			...{ verdict: 'unknown', is: expect.stringMatching(/^not looked at/) },
			mend: expect.stringContaining('bolig-import status'),
		});
		expect(await filesOf(folder)).toEqual(before);
		const importing = await startImport({ api, database, args: ['--municipality', 'koebenhavn', '--rate', '5'] });
		await importing.shows('run 20');
		const held = await doctor(...args);
		expect(held.code).toBe(0);
		expect(held.checks.get('Lock')).toMatchObject({ verdict: 'warning', is: `held by process ${importing.pid}` });
	});

	test('tells a folder that is somebody’s', async () => {
		const [api, folder] = [await soundApi(), await temporaryFolder()];
		await writeFile(join(folder, 'letter.txt'), 'mine');
		const { code, checks } = await doctor(...api, '--data-dir', folder);
		expect(code).toBe(77);
		expect(checks.get('Embedded database')).toMatchObject({
			verdict: 'failure',
			is: `${folder}: a folder that holds other files`,
		});
		expect(await readdir(folder)).toEqual(['letter.txt']);
	});

	test('tells one whose making was cut short', async () => {
		const [api, folder] = [await soundApi(), await temporaryFolder()];
		for (const file of ['lock', 'owner', 'unfinished', 'PG_VERSION']) await writeFile(join(folder, file), '');
		await mkdir(join(folder, 'base'));
		const { code, checks } = await doctor(...api, '--data-dir', folder);
		expect(code).toBe(0);
		expect(checks.get('Embedded database')).toMatchObject({
			is: expect.stringMatching(/cut short; the next import makes it anew/),
		});
	});
});

/** Every file with its size and the time it was last written. */
async function filesOf(folder: string): Promise<string[]> {
	const files = await readdir(folder, { recursive: true });
	return Promise.all(
		files.toSorted().map(async (file) => {
			const { size, mtimeMs } = await stat(join(folder, file));
			return `${file} ${size} ${mtimeMs}`;
		}),
	);
}

describe('doctor of an API', () => {
	async function looking(options: Parameters<typeof sandbox>[0]): Promise<Found> {
		const [api, home] = [await sandbox({ ...villas(25), ...options }), await temporaryFolder()];
		return doctor('--api-url', api.url, '--municipality', 'dragoer', '--data-dir', join(home, 'none'));
	}

	test('whose records have changed tells how, by path, and ends with 65', async () => {
		const map = (record: JsonRecord): JsonRecord => ({
			...record,
			buildings: (record.buildings as JsonRecord[]).map((building) => ({ ...building, yearBuilt: 'ca. 1900' })),
		});
		const { code, checks } = await looking({ map });
		expect(code).toBe(65);
		expect(checks.get('Types')).toMatchObject({
			...{ verdict: 'failure', area: 'contract' },
			is: expect.stringMatching(/^buildings\[\d\]\.yearBuilt: expected a (whole )?number, got "ca\. 1900" \(\d+\)$/),
		});
	});

	test('that leaves out a field which is required ends with 65', async () => {
		const map = ({ zipCode: _, ...record }: JsonRecord): JsonRecord => record;
		const { code, checks } = await looking({ map });
		expect(code).toBe(65);
		expect(checks.get('Required fields')).toMatchObject({
			verdict: 'failure',
			is: expect.stringMatching(/^zipCode: expected a (whole )?number, got nothing \(20\)$/),
		});
	});

	test('with new fields, or a search that says otherwise, is only warned of', async () => {
		const map = (record: JsonRecord): JsonRecord => ({
			...record,
			solarPanels: 3,
			livingArea: 'cases' in record ? 1 : 2,
		});
		const { code, checks, finished } = await looking({ map });
		expect(code).toBe(0);
		expect(checks.get('Unknown fields')).toMatchObject({ verdict: 'warning', is: 'solarPanels (20)' });
		expect(checks.get('Search and detail')).toMatchObject({
			verdict: 'warning',
			is: expect.stringMatching(/^livingArea \(\d+\)$/),
		});
		expect(finished).toMatchObject({ warnings: 2, failures: 0 });
	});

	test('that refuses us is told as that, and nothing more is asked', async () => {
		const { code, checks } = await looking({
			script: () => ({ kind: 'status', status: 403, body: '<html>Just a moment...</html>', headers: {} }),
		});
		expect(code).toBe(69);
		expect(checks.get('API')).toMatchObject({
			verdict: 'failure',
			is: expect.stringMatching(/refused: The API refuses this client/),
		});
	});

	test('that lists homes that are gone is judged by those that came; by none, not at all', async () => {
		let asked = 0;
		const one = await looking({
			script: ({ path }) =>
				path.startsWith('/addresses/') && asked++ === 0 ? { kind: 'status', status: 404 } : undefined,
		});
		expect(one.checks.get('Types')).toMatchObject({ verdict: 'ok', is: 'right in 19 records' });
		const all = await looking({
			script: ({ path }) => (path.startsWith('/addresses/') ? { kind: 'status', status: 404 } : undefined),
		});
		expect(all.checks.get('Records')).toMatchObject({ verdict: 'warning', is: 'none: all that were listed are gone' });
		expect(all.checks.has('Types')).toBe(false);
	});

	test('that has no record to give for the homes it lists fails, one that lists none is warned of', async () => {
		const broken = await looking({
			script: ({ path }) =>
				path.startsWith('/addresses/') ? { kind: 'status', status: 400, body: '', headers: {} } : undefined,
		});
		expect(broken.code).toBe(69);
		expect(broken.checks.get('Homes')).toMatchObject({
			verdict: 'failure',
			is: '0 answered; The API refused the request.',
		});
		const empty = await looking({ villas: new Map([[155, 0]]) });
		expect(empty.code).toBe(0);
		expect(empty.checks.get('Records')).toMatchObject({ verdict: 'warning', is: 'none listed' });
	});

	test('whose clock is another is warned of', async () => {
		const date = new Date(Date.now() + 60_000).toUTCString();
		const { code, checks } = await looking({
			script: () => ({
				...{ kind: 'status', status: 200, body: '{"addresses":null,"totalHits":0}' },
				headers: { Date: date, 'Content-Type': 'application/json' },
			}),
		});
		expect(code).toBe(0);
		expect(checks.get('Clock')).toMatchObject({
			verdict: 'warning',
			is: expect.stringMatching(/^the API's is (59|60|61)\.\d s ahead of ours$/),
		});
	});

	test('that answers no page ends with 65', async () => {
		const { code, checks } = await looking({
			script: () => ({
				kind: 'status',
				status: 200,
				body: '{"homes":[]}',
				headers: { 'Content-Type': 'application/json' },
			}),
		});
		expect(code).toBe(65);
		expect(checks.get('Search page')).toMatchObject({
			verdict: 'failure',
			is: expect.stringMatching(/^totalHits: expected a .*number, got nothing/),
		});
	});
});
