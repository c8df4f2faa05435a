import type { EventEmitter } from 'node:events';

/** As much of pg's pool, and of its connections, as is needed here. */
type ConnectionPool = Pick<EventEmitter, 'on'>;
interface PooledConnection extends Pick<EventEmitter, 'once'> {
	release(destroy?: boolean): void;
}

/**
 * Gives connections that the server has cut back to their pool. Kysely (0.29) keeps one for ever when the cut came inside a
 * transaction, since then neither commit nor rollback succeeds: after a few cuts the pool would be empty, and it could never end.
 */
export function returnLostConnections(pool: ConnectionPool): void {
	const inUse = new Set<PooledConnection>();
	pool.on('acquire', (connection: PooledConnection) => inUse.add(connection));
	pool.on('release', (_error: unknown, connection: PooledConnection) => inUse.delete(connection));
	pool.on('connect', (connection: PooledConnection) => {
		connection.once('end', () => {
			if (!inUse.has(connection)) return;
			const { release } = connection;
			// Where the cut came outside a transaction, Kysely returns it as well; the pool takes that for a mistake.
			connection.release = () => {};
			release(true);
		});
	});
}
