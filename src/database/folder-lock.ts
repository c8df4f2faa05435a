import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { exitCode, UserError } from '../shared/errors.ts';

export interface FolderLock {
	release(): void;
}

/**
 * Lets one process at a time open a data folder; PGlite itself does not refuse a second and would damage the files.
 * The lock is the operating system's own, taken through SQLite's exclusive transaction: it ends with the process, however that
 * ends, so nothing stale is ever left behind. The owner's process id stands beside it, for the message alone.
 *
 * @throws UserError when the folder cannot be written, or another process holds it.
 */
export function lockFolder(folder: string): FolderLock {
	const ownerFile = join(folder, 'owner');
	const lock = openLockFile(folder);
	try {
		lock.exec('pragma journal_mode = memory; begin exclusive');
		writeFileSync(ownerFile, String(process.pid));
	} catch (cause) {
		lock.close();
		if (!isBusy(cause)) throw cannotUse(folder, cause);
		throw new UserError(`The data folder ${folder} is in use by another bolig-import${owner(ownerFile)}.`, {
			hint: 'Wait for it to end, choose another folder with --data-dir, or use a PostgreSQL server, which many may share.',
			exitCode: exitCode.databaseUnavailable,
			cause,
		});
	}
	return { release: () => lock.close() };
}

function openLockFile(folder: string): DatabaseSync {
	try {
		makeFolder(folder);
		refuseStrangers(folder);
		return new DatabaseSync(join(folder, 'lock'));
	} catch (cause) {
		throw cannotUse(folder, cause);
	}
}

/** A folder that holds something else is somebody's: PostgreSQL's files do not belong among them. */
function refuseStrangers(folder: string): void {
	const files = readdirSync(folder);
	if (files.length > 0 && !files.includes('lock')) throw new Error('it holds other files already');
}

/** Node's own `recursive` never returns where a file system refuses with ENOENT, as /proc does. */
function makeFolder(folder: string): void {
	if (existsSync(folder)) return;
	const parent = dirname(folder);
	if (parent !== folder) makeFolder(parent);
	try {
		mkdirSync(folder);
	} catch (error) {
		// Another process may have been first.
		if (!existsSync(folder)) throw error;
	}
}

function cannotUse(folder: string, cause: unknown): UserError {
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new UserError(`The data folder ${folder} cannot be used: ${reason}.`, {
		hint: 'Choose an empty folder of your own with --data-dir, or mend its rights.',
		exitCode: exitCode.databaseUnavailable,
		cause,
	});
}

function isBusy(error: unknown): boolean {
	return error instanceof Error && /database is locked/i.test(error.message);
}

function owner(file: string): string {
	try {
		return ` (process ${readFileSync(file, 'utf8')})`;
	} catch {
		return '';
	}
}
