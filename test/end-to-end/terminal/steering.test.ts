import { describe, expect, test } from 'vitest';
import { sandbox } from '../../sandbox/client.ts';
import { serverUrl } from '../../support/databases.ts';
import { count, freshDatabase, villas } from '../../support/scenario.ts';
import { busyOn, doneOn, drawnImport, expectEnd, inTerminal, stays, untilDone } from './support.ts';

const soonMs = 1_000;

describe('pause', () => {
	test('in flight drains, nothing moves, neither on the screen nor in the database; resume goes on to the end', async () => {
		const [api, database] = [await sandbox({ ...villas(240), latencyMs: 100 }), await freshDatabase()];
		const program = await inTerminal(drawnImport(api, database, '--batch-size', '20'));
		await untilDone(program, 60);
		program.press('p');
		await program.until(/◐ pausing|‖ paused/, soonMs);
		const paused = await program.until('paused by you: nothing in flight, everything fetched is committed');
		expect(paused).toMatch(/‖ paused +\d+:\d\d\n/);
		expect(paused).toContain('time stands still while paused');
		expect(paused).toMatch(/p resume/);
		const done = doneOn(paused);
		const { requests } = api.stats();
		const rows = async () => (serverUrl === undefined ? done : await count(database, 'property'));
		expect(await rows()).toBe(done);
		await stays(1_000, () => {
			expect(program.screen()).toBe(paused);
			expect(api.stats().requests).toBe(requests);
		});
		expect(await rows()).toBe(done);

		program.press(' ');
		await program.until('● running', soonMs);
		await untilDone(program, (done ?? 0) + 1);
		expect(await expectEnd(program, 0)).toMatch(/imported +240 +skipped 0 +failed 0/);
		expect(await count(database, 'property')).toBe(240);
	});
});

describe('keys that tune', () => {
	test('+ and - change the workers within a second, [ and ] the batch', async () => {
		const [api, database] = [await sandbox({ ...villas(600), latencyMs: 200 }), await freshDatabase()];
		const program = await inTerminal(drawnImport(api, database, '--workers', '4'));
		const workers = (number: number) => (screen: string) => busyOn(screen)?.join() === `${number},${number}`;
		await program.until(workers(4));
		program.press('++++');
		await program.until(workers(8), soonMs);
		await program.until(/ 8 . \S.*\d\.\ds/, soonMs);
		program.press('------');
		await program.until(workers(2), soonMs);
		await stays(500, () => expect(busyOn(program.screen())?.[0] ?? 2).toBeLessThanOrEqual(2));
		program.press('-------');
		await program.until(/Limit +\d of 1 workers busy/, soonMs);

		await program.until('50 a batch');
		program.press('[');
		await program.until('25 a batch', soonMs);
		program.press(']]]');
		await program.until('200 a batch', soonMs);
		program.press('qq');
		await expectEnd(program, 75);
	});
});
