import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import type { TestDatabase } from '../support/databases.ts';
import { postgresIsHere } from '../support/postgres-programs.ts';
import { databaseOn, ownServer } from '../support/postgres-server.ts';
import { temporaryFolder } from '../support/program.ts';
import { count, expectNothingLost, expectResult, runImport, startImport, villas } from '../support/scenario.ts';
import { canMount, type SmallDisk, smallDisk } from '../support/small-disk.ts';

const disks: SmallDisk[] = [];

async function disk(sizeMb: number): Promise<SmallDisk> {
	const made = await smallDisk(sizeMb);
	disks.push(made);
	return made;
}

afterEach(async () => {
	await Promise.all(disks.splice(0).map((made) => made[Symbol.asyncDispose]()));
});

const options = ['--json', '--batch-size', '20'];

describe.skipIf(!postgresIsHere || !canMount)('the disk of the server', () => {
	const server = ownServer();

	test('full in the middle: the batch is held until there is room, and nothing is lost', async () => {
		const { folder, fill, empty } = await disk(64);
		await server().query(`create tablespace small location '${folder}'`);
		const database = await databaseOn(server(), 'tablespace small');
		const api = await sandbox({ ...villas(400), latencyMs: 60 });
		const program = await startImport({ api, database, args: options });
		await program.shows('"number":3,', 'stdout');
		await fill(0);
		await program.shows('database.waiting', 'stdout');
		await empty();
		const ended = await program.ended;
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: 400, imported: 400, failed: 0 });
		expect(ended.events.find(({ type }) => type === 'database.waiting')).toMatchObject({
			reason: expect.stringContaining('No space left on device'),
		});
		expect(await count(database, 'property')).toBe(400);
		await database.drop();
		await server().query('drop tablespace small');
	});
});

describe.skipIf(!canMount)('the disk of the embedded database', () => {
	async function embeddedOn({ folder }: SmallDisk): Promise<TestDatabase> {
		const target = { kind: 'embedded', folder: join(folder, 'homes') } as const;
		const { openDatabase } = await import('../../src/database/open.ts');
		return { target, open: () => openDatabase(target), drop: async () => {} };
	}

	test('almost full in the middle: it waits, says why, and goes on when there is room', async () => {
		const small = await disk(200);
		const [api, database] = [await sandbox({ ...villas(400), latencyMs: 60 }), await embeddedOn(small)];
		const program = await startImport({ api, database, args: options });
		await program.shows('"number":3,', 'stdout');
		await small.fill(20);
		await program.shows('database.waiting', 'stdout');
		await small.empty();
		const ended = await program.ended;
		expect(ended.code, ended.stderr).toBe(0);
		expectResult(ended, 'completed', { discovered: 400, imported: 400, failed: 0 });
		expect(ended.events.find(({ type }) => type === 'database.waiting')).toMatchObject({
			reason: expect.stringMatching(/^the disk of \S+ has \d+ MB left, and 64 MB are needed$/),
		});
		expect(await count(database, 'property')).toBe(400);
	});

	test('almost full for good: whoever asks for the end gets it soon, with 77, and the folder opens again', async () => {
		const small = await disk(200);
		const [api, database] = [await sandbox({ ...villas(400), latencyMs: 60 }), await embeddedOn(small)];
		const program = await startImport({ api, database, args: options });
		await program.shows('"number":3,', 'stdout');
		await small.fill(20);
		await program.shows('database.waiting', 'stdout');
		program.kill('SIGTERM');
		const ended = await program.ended;
		expect(ended.code, ended.stderr).toBe(77);
		expect(ended.result.stopReason).toMatchObject({ kind: 'database', message: expect.stringContaining('MB left') });
		expectNothingLost(ended.result.counts);
		await small.empty();
		expect(await count(database, 'property')).toBe(ended.result.counts.imported);
	});

	test('almost full at the start: 77, how much is left, and what to do; the folder is left alone', async () => {
		const small = await disk(90);
		const [api, database] = [await sandbox(villas(5)), await embeddedOn(small)];
		const folder = join(small.folder, 'homes');
		const ended = await runImport({ api, database });
		expect(ended.code).toBe(77);
		expect(ended.stderr).toContain(
			`bolig-import: The disk of ${folder} has 90 MB left, and the embedded database needs 104 MB to be safe.\n` +
				'  Make room, or choose a folder on another disk with --data-dir.\n',
		);
		expect(await readdir(small.folder)).toEqual([]);
	});
});

test('a folder on a disk with room is opened, though it and its parents are not there yet', async () => {
	const home = await temporaryFolder();
	await mkdir(join(home, 'a'));
	const api = await sandbox(villas(5));
	const ended = await runImport({
		api,
		database: {
			target: { kind: 'embedded', folder: join(home, 'a', 'b', 'c') },
			open: () => Promise.reject(new Error('not opened here')),
			drop: async () => {},
		},
	});
	expect(ended.code, ended.stderr).toBe(0);
});
