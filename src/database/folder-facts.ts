import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isMade } from './unfinished.ts';

/** What a data folder is, told without writing, locking or opening anything in it. */
export interface FolderFacts {
	/**
	 * `absent` or `empty`: nothing was made there yet; `made`: a database; `unfinished`: its making was cut short, and the next import
	 * makes it anew; `strange`: somebody else's files.
	 */
	readonly state: 'absent' | 'empty' | 'made' | 'unfinished' | 'strange';
	/** It, or the nearest folder above that exists, can be written by us. */
	readonly writable: boolean;
	/** A process has it open: its id where it says so, else ''; undefined where none has. */
	readonly heldBy: string | undefined;
	/** Of PostgreSQL's files. */
	readonly version: string | undefined;
}

export function readFolderFacts(folder: string): FolderFacts {
	const state = stateOf(folder);
	return {
		state,
		writable: isWritable(folder),
		heldBy: isHeld(join(folder, 'lock')) ? (readIfThere(join(folder, 'owner')) ?? '') : undefined,
		version: readIfThere(join(folder, 'PG_VERSION')),
	};
}

function stateOf(folder: string): FolderFacts['state'] {
	if (!existsSync(folder)) return 'absent';
	const files = readdirSync(folder);
	if (files.length === 0) return 'empty';
	if (!files.includes('lock')) return 'strange';
	if (isMade(folder)) return 'made';
	return files.every((file) => file === 'lock' || file === 'owner') ? 'empty' : 'unfinished';
}

function isWritable(folder: string): boolean {
	if (!existsSync(folder)) {
		const parent = dirname(folder);
		return parent !== folder && isWritable(parent);
	}
	try {
		accessSync(folder, constants.W_OK | constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** The lock is SQLite's exclusive one (see `lockFolder`): while it is held not even reading is let in. */
function isHeld(lock: string): boolean {
	if (!existsSync(lock)) return false;
	const file = new DatabaseSync(lock, { readOnly: true });
	try {
		file.prepare('select count(*) from sqlite_master').get();
		return false;
	} catch (error) {
		if (error instanceof Error && /database is locked/i.test(error.message)) return true;
		throw error;
	} finally {
		file.close();
	}
}

function readIfThere(file: string): string | undefined {
	return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
