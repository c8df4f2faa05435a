import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/database/open.ts';
import { sandbox } from '../../sandbox/client.ts';
import { serverUrl } from '../../support/databases.ts';
import { temporaryFolder } from '../../support/program.ts';
import type { PtyProgram } from '../../support/pty.ts';
import { count, databaseArgs, freshDatabase, query } from '../../support/scenario.ts';
import { expectEnd, inTerminal, keys } from './support.ts';

async function homesIn(folder: string): Promise<unknown> {
	const { orm, close } = await openDatabase({ kind: 'embedded', folder });
	const sql = `select municipality_code as code, count(*)::int as homes from property group by 1`;
	return orm.em.getConnection().execute(sql).finally(close);
}

/** From the first step to the last, with whatever is the default there. */
async function acceptEverything(program: PtyProgram): Promise<void> {
	program.press(keys.enter);
	await program.until('step 2 of 4');
	program.press(keys.enter);
	await program.until('step 3 of 4');
	program.press(keys.enter);
	await program.until('step 4 of 4');
}

describe('the wizard', () => {
	test('by keys to a finished import; the next time begins with the same choices', async () => {
		const [home, folder] = [await temporaryFolder(), await temporaryFolder()];
		const args = ['--sandbox', '--latency', '20', '--data-dir', folder];
		const first = await inTerminal(args, { home });
		await first.until('step 1 of 4');
		first.press('fan\u0015laesø'); // Ctrl-U clears what was typed, at any speed
		await first.until(/▸ ◯ Læsø +– +418 +never/);
		first.press(' ');
		await first.until('1 chosen: Læsø (418 homes)');
		first.press(keys.enter);
		await first.until('1 chosen: villa');
		first.press(keys.enter);
		await first.until('▸ ◉ production');
		first.press(`${keys.end} `);
		await first.until('▸ ◉ fetch pages');
		first.press(`${keys.up}${keys.up}`);
		await first.until('▸   Batch size');
		first.press('25');
		await first.until('a commit every 25 homes');
		first.press(keys.enter);
		await first.until(/Homes +418 in the API, 0 stored: 418 to import/);
		await first.until(/--municipality laesoe --batch-size 25|--municipality laesoe \\\n +--batch-size 25/);
		first.press(keys.enter);
		await first.until('Læsø · villa');
		const summary = await expectEnd(first, 0);
		expect(summary).toMatch(/^✓ Læsø · villa: complete$/m);
		expect(summary).toMatch(/imported +418 +skipped 0 +failed 0/);
		expect(await homesIn(folder)).toEqual([{ code: 825, homes: 418 }]);

		const second = await inTerminal(args, { home });
		await second.until('1 chosen: Læsø (418 homes)');
		await acceptEverything(second);
		await second.until(/Batch size +25/);
		await second.until(/Fetch +pages, up to 500 homes a request/);
		await second.until(/418 in the API, 418 stored: nothing new to import/);
		second.press(keys.enter);
		expect(await expectEnd(second, 0)).toMatch(/imported +0 +skipped 418 +failed 0/);
	});

	test('esc goes back and keeps what was chosen; d only says what would be done', async () => {
		const database = await freshDatabase();
		const program = await inTerminal(['--sandbox', ...databaseArgs(database)]);
		await program.until('step 1 of 4');
		program.press('fanø ');
		await program.until('1 chosen: Fanø');
		await acceptEverything(program);
		program.press(keys.escape);
		await program.until('step 3 of 4');
		program.press(`${keys.end}${keys.up}${keys.up}7`);
		await program.until('a commit every 7 homes');
		program.press(keys.escape);
		await program.until('step 2 of 4');
		program.press(`${keys.down} `);
		await program.until('2 chosen: villa, terraced house');
		program.press(keys.escape);
		await program.until('1 chosen: Fanø');
		await acceptEverything(program);
		await program.until(/Home types +villa, terraced house\n.*\n Batch size +7 /);
		program.press('d');
		const said = await expectEnd(program, 0);
		expect(said).toContain('Fanø');
		expect(said).not.toContain('step 4 of 4');
		expect(await count(database, 'import_run')).toBe(0);
	});

	const planFanoe = async (args: readonly string[], home: string): Promise<void> => {
		const options = ['--sandbox', '--dry-run', '--timeline', '--workers', 'auto'];
		const program = await inTerminal([...options, ...args], { home });
		await program.until('step 1 of 4');
		program.press('fanø ');
		await program.until('1 chosen: Fanø');
		await acceptEverything(program);
		await program.until(/Workers +auto +as many as the API bears, up to 64\n/);
		await program.until(/Timeline +about \d+ requests more/);
		await program.until(/Homes +[\d,]+ in the API, 0 stored/);
		program.press(keys.enter);
		const said = await expectEnd(program, 0);
		expect(said).toMatch(/requests +about [\d,]+: [\d,]+ homes, \d+ timelines?, \d+ requests? to the search\n/);
		expect(said).toContain('Nothing was stored now.');
	};

	test('with --dry-run it makes no folder, and tells what an import would take', async () => {
		const home = await temporaryFolder();
		await planFanoe(['--data-dir', 'homes'], home);
		expect(existsSync(join(home, 'homes'))).toBe(false);
	});

	test.skipIf(serverUrl === undefined)('with --dry-run it makes no tables on a server', async () => {
		const database = await freshDatabase('server');
		await planFanoe(databaseArgs(database), await temporaryFolder());
		const tables = await query(database, `select 1 from information_schema.tables where table_schema = 'public'`);
		expect(tables).toEqual([]);
	});

	test.each([
		[
			'q',
			async (program: PtyProgram) => {
				program.press(`fanø ${keys.enter}`);
				await program.until('step 2 of 4');
				program.press('q');
				await program.until('Leave without importing?');
				program.press('q');
			},
		],
		['Ctrl-C', async (program: PtyProgram) => program.press(keys.interrupt)],
	] as const)('%s leaves it, and nothing was done', async (_, leave) => {
		const database = await freshDatabase();
		const program = await inTerminal(['--sandbox', ...databaseArgs(database)]);
		await program.until('step 1 of 4');
		await leave(program);
		expect(await expectEnd(program, 0)).toMatch(/^(opening .*)?$/);
		expect(await count(database, 'import_run')).toBe(0);
	});

	test('what the flags say is not asked', async () => {
		const api = await sandbox();
		const args = ['--api-url', api.url, ...databaseArgs(await freshDatabase())];
		const program = await inTerminal([...args, '--type', 'condo', '--workers', '5', '--batch-size', '9']);
		await program.until('step 1 of 2');
		program.press(`fanø ${keys.enter}`);
		await program.until('step 2 of 2');
		await program.until(/Home types +condo\n +Workers +5 .*\n +Batch size +9 /);
		program.kill('SIGTERM');
		await expectEnd(program, 75);
	});
});
