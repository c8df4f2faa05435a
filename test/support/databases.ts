import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/database/open.ts';
import { type DatabaseTarget, serverTarget } from '../../src/database/target.ts';

/**
 * The two kinds of database that every store test runs on. A server is used when DATABASE_URL names one whose login may create
 * databases (`.ci/run` sees to that); without it those tests skip and say so.
 */
export const serverUrl = process.env.DATABASE_URL;

export interface TestDatabase {
	readonly target: DatabaseTarget;
	/** Opens it with its tables; to be closed by the caller. */
	open(): Promise<Database>;
	/** Removes it. */
	drop(): Promise<void>;
}

/** A database of its own in memory-like speed: a folder of its own under the system's temporary folder. */
export async function embeddedDatabase(): Promise<TestDatabase> {
	const folder = await mkdtemp(join(tmpdir(), 'bolig-import-test-'));
	const target: DatabaseTarget = { kind: 'embedded', folder };
	return { target, open: () => openDatabase(target), drop: () => rm(folder, { recursive: true, force: true }) };
}

/** A fresh database on the server. */
export async function serverDatabase(): Promise<TestDatabase> {
	if (serverUrl === undefined)
		throw new Error('DATABASE_URL is not set: guard this test with describe.skipIf(!serverUrl)');
	const name = `bolig_test_${randomUUID().replaceAll('-', '')}`;
	await onServer(`create database ${name}`);
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	const target = serverTarget(url.href);
	return { target, open: () => openDatabase(target), drop: () => onServer(`drop database ${name} with (force)`) };
}

async function onServer(statement: string): Promise<void> {
	const { MikroORM } = await import('@mikro-orm/postgresql');
	const orm = await MikroORM.init({
		clientUrl: serverUrl ?? '',
		entities: [],
		discovery: { warnWhenNoEntities: false },
		logger: () => {},
	});
	try {
		await orm.em.getConnection().execute(statement);
	} finally {
		await orm.close();
	}
}
