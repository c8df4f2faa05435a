import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { openDatabase } from '../../src/database/open.ts';
import { serverTarget } from '../../src/database/target.ts';
import type { TestDatabase } from './databases.ts';
import { type PostgresCluster, startCluster } from './postgres-cluster.ts';

/** A database on a server of the test file's own, whose owner is a login without any other right. */
export interface OwnDatabase extends TestDatabase {
	readonly name: string;
	/** The login of the importer. */
	readonly role: string;
	/** Runs SQL in it as the superuser. */
	query<Row = Record<string, unknown>>(sql: string): Promise<Row[]>;
	/** Ends every session of the importer. */
	cutConnections(): Promise<void>;
}

/** Gives the tests of a file a PostgreSQL server that they may stop, fill and misuse. */
export function ownServer(): () => PostgresCluster {
	let cluster: PostgresCluster | undefined;
	beforeAll(async () => {
		cluster = await startCluster();
	});
	afterAll(() => cluster?.[Symbol.asyncDispose]());
	return () => {
		if (cluster === undefined) throw new Error('the server is there from the first test on');
		return cluster;
	};
}

/** An empty database with an importer's login of its own. */
export async function databaseOn(server: PostgresCluster, options = ''): Promise<OwnDatabase> {
	const id = randomUUID().slice(0, 8);
	const [name, role] = [`homes_${id}`, `importer_${id}`];
	await server.query(`create role ${role} login`);
	await server.query(`create database ${name} owner ${role} ${options}`);
	const target = serverTarget(server.url(name, role));
	return {
		target,
		name,
		role,
		open: () => openDatabase(target),
		drop: () => server.query(`drop database ${name} with (force)`).then(() => {}),
		query: (sql) => server.query(sql, name),
		async cutConnections() {
			await server.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`);
		},
	};
}

/** The same with its tables, for tests that put something in the importer's way before it starts. */
export async function readyDatabaseOn(server: PostgresCluster): Promise<OwnDatabase> {
	const database = await databaseOn(server);
	await (await database.open()).close();
	return database;
}
