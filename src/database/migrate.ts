import type { MikroORM } from '@mikro-orm/core';
import type { DatabaseTarget } from './target.ts';

/** Any number that is ours alone: the key of the advisory lock under which tables are brought up to date. */
const migrationLock = 7_203_114_368;

/**
 * Brings the tables up to date. On a server under an advisory lock, since MikroORM takes none and two processes that start at once
 * would collide; the embedded database has one connection, on which that lock would wait for itself, and one process anyway.
 */
export async function migrate(orm: MikroORM, target: DatabaseTarget): Promise<void> {
	if (target.kind === 'embedded') {
		await orm.migrator.up();
		return;
	}
	await orm.em.fork().transactional(async (em) => {
		await em
			.getConnection()
			.execute(`select pg_advisory_xact_lock(${migrationLock})`, [], 'all', em.getTransactionContext());
		await orm.migrator.up({ transaction: em.getTransactionContext() });
	});
}
