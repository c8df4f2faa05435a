import { describe, expect, test } from 'vitest';
import { sandbox } from '../../sandbox/client.ts';
import { serverUrl } from '../../support/databases.ts';
import { count, freshDatabase, query, villas } from '../../support/scenario.ts';
import { program, shippedFlags } from '../../support/shipped.ts';
import { drawnImport, expectEnd, inTerminal, keys, otherInTerminal, untilDone } from './support.ts';

const slow = { ...villas(400), latencyMs: 80 };
const question = 'Stop after what is in flight?';

/** The homes themselves never come, so that a run can only be cut off. */
const hanging = () =>
	sandbox({ ...villas(100), script: ({ path }) => (path.startsWith('/addresses') ? { kind: 'hang' } : undefined) });

describe('stopping in order', () => {
	test.each([
		['q, then q', 'q', 'q'],
		['Ctrl-C, then Ctrl-C', keys.interrupt, keys.interrupt],
	])('%s: 75, everything fetched is stored, and the summary stays on the screen', async (_, first, second) => {
		const [api, database] = [await sandbox(slow), await freshDatabase()];
		const program = await inTerminal(drawnImport(api, database));
		await untilDone(program, 50);
		program.press(first);
		await program.until(question);
		program.press(second);
		const summary = await expectEnd(program, 75);
		expect(summary).toMatch(/^‖ Dragør · villa: interrupted\n/);
		expect(summary).toMatch(/continue:\n {4}bolig-import --municipality dragoer .* \\\n/);
		expect(await count(database, 'property')).toBe(api.stats().details);
	});

	test('any other key answers the question with no', async () => {
		const [api, database] = [await sandbox({ ...villas(120), latencyMs: 80 }), await freshDatabase()];
		const program = await inTerminal(drawnImport(api, database));
		await program.until('● running');
		program.press('q');
		await program.until(question);
		program.press('n');
		await program.until(/p pause .* q stop/);
		await expectEnd(program, 0);
	});

	test.each(['SIGTERM', 'SIGHUP'] as const)('%s', async (signal) => {
		const [api, database] = [await sandbox(slow), await freshDatabase()];
		const program = await inTerminal(drawnImport(api, database));
		await untilDone(program, 50);
		program.kill(signal);
		expect(await expectEnd(program, 75)).toMatch(/^‖ Dragør · villa: interrupted\n/);
		expect(await count(database, 'property')).toBe(api.stats().details);
	});
});

describe('stopping at once', () => {
	test('Ctrl-C again while it stops: 130', async () => {
		const [api, database] = [await hanging(), await freshDatabase()];
		const program = await inTerminal(drawnImport(api, database));
		await program.until('12 of 12 workers busy');
		program.press(`${keys.interrupt}y`);
		await program.until('■ stopping');
		await program.until('stopped by you: 12 in flight');
		await program.until('Ctrl-C stop at once, the next run fetches the rest');
		program.press(keys.interrupt);
		expect(await expectEnd(program, 130)).toMatch(/^‖ Dragør · villa: interrupted\n/);
		expect(await query(database, 'select status from import_run')).toEqual([{ status: 'interrupted' }]);
	});

	test('a second SIGTERM: 143', async () => {
		const [api, database] = [await hanging(), await freshDatabase()];
		const program = await inTerminal(drawnImport(api, database));
		await program.until('12 of 12 workers busy');
		program.kill('SIGTERM');
		await program.until('■ stopping');
		program.kill('SIGTERM');
		await expectEnd(program, 143);
	});
});

describe.skipIf(serverUrl === undefined)('the window is closed', () => {
	test('and the program was alone in it: what is in flight is finished and stored', async () => {
		const [api, database] = [await sandbox(slow), await freshDatabase()];
		const program = await inTerminal(drawnImport(api, database));
		await untilDone(program, 50);
		program.hangUp();
		expect((await program.exited).code).toBe(75);
		expect(await query(database, 'select status from import_run')).toEqual([{ status: 'interrupted' }]);
		expect(await count(database, 'property')).toBe(api.stats().details);
	});

	test('and a shell had started it, which passes the signal on a second time: the same', async () => {
		const [api, database] = [await sandbox(slow), await freshDatabase()];
		const shell = await otherInTerminal('bash', ['--norc', '-i']);
		const words = [process.execPath, ...shippedFlags(), program, ...drawnImport(api, database)];
		shell.press(`${words.map((word) => `'${word}'`).join(' ')}\r`);
		await untilDone(shell, 50);
		shell.hangUp();
		await shell.exited;
		const status = () => query(database, 'select status from import_run');
		await expect.poll(status, { timeout: 5_000 }).toEqual([{ status: 'interrupted' }]);
		expect(await count(database, 'property')).toBe(api.stats().details);
	});
});
