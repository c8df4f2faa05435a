import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg, { type Client } from 'pg';
import { postgresUser, runPostgresProgram } from './postgres-programs.ts';

declare module 'pg' {
	/** More of the package's shape than `../bench/pg.d.ts` needs. */
	interface Client {
		on(event: 'error', listener: (error: Error) => void): void;
	}
}

/** How a server is told to end: finishing its transactions' rollback, or as if it had crashed. */
export type StopMode = 'fast' | 'immediate';

/** A PostgreSQL server of our own, that may be stopped, filled and misused; gone again with `await using`. */
export interface PostgresCluster extends AsyncDisposable {
	/** A folder that the server may write to, its data folder apart. */
	readonly folder: string;
	/** The address of a database for a login; by default the superuser's. */
	url(database: string, login?: string): string;
	/** Runs SQL as the superuser. */
	query<Row = Record<string, unknown>>(sql: string, database?: string): Promise<Row[]>;
	/** A session of its own as the superuser; ended by the caller. */
	session(database: string): Promise<Client>;
	start(): Promise<void>;
	stop(mode: StopMode): Promise<void>;
	restart(mode: StopMode): Promise<void>;
}

/**
 * Durability beyond the process buys nothing for a server that lives for one test: a server that is killed keeps what it handed to
 * the system. Commits still wait for that, so that nothing that was told is lost.
 */
const settings = { fsync: 'off', max_connections: '40', shared_buffers: '32MB', log_min_messages: 'warning' };

export async function startCluster(): Promise<PostgresCluster> {
	const folder = await mkdtemp(join(tmpdir(), 'bolig-pg-'));
	if (postgresUser !== undefined) await chown(folder, postgresUser.uid, postgresUser.gid);
	const data = join(folder, 'data');
	const port = await freePort();
	await runPostgresProgram('initdb', [
		'-D',
		data,
		'-U',
		'bolig',
		'-A',
		'trust',
		'-E',
		'UTF8',
		'--no-locale',
		'--no-sync',
	]);
	const options = { ...settings, port, listen_addresses: '127.0.0.1', unix_socket_directories: folder };
	const words = Object.entries(options).map(([name, value]) => `-c ${name}=${value}`);
	const control = (action: string, ...more: string[]): Promise<void> =>
		runPostgresProgram('pg_ctl', [action, '-w', '-s', '-D', data, ...more]);
	const starting = ['-l', join(folder, 'log'), '-o', words.join(' ')];
	const url = (database: string, login = 'bolig'): string => `postgresql://${login}@127.0.0.1:${port}/${database}`;

	const session = async (database: string): Promise<Client> => {
		const client = new pg.Client({ connectionString: url(database) });
		// A server that is stopped ends its sessions; whoever uses this one learns it from their next statement.
		client.on('error', () => {});
		await client.connect();
		return client;
	};
	const cluster: PostgresCluster = {
		folder,
		url,
		session,
		async query<Row>(sql: string, database = 'postgres') {
			const client = await session(database);
			const answer = client.query<Row>(sql).finally(() => client.end());
			// Of several statements there are several answers.
			return [await answer].flat().at(-1)?.rows ?? [];
		},
		start: () => control('start', ...starting),
		stop: (mode) => control('stop', '-m', mode),
		restart: (mode) => control('restart', '-m', mode, ...starting),
		async [Symbol.asyncDispose]() {
			await cluster.stop('immediate').catch(() => {});
			await rm(folder, { recursive: true, force: true });
		},
	};
	await cluster.start();
	return cluster;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
