import { describe, expect, test } from 'vitest';
import { higherRate, lowerRate } from '../../src/terminal/rate-steps.ts';
import { draw, watch } from '../support/terminal-dashboard.tsx';
import { runningImport, Staged } from '../support/terminal-import.ts';

describe('the next ceiling', () => {
	test.each([
		{ rate: 10, ours: false, lower: 8, higher: 12 },
		{ rate: 11, ours: false, lower: 10, higher: 12 },
		{ rate: 1, ours: false, lower: 1, higher: 2 },
		{ rate: 0.5, ours: false, lower: 0.5, higher: 1 },
		{ rate: 75, ours: false, lower: 50, higher: 100 },
		{ rate: 100, ours: false, lower: 75, higher: 100 },
		{ rate: 500, ours: false, lower: 100, higher: 500 },
		{ rate: 100, ours: true, lower: 75, higher: 150 },
		{ rate: 2000, ours: true, lower: 1500, higher: 0 },
		{ rate: 9000, ours: true, lower: 2000, higher: 0 },
		{ rate: 0, ours: true, lower: 50, higher: 0 },
	])('of $rate requests/s, an API on this machine: $ours', ({ rate, ours, lower, higher }) => {
		expect(lowerRate({ rate, requests: 0, ours })).toBe(lower);
		expect(higherRate({ rate, ours })).toBe(higher);
	});

	test.each([
		{ requests: 24.3, ours: false, first: 20 },
		{ requests: 240, ours: true, first: 200 },
		{ requests: 240, ours: false, first: 100 },
		{ requests: 0.4, ours: false, first: 50 },
	])('from none it begins below the $requests requests/s there are', ({ requests, ours, first }) => {
		expect(lowerRate({ rate: 0, requests, ours })).toBe(first);
	});
});

test('comma and full stop steer it, the screen says what holds now, and the log keeps it', async () => {
	const { terminal, see, calls, dashboard } = watch(runningImport());
	await see('requests/s of 30 allowed');
	terminal.press(',');
	await see('requests/s of 25 allowed');
	expect(terminal.screen()).toContain('at most 25 requests/s');
	terminal.press('..');
	await see('requests/s of 40 allowed');
	expect(calls).toEqual(['rate 25', 'rate 30', 'rate 40']);
	terminal.press('l');
	await see('12 workers, batches of 50, at most 40 requests/s');
	await dashboard.close();
});

test('what limits the speed is the ceiling of now, not that of the start', () => {
	const run = new Staged()
		.begin({ rate: 100 })
		.list(100_000)
		.discovered()
		.work(60, { speed: 10, drift: 0 })
		.fetching(1);
	expect(draw(run).join('\n')).not.toContain('limited by the rate');
	expect(draw(run.control({ rate: 10 })).join('\n')).toContain('limited by the rate, 10 requests/s');
});

test('the keys are in the footer where there is room, and in the help', () => {
	const run = runningImport();
	expect(draw(run).at(-1)).toContain('   , . rate   ');
	expect(draw(run, { size: { columns: 60, rows: 20 } }).at(-1)).not.toContain(', .');
	expect(draw(run, { screen: 'help' }).join('\n')).toContain(',  .        a lower or higher ceiling');
});

test('a screen reader is told the ceiling', async () => {
	const { see, dashboard } = watch(runningImport(), { env: { INK_SCREEN_READER: 'true' } });
	await see('homes a second, at most 30 requests a second');
	await dashboard.close();
});

test('the log says that there is none any more', () => {
	const run = runningImport().control({ rate: 0 });
	expect(draw(run, { screen: 'log' }).join('\n')).toContain('12 workers, batches of 50, no ceiling on requests');
});
