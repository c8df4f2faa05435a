import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../src/database/folder-lock.ts';
import { UserError } from '../../src/shared/errors.ts';

const module = new URL('../../src/database/folder-lock.ts', import.meta.url).href;
let parent: string;
let folder: string;

beforeEach(async () => {
	parent = await mkdtemp(join(tmpdir(), 'bolig-import-lock-'));
	folder = join(parent, 'a', 'data folder');
});

afterEach(() => rm(parent, { recursive: true, force: true }));

function refusal(of: string): UserError {
	try {
		lockFolder(of).release();
	} catch (error) {
		if (error instanceof UserError) return error;
		throw error;
	}
	throw new Error(`${of} was not refused`);
}

/** Another process that holds the lock until it is killed. */
async function holder() {
	const program = `const { lockFolder } = await import(${JSON.stringify(module)});
		lockFolder(${JSON.stringify(folder)});
		console.log('held');
		setInterval(() => {}, 1000);`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	await once(child.stdout, 'data');
	return child;
}

test('a second lock is refused, in words for people, until the first is released', () => {
	const lock = lockFolder(folder);
	const error = refusal(folder);
	expect(error).toMatchObject({ exitCode: 77, hint: expect.stringContaining('--data-dir') });
	expect(error.message).toBe(`The data folder ${folder} is in use by another bolig-import (process ${process.pid}).`);
	lock.release();
	lockFolder(folder).release();
});

test('the lock of a process that is killed is free at once, and its owner is no longer named', async () => {
	const child = await holder();
	expect(refusal(folder).message).toContain(`(process ${child.pid})`);
	child.kill('SIGKILL');
	await once(child, 'close');
	const lock = lockFolder(folder);
	expect(refusal(folder).message).toContain(`(process ${process.pid})`);
	lock.release();
});

test('locking leaves two small files in the folder and nothing else', async () => {
	lockFolder(folder).release();
	expect((await readdir(folder)).sort()).toEqual(['lock', 'owner']);
});

test.each([
	['under a file', async () => join(parent, 'file', 'data')],
	['that is a file', async () => join(parent, 'file')],
	['where the file system takes no folders', async () => '/proc/bolig-import/data'],
])('a folder %s is refused with its name and the reason', async (_, place) => {
	await writeFile(join(parent, 'file'), '');
	const path = await place();
	const error = refusal(path);
	expect(error.message).toContain(`The data folder ${path} cannot be used: `);
	expect(error).toMatchObject({ exitCode: 77, hint: expect.stringContaining('--data-dir') });
});
