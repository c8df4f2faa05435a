import type { EventEmitter } from 'node:events';

/** As much of pg's pool, and of its connections, as is needed here. */
type ConnectionPool = Pick<EventEmitter, 'on'>;
interface PooledConnection extends Pick<EventEmitter, 'once'> {
	release(destroy?: boolean): void;
	query(...words: unknown[]): unknown;
	readonly connection: { readonly stream: { destroy(): void } };
}

/**
 * Gives connections that are lost back to their pool. Kysely (0.29) keeps one for ever when it was lost inside a transaction, since
 * then neither commit nor rollback succeeds: after a few losses the pool would be empty, and it could never end.
 */
export function returnLostConnections(pool: ConnectionPool): void {
	const inUse = new Set<PooledConnection>();
	pool.on('acquire', (connection: PooledConnection) => inUse.add(connection));
	pool.on('release', (_error: unknown, connection: PooledConnection) => inUse.delete(connection));
	pool.on('connect', (connection: PooledConnection) => {
		cutWhenSilent(connection);
		connection.once('end', () => {
			if (!inUse.has(connection)) return;
			const { release } = connection;
			// Where the cut came outside a transaction, Kysely returns it as well; the pool takes that for a mistake.
			connection.release = () => {};
			release(true);
		});
	});
}

/** A connection over which no answer came in time is lost too, but pg itself leaves it open, with its question still in line. */
function cutWhenSilent(connection: PooledConnection): void {
	const ask = connection.query.bind(connection);
	connection.query = (...words) => {
		const answer = ask(...words);
		if (answer instanceof Promise) {
			answer.catch((error: unknown) => {
				if (error instanceof Error && error.message === 'Query read timeout') connection.connection.stream.destroy();
			});
		}
		return answer;
	};
}
