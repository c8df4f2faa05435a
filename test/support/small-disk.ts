import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { chown, mkdtemp, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresUser } from './postgres-programs.ts';

const run = promisify(execFile);

/** Whether disks of our own can be mounted here, which takes root and a kernel that lets it. */
export const canMount = tryMount();

/** A disk in memory that is full sooner than any other; unmounted with `await using`. */
export interface SmallDisk extends AsyncDisposable {
	readonly folder: string;
	/** Takes all the room but so many MB. */
	fill(leftMb: number): Promise<void>;
	/** Gives the room back. */
	empty(): Promise<void>;
}

export async function smallDisk(sizeMb: number): Promise<SmallDisk> {
	const folder = await mkdtemp(join(tmpdir(), 'bolig-disk-'));
	await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', folder]);
	if (postgresUser !== undefined) await chown(folder, postgresUser.uid, postgresUser.gid);
	const ballast = join(folder, 'ballast');
	return {
		folder,
		async fill(leftMb) {
			const { bavail, bsize } = await statfs(folder);
			const room = Math.max(0, bavail * bsize - leftMb * 2 ** 20);
			await writeFile(ballast, Buffer.alloc(room)).catch((error: NodeJS.ErrnoException) => {
				// Somebody else took of the room meanwhile: it is full all the same.
				if (error.code !== 'ENOSPC') throw error;
			});
		},
		empty: () => rm(ballast, { force: true }),
		async [Symbol.asyncDispose]() {
			// Lazily, since a process that was killed a moment ago may still have it open.
			await run('umount', ['--lazy', folder]);
			await rmdir(folder);
		},
	};
}

function tryMount(): boolean {
	if (process.getuid?.() !== 0) return false;
	const folder = mkdtempSync(join(tmpdir(), 'bolig-disk-'));
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
		execFileSync('umount', [folder], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	} finally {
		rmdirSync(folder);
	}
}
