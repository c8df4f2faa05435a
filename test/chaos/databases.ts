import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/open.ts';
import { startCluster } from '../support/postgres-cluster.ts';
import { postgresIsHere, whyNoPostgres } from '../support/postgres-programs.ts';

/** A database that an import goes into. */
export interface ChaosDatabase {
	/** How the importer is told of it. */
	readonly args: readonly string[];
	/** What it holds, by one statement; no importer may be running. */
	query<Row>(sql: string): Promise<Row[]>;
}

/** Two databases in the same place: one that is left in peace, and one that is not. */
export interface Databases extends AsyncDisposable {
	readonly calm: ChaosDatabase;
	readonly chaotic: ChaosDatabase;
	/** Restarts the server as if it had crashed. */
	restart(): Promise<void>;
}

export async function serverDatabases(): Promise<Databases> {
	if (!postgresIsHere) throw new Error(`--database server ${whyNoPostgres}`);
	const cluster = await startCluster();
	const make = async (name: string): Promise<ChaosDatabase> => {
		await cluster.query(`create database ${name}`);
		return { args: ['--database', cluster.url(name)], query: (sql) => cluster.query(sql, name) };
	};
	let restarting = Promise.resolve();
	return {
		calm: await make('calm'),
		chaotic: await make('chaotic'),
		restart() {
			// One after the other, whoever asks.
			restarting = restarting.then(() => cluster.restart('immediate'));
			return restarting;
		},
		[Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
	};
}

export async function embeddedDatabases(): Promise<Databases> {
	const parent = await mkdtemp(join(tmpdir(), 'bolig-chaos-'));
	const inFolder = (name: string): ChaosDatabase => {
		const folder = join(parent, name);
		return { args: ['--data-dir', folder], query: (sql) => queryFolder(folder, sql) };
	};
	return {
		calm: inFolder('calm'),
		chaotic: inFolder('chaotic'),
		restart: () => Promise.reject(new Error('an embedded database has no server')),
		[Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }),
	};
}

/** Opened as the program opens it. */
async function queryFolder<Row>(folder: string, sql: string): Promise<Row[]> {
	const { orm, close } = await openDatabase({ kind: 'embedded', folder });
	return orm.em.getConnection().execute<Row[]>(sql).finally(close);
}
