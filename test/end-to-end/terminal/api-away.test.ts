import { afterEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.ts';
import { count, freshDatabase, query, villas } from '../../support/scenario.ts';
import { drawnImport, expectEnd, inTerminal, untilDone } from './support.ts';

let api: Sandbox | undefined;
afterEach(() => api?.close());

test('the API dies in the middle: shown, an orderly end with 69; after its return the same command completes', async () => {
	api = await startSandbox({ ...villas(300), latencyMs: 100 });
	const { port } = api;
	const database = await freshDatabase();
	const words = drawnImport(api, database, '--batch-size', '10');
	const first = await inTerminal(words);
	await untilDone(first, 60);
	await api.close();
	const retrying = await first.until('↻ backing off');
	expect(retrying).toMatch(/Limit +the API: all 12 workers wait to try again/);
	expect(retrying).toMatch(/ 1 ↻ .* in \d+s +\d+ /);
	await first.until('■ stopping', 30_000);
	await first.until('the API does not answer');
	const summary = await expectEnd(first, 69);
	expect(summary).toMatch(/^✗ Dragør · villa: stopped short: The connection to the API failed: /);
	expect(summary).toContain('continue: bolig-import --municipality dragoer');
	const stored = await count(database, 'property');
	expect(stored).toBeGreaterThanOrEqual(60);
	expect(await query(database, 'select status from import_run')).toEqual([{ status: 'failed' }]);

	api = await startSandbox({ ...villas(300), port });
	const second = await inTerminal(words);
	const again = await expectEnd(second, 0);
	expect(again).toMatch(/^✓ Dragør · villa: complete\n/);
	expect(again).toMatch(new RegExp(`imported +${300 - stored} +skipped ${stored} +failed 0`));
	expect(await count(database, 'property')).toBe(300);
});
