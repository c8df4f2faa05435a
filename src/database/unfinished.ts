import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of the lock: whoever makes the database holds it. */
const kept = ['lock', 'owner'];

const markOf = (folder: string): string => join(folder, 'unfinished');

/** Whether the folder holds a database that was finished. */
export function isMade(folder: string): boolean {
	return existsSync(join(folder, 'PG_VERSION')) && !existsSync(markOf(folder));
}

/**
 * Makes sure that a database whose making was cut short is made anew. PGlite takes a folder for a database once it holds PG_VERSION,
 * which it writes before its last files: a process that is killed in between would leave a folder that never opens again. Nothing of
 * an import is lost by it, since nothing is stored before the making is finished.
 *
 * @param folder locked by us
 * @returns to be called once the database is made; from then on it is kept whatever happens.
 */
export function startMaking(folder: string): () => void {
	const mark = markOf(folder);
	if (isMade(folder)) return () => {};
	const left = existsSync(mark) ? readdirSync(folder).filter((file) => !kept.includes(file)) : [];
	writeFileSync(mark, '');
	for (const file of left.filter((name) => name !== 'unfinished')) rmSync(join(folder, file), { recursive: true });
	return () => rmSync(mark);
}
