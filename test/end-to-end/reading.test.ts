import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serverUrl, type TestDatabase } from '../support/databases.ts';
import { runProgram, temporaryFolder } from '../support/program.ts';
import { count, databaseArgs, expectPlainError, freshDatabase, query } from '../support/scenario.ts';

/** Commands that only read, with how each ends where nothing is stored. */
const commands = [
	['status', 6],
	['runs', 0],
	['changes', 0],
	['errors', 0],
	['report', 64],
] as const;

const ended = (command: string, database: TestDatabase) => runProgram([command, ...databaseArgs(database)]);

describe.each(commands)('%s, which only reads', (command, code) => {
	test('makes no database: not of an empty folder, nor of one whose making was cut short', async () => {
		const folder = join(await temporaryFolder(), 'homes');
		for (const left of [[], ['lock', 'unfinished', 'PG_VERSION']]) {
			mkdirSync(folder, { recursive: true });
			for (const file of left) writeFileSync(join(folder, file), '');
			const { stdout, stderr, code: ending } = await runProgram([command, '--data-dir', folder]);
			expect(stdout + stderr).toContain('Nothing is stored yet in');
			expect(ending).toBe(code);
			expect(readdirSync(folder).sort()).toEqual([...left].sort());
		}
		expect(existsSync(folder)).toBe(true);
	});

	test.skipIf(serverUrl === undefined)('makes no table on a server, and alters none of an older version', async () => {
		const database = await freshDatabase('server');
		const { stdout, stderr, code: ending } = await ended(command, database);
		expect(stdout + stderr).toContain('Nothing is stored yet in');
		expect(ending).toBe(code);
		expect(await count(database, `pg_tables where schemaname = 'public'`)).toBe(0);
		await (await database.open()).close();
		const names = 'select name from mikro_orm_migrations order by id desc';
		const [last] = await query<{ name: string }>(database, names);
		await query(database, `delete from mikro_orm_migrations where name = '${last?.name}'`);
		const left = await query(database, names);
		expectPlainError(
			await ended(command, database),
			77,
			/^bolig-import: The tables in .* are those of an older version/,
			/next import brings them up to date/,
		);
		expect(await query(database, names)).toEqual(left);
	});
});
