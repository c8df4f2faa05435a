import { afterEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts';
import { count, freshDatabase, villas } from '../../support/scenario.ts';
import { doneOn, drawnImport, expectEnd, inTerminal, untilDone } from './support.ts';

let api: Sandbox | undefined;
afterEach(() => api?.close());

test('the API dies in the middle: all wait, which is shown; it comes back, and the run goes on to its end', async () => {
	api = await startSandbox({ ...villas(300), latencyMs: 100 });
	const { port } = api;
	const database = await freshDatabase();
	const program = await inTerminal(drawnImport(api, database, '--batch-size', '10'));
	await untilDone(program, 60);
	await api.close();
	const away = await program.until(/Limit +(?:the API, )?next try in \d+ s: The connection to the API failed: /);
	expect(away).toMatch(/^ Dragør · villa +↻ backing off /);
	expect(away).toContain('time stands still while waiting');
	expect(away).toMatch(/Speed +– now /);
	expect(away).toMatch(/ 1 ↻ .* in \d+s +\d+ /);
	expect(away).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/);

	api = await startSandbox({ ...villas(300), latencyMs: 100, port });
	await program.until('● running', 20_000);
	await untilDone(program, (doneOn(away) ?? 0) + 1);
	expect(await expectEnd(program, 0)).toMatch(/imported +300 +skipped 0 +failed 0/);
	expect(await count(database, 'property')).toBe(300);
});

test('an API that stays away: q ends the waiting in order, and the same command goes on after its return', async () => {
	api = await startSandbox({ ...villas(300), latencyMs: 100 });
	const { port } = api;
	const database = await freshDatabase();
	const words = drawnImport(api, database, '--batch-size', '10');
	const first = await inTerminal(words);
	await untilDone(first, 60);
	await api.close();
	await first.until('time stands still while waiting');
	first.press('qq');
	expect(await expectEnd(first, 75)).toMatch(/^‖ Dragør · villa: interrupted\n/);
	const stored = await count(database, 'property');
	expect(stored).toBeGreaterThanOrEqual(60);

	api = await startSandbox({ ...villas(300), port });
	const second = await inTerminal(words);
	expect(await expectEnd(second, 0)).toMatch(new RegExp(`imported +${300 - stored} +skipped ${stored} +failed 0`));
	expect(await count(database, 'property')).toBe(300);
});
