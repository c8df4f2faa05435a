import { describe, expect, test } from 'vitest';
import { sandbox } from '../../sandbox/client.ts';
import { databaseArgs, freshDatabase, query } from '../../support/scenario.ts';
import { expectEnd, inTerminal, untilDone } from './support.ts';

/** A real number of homes, of every type. */
async function asked() {
	const [api, database] = [await sandbox({ latencyMs: 20 }), await freshDatabase()];
	const words = ['--municipality', 'koebenhavn', '--type', 'all', '--api-url', api.url, ...databaseArgs(database)];
	const program = await inTerminal(words);
	const screen = await program.until('to start it:');
	expect(screen).toContain('This is an import of 441,795 homes.');
	expect(api.stats()).toMatchObject({ searches: 1, details: 0 });
	return { api, database, program };
}

describe('a large import in a terminal', () => {
	test.each(['Yes', '441,795'])('starts when %j is typed', async (word) => {
		const { program } = await asked();
		program.press(`${word}\r`);
		await untilDone(program, 50);
		program.press('\u0003');
		await program.until(/stop\b/i);
		program.press('\u0003');
		await program.exited;
	});

	test('does not start when anything else is typed', async () => {
		const { api, database, program } = await asked();
		program.press('y\r');
		expect(await expectEnd(program, 0)).toContain('That was neither: nothing was fetched.');
		expect(api.stats().details).toBe(0);
		expect(await query(database, 'select 1 from import_run')).toEqual([]);
	});

	test.each([
		['Ctrl-C', '\u0003'],
		['the end of the input', '\u0004'],
	])('does not start at %s', async (_, keys) => {
		const { api, program } = await asked();
		program.press(keys);
		expect(await expectEnd(program, 0)).toContain('Nothing was fetched.');
		expect(api.stats().details).toBe(0);
	});

	test('a signal ends the question', async () => {
		const { program } = await asked();
		program.kill('SIGTERM');
		expect(await expectEnd(program, 75)).toContain('stopped by SIGTERM');
	});
});
