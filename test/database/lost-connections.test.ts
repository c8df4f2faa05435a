import { existsSync } from 'node:fs';
import { type EntityManager, MikroORM } from '@mikro-orm/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { toStoreError } from '../../src/database/errors.ts';
import { ormOptions } from '../../src/database/orm-options.ts';
import { serverTarget } from '../../src/database/target.ts';
import { postgresIsHere } from '../support/postgres-programs.ts';
import { ownServer } from '../support/postgres-server.ts';

describe.skipIf(!postgresIsHere)('connections that are lost inside a transaction', () => {
	const server = ownServer();
	let orm: MikroORM;

	beforeAll(async () => {
		const options = await ormOptions(serverTarget(server().url('postgres')));
		const driverOptions = { ...(options.driverOptions as object), query_timeout: 500, connectionTimeoutMillis: 1000 };
		orm = await MikroORM.init({ ...options, driverOptions });
	});

	const lost: number[] = [];

	/** Server processes that are stopped cannot end with their server. */
	afterEach(() => {
		for (const pid of lost.splice(0)) if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGCONT');
	});

	/** Would never settle if a connection were still out. */
	afterAll(() => orm.close());

	const run = (em: EntityManager, sql: string) =>
		em.getConnection().execute<{ pid: number }[]>(sql, [], 'all', em.getTransactionContext());

	/** Begins a transaction, lets something happen to its server process, and asks once more. */
	async function loseIn(happens: (pid: number) => unknown): Promise<unknown> {
		const losing = orm.em.fork().transactional(async (em) => {
			const [backend] = await run(em, 'select pg_backend_pid() as pid');
			await happens(backend?.pid ?? 0);
			await run(em, 'select 1');
		});
		return toStoreError(await losing.catch((error: unknown) => error));
	}

	test.each([
		['that the server has cut', (pid: number) => server().query(`select pg_terminate_backend(${pid})`)],
		['over which the server is silent', (pid: number) => process.kill(pid, 'SIGSTOP')],
	])('those %s go back to the pool, more of them than it holds', async (_, happens) => {
		for (let times = 0; times < 6; times++) {
			const error = await loseIn((pid) => {
				lost.push(pid);
				return happens(pid);
			});
			expect(error).toMatchObject({ blame: 'unavailable', message: expect.not.stringContaining('trying to connect') });
		}
		expect(new Set(lost).size).toBe(6);
		expect(await run(orm.em.fork(), 'select 1 as pid')).toEqual([{ pid: 1 }]);
	});
});
