import { MikroORM } from '@mikro-orm/core';
import { StoreError } from '../import/ports.ts';
import { exitCode, UserError } from '../shared/errors.ts';
import { isDatabaseFault } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { newDatabaseMb, refuseFullDisk } from './free-space.ts';
import { appliedMigrations, pendingMigrations } from './known-migrations.ts';
import { migrate } from './migrate.ts';
import { ormOptions, type QueryLog } from './orm-options.ts';
import { refusal } from './refusal.ts';
import { type DatabaseTarget, describeTarget } from './target.ts';
import { isMade, startMaking } from './unfinished.ts';

/** An open database with its tables up to date. */
export interface Database {
	readonly orm: MikroORM;
	close(): Promise<void>;
}

/** The oldest PostgreSQL server that is supported, as `server_version_num` says it. */
export const oldestServer = 150_000;

/**
 * Opens the database and brings its tables up to date.
 * @throws UserError with exit code 77 that says what is in the way: no server, wrong password, no such database, a folder in use ...
 */
export async function openDatabase(target: DatabaseTarget, log?: QueryLog): Promise<Database> {
	if (target.kind === 'embedded') await refuseFullDisk(target.folder, isMade(target.folder) ? 0 : newDatabaseMb);
	return open(target, log, (orm) => migrate(orm, target));
}

/**
 * Opens a database as it is: no table is made or altered, and on a server the right to read is enough. Its tables may be those of an
 * older version, or none. undefined where an embedded one was never made.
 * @throws UserError as `openDatabase` does.
 */
export async function openAsIs(target: DatabaseTarget, log?: QueryLog): Promise<Database | undefined> {
	if (target.kind === 'embedded') {
		if (!isMade(target.folder)) return undefined;
		await refuseFullDisk(target.folder, 0);
	}
	return open(target, log, async () => {});
}

/**
 * Whether a database that was opened as it is has our tables.
 * @throws UserError with 77 where they are of an older version: questions about them would be answered wrongly, or not at all.
 */
export async function hasCurrentTables({ orm }: Database, target: DatabaseTarget): Promise<boolean> {
	const applied = await appliedMigrations(orm.em.fork());
	if (applied === undefined || applied.length === 0) return false;
	if (pendingMigrations(applied).length === 0) return true;
	throw new UserError(
		`The tables in ${describeTarget(target)} are those of an older version, and to read alters nothing.`,
		{
			hint: 'The next import brings them up to date and keeps what is stored.',
			exitCode: exitCode.databaseUnavailable,
		},
	);
}

async function open(
	target: DatabaseTarget,
	log: QueryLog | undefined,
	prepare: (orm: MikroORM) => Promise<void>,
): Promise<Database> {
	const lock = target.kind === 'embedded' ? lockFolder(target.folder) : undefined;
	let orm: MikroORM | undefined;
	try {
		const made = target.kind === 'embedded' ? startMaking(target.folder) : undefined;
		orm = await MikroORM.init(await ormOptions(target, log));
		await checkVersion(orm);
		made?.();
		await prepare(orm);
		const opened = orm;
		return { orm: opened, close: () => opened.close().finally(() => lock?.release()) };
	} catch (error) {
		// Whatever closing meets, the first error is the one that matters.
		await orm?.close().catch(() => {});
		lock?.release();
		throw error instanceof UserError ? error : refusal(target, error);
	}
}

/** What the database refuses after it was opened, as an error for people; anything else as it is. */
export function asRefusal(target: DatabaseTarget, error: unknown): unknown {
	if (error instanceof UserError) return error;
	return error instanceof StoreError || isDatabaseFault(error) ? refusal(target, error) : error;
}

async function checkVersion(orm: MikroORM): Promise<void> {
	const [row] = await orm.em
		.getConnection()
		.execute<{ version: number }[]>(`select current_setting('server_version_num')::int as version`);
	const version = row?.version ?? 0;
	if (version >= oldestServer) return;
	throw new UserError(`The server is PostgreSQL ${Math.floor(version / 10_000)}, and bolig-import needs 15 or later.`, {
		hint: 'Use a newer server, or leave out --database to use the embedded one.',
		exitCode: exitCode.databaseUnavailable,
	});
}
