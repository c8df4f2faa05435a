import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFile, openStream } from '../../src/export/output.ts';
import { canMount, smallDisk } from '../support/small-disk.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'bolig-export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a file takes its name only once it is whole; an older one stays until then', async () => {
	const file = join(folder, 'a.csv');
	await writeFile(file, 'old');
	const output = await openFile(file);
	await output.write('å');
	await output.write(new Uint8Array([33]));
	expect(readFileSync(file, 'utf8')).toBe('old');
	expect(output.bytes).toBe(3);
	await output.finish();
	expect(readFileSync(file, 'utf8')).toBe('å!');
	expect(await readdir(folder)).toEqual(['a.csv']);
});

test('what is discarded leaves nothing, and the older file as it was', async () => {
	const file = join(folder, 'a.csv');
	await writeFile(file, 'old');
	const output = await openFile(file);
	await output.write('new');
	await output.discard();
	expect(await readdir(folder)).toEqual(['a.csv']);
	expect(readFileSync(file, 'utf8')).toBe('old');
});

test('the leavings of a killed export are in nobody’s way', async () => {
	const file = join(folder, 'a.csv');
	await writeFile(`${file}.part`, 'half of one that was killed');
	const output = await openFile(file);
	await output.write('x');
	await output.finish();
	expect(readFileSync(file, 'utf8')).toBe('x');
});

test('of two exports into one file, the first one fails rather than name the other’s half', async () => {
	const file = join(folder, 'a.csv');
	const first = await openFile(file);
	const second = await openFile(file);
	await second.write('half');
	await expect(first.finish()).rejects.toMatchObject({
		exitCode: 74,
		message: expect.stringMatching(/another export/),
	});
	expect(existsSync(file)).toBe(false);
});

test('a link goes on pointing where it does', async () => {
	await mkdir(join(folder, 'real'));
	await writeFile(join(folder, 'real', 'a.csv'), 'old');
	await symlink(join(folder, 'real', 'a.csv'), join(folder, 'link.csv'));
	const output = await openFile(join(folder, 'link.csv'));
	await output.write('new');
	await output.finish();
	expect(readFileSync(join(folder, 'real', 'a.csv'), 'utf8')).toBe('new');
});

test('a folder, a device or a folder that does not exist is refused by name', async () => {
	await expect(openFile(folder)).rejects.toMatchObject({ exitCode: 64, message: expect.stringMatching(/is a folder/) });
	await expect(openFile('/dev/null')).rejects.toMatchObject({
		exitCode: 64,
		message: expect.stringMatching(/not a file/),
	});
	const nowhere = join(folder, 'none', 'a.csv');
	await expect(openFile(nowhere)).rejects.toMatchObject({
		exitCode: 74,
		message: `The export cannot be written to ${nowhere}: its folder does not exist.`,
	});
});

test.skipIf(!canMount)('a full disk is told, and nothing of the file is left', async () => {
	await using disk = await smallDisk(4);
	const output = await openFile(join(disk.folder, 'a.csv'));
	await expect(output.write(Buffer.alloc(8 * 2 ** 20))).rejects.toMatchObject({
		exitCode: 74,
		message: expect.stringMatching(/the disk is full/),
	});
	await output.discard();
	expect(await readdir(disk.folder)).toEqual([]);
});

test('a slow reader slows the writer: a piece is taken only when the one before has gone', async () => {
	const waiting: (() => void)[] = [];
	const slow = new Writable({ write: (_chunk, _encoding, done) => void waiting.push(done) });
	const output = openStream(slow);
	let taken = false;
	const write = output.write('x').then(() => {
		taken = true;
	});
	await new Promise(setImmediate);
	expect(taken).toBe(false);
	waiting.shift()?.();
	await write;
	expect(output.bytes).toBe(1);
});
