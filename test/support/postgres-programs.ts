import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where Debian and Ubuntu put the programs of each version of PostgreSQL. */
const versions = '/usr/lib/postgresql';

/** The folder of the newest PostgreSQL server here that is new enough. */
const folder = newest();

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root: then its own user runs it, and must own its files. */
export const postgresUser = isRoot ? userOf('postgres') : undefined;

/** Whether throw-away servers can be made here. */
export const postgresIsHere = folder !== undefined && (postgresUser !== undefined || !isRoot);
export const whyNoPostgres = `needs PostgreSQL 15 or later in ${versions}, and as root a user postgres`;

function newest(): string | undefined {
	const found = existsSync(versions) ? readdirSync(versions).map(Number) : [];
	const [version] = found.filter((number) => number >= 15).sort((a, b) => b - a);
	const programs = join(versions, String(version), 'bin');
	return existsSync(join(programs, 'initdb')) ? programs : undefined;
}

function userOf(name: string): { uid: number; gid: number } | undefined {
	const id = (which: string): number => Number(execFileSync('id', [which, name], { stdio: 'pipe', encoding: 'utf8' }));
	try {
		return { uid: id('-u'), gid: id('-g') };
	} catch {
		return undefined;
	}
}

/** Runs one of PostgreSQL's programs to its end. @throws with what it printed when it fails. */
export async function runPostgresProgram(name: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<void> {
	if (folder === undefined) throw new Error(whyNoPostgres);
	await run(join(folder, name), [...args], {
		cwd: '/',
		...postgresUser,
		env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' },
	});
}
