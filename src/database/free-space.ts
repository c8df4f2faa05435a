import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EventSubscriber } from '@mikro-orm/core';
import { StoreError } from '../import/ports.ts';
import { exitCode, UserError } from '../shared/errors.ts';

/**
 * The embedded PostgreSQL does not survive a full disk: it stops inside its WebAssembly, where not even a signal is heard, and the
 * folder cannot be opened again before there is room. So it never writes unless so much is free.
 *
 * Measured: 1,000 generated homes in one commit add 4 MB to the tables and 6 MB to the log of changes, which grows by files of 16 MB.
 */
export const leastFreeMb = 64;

/** A new database takes so much before the first home is stored. */
export const newDatabaseMb = 40;

/** Whole MB that may still be written where the folder is, or will be; Infinity where the file system does not say. */
export async function freeMb(folder: string): Promise<number> {
	try {
		const { bavail, bsize, blocks } = await statfs(folder);
		return blocks === 0 ? Number.POSITIVE_INFINITY : Math.floor((bavail * bsize) / 2 ** 20);
	} catch (error) {
		const parent = dirname(folder);
		const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		return missing && parent !== folder ? freeMb(parent) : Number.POSITIVE_INFINITY;
	}
}

/** @throws UserError where the disk is too full to open the embedded database. */
export async function refuseFullDisk(folder: string, moreMb: number, measure = freeMb): Promise<void> {
	const [free, needed] = [await measure(folder), leastFreeMb + moreMb];
	if (free >= needed) return;
	throw new UserError(
		`The disk of ${folder} has ${free} MB left, and the embedded database needs ${needed} MB to be safe.`,
		{
			hint: 'Make room, or choose a folder on another disk with --data-dir.',
			exitCode: exitCode.databaseUnavailable,
		},
	);
}

/** Keeps the embedded database from beginning to write on a disk that is almost full: it is away until there is room again. */
export class FreeSpaceGuard implements EventSubscriber {
	readonly #folder: string;
	readonly #measure: typeof freeMb;

	constructor(folder: string, measure = freeMb) {
		this.#folder = folder;
		this.#measure = measure;
	}

	/** @throws StoreError, before anything of the transaction has begun. */
	async beforeTransactionStart(): Promise<void> {
		const free = await this.#measure(this.#folder);
		if (free >= leastFreeMb) return;
		const message = `the disk of ${this.#folder} has ${free} MB left, and ${leastFreeMb} MB are needed`;
		throw new StoreError('unavailable', 'ENOSPC', message);
	}
}
