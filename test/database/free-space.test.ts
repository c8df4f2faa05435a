import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FreeSpaceGuard, freeMb, refuseFullDisk } from '../../src/database/free-space.ts';
import { StoreError } from '../../src/import/ports.ts';
import { UserError } from '../../src/shared/errors.ts';

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'bolig-import-space-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const left = (mb: number) => async () => mb;

test.each([
	[64, 0],
	[104, 40],
	[Number.POSITIVE_INFINITY, 40],
])('%d MB are enough to open a database that needs %d MB more', async (free, more) => {
	await expect(refuseFullDisk('/data', more, left(free))).resolves.toBeUndefined();
});

test.each([
	[63, 0, 'The disk of /data has 63 MB left, and the embedded database needs 64 MB to be safe.'],
	[103, 40, 'The disk of /data has 103 MB left, and the embedded database needs 104 MB to be safe.'],
])('%d MB are too few to open one that needs %d MB more: 77 and what to do', async (free, more, message) => {
	const error = await refuseFullDisk('/data', more, left(free)).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(UserError);
	expect(error).toMatchObject({ message, exitCode: 77, hint: expect.stringContaining('--data-dir') });
});

test('a transaction does not begin on a disk that is almost full: the store is away, and says why', async () => {
	const error = await new FreeSpaceGuard('/data', left(63)).beforeTransactionStart().catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(StoreError);
	expect(error).toMatchObject({
		blame: 'unavailable',
		message: 'the disk of /data has 63 MB left, and 64 MB are needed',
	});
});

test('it begins where there is room', async () => {
	await expect(new FreeSpaceGuard('/data', left(64)).beforeTransactionStart()).resolves.toBeUndefined();
});

test('a folder that is not there yet has the room of its nearest parent', async () => {
	const [here, below] = [await freeMb(folder), await freeMb(join(folder, 'not', 'there'))];
	expect(here).toBeGreaterThan(0);
	expect(here).toBeLessThan(Number.POSITIVE_INFINITY);
	expect(Math.abs(here - below)).toBeLessThan(500);
});

test('a file system that does not say how large it is refuses nobody', async () => {
	expect(await freeMb('/proc/self')).toBe(Number.POSITIVE_INFINITY);
});
