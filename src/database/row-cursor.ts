import type { EntityManager } from '@mikro-orm/core';

/** As much text is fetched at once, more or less: what a row of the next fetch takes is guessed from the one before. */
const charactersAtOnce = 2 ** 20;
const firstRows = 50;
const mostRows = 2000;

/**
 * Reads a query that gives one text a row, some rows at a time, through a cursor of the server's: whatever the number of rows, few of
 * them are in memory. The transaction is the caller's, and the cursor ends with it.
 */
export async function* readRows(em: EntityManager, sql: string, values: readonly unknown[]): AsyncGenerator<string[]> {
	const run = <Row>(statement: string, params: readonly unknown[] = []): Promise<Row[]> =>
		em.getConnection().execute<Row[]>(statement, [...params], 'all', em.getTransactionContext());
	await run(`declare rows_read no scroll cursor for ${sql}`, values);
	let rows = firstRows;
	while (true) {
		const found = await run<{ line: string }>(`fetch forward ${rows} from rows_read`);
		const lines = found.map(({ line }) => line);
		if (lines.length > 0) yield lines;
		if (lines.length < rows) return;
		const characters = lines.reduce((sum, line) => sum + line.length, 0);
		rows = Math.max(1, Math.min(mostRows, Math.round((rows * charactersAtOnce) / characters)));
	}
}

/**
 * One moment of the database, whatever is written meanwhile; nothing can be written in it. Times come in UTC, and a reader who takes
 * his time is not thrown out for idling.
 */
export function inSnapshot<Result>(em: EntityManager, use: (em: EntityManager) => Promise<Result>): Promise<Result> {
	return em.fork().transactional(async (inner) => {
		const settings = ["timezone = 'UTC'", 'idle_in_transaction_session_timeout = 0'];
		for (const statement of [
			'set transaction isolation level repeatable read, read only',
			...settings.map((setting) => `set local ${setting}`),
		]) {
			await inner.getConnection().execute(statement, [], 'run', inner.getTransactionContext());
		}
		return use(inner);
	});
}
