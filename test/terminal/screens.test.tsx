import { describe, expect, test } from 'vitest';
import type { ScreenName } from '../../src/terminal/view-state.ts';
import { type DrawOptions, draw, sizes } from '../support/terminal-dashboard.tsx';
import { runningImport, Staged, serverError, timeout } from '../support/terminal-import.ts';

function pausedImport(): Staged {
	const run = runningImport().control({ paused: true });
	for (let worker = 1; worker <= 11; worker++) run.finished(worker);
	return run.commit(25);
}

function manyErrors(): Staged {
	const run = runningImport({ workers: 64 });
	for (let error = 0; error < 300; error++) run.failed({ ...timeout, kind: `kind ${error % 30}` }, `Vej ${error}`);
	return run;
}

const moments: Readonly<Record<string, () => Staged>> = {
	starting: () => new Staged(),
	discovering: () => new Staged().begin().list(0, { expected: 14_368 }),
	running: runningImport,
	'with 64 workers': () => runningImport({ workers: 64 }),
	pausing: () => runningImport().control({ paused: true }),
	paused: pausedImport,
	'waiting for database': () => runningImport().emit({ type: 'database.waiting', delayMs: 500, reason: 'refused' }),
	stopping: () => runningImport().stopping(),
	'with many errors': manyErrors,
};

const screens: readonly ScreenName[] = ['dashboard', 'errors', 'workers', 'log', 'help'];

describe.each(sizes)('at $columns x $rows', (size) => {
	test.each(Object.keys(moments))('%s: every screen keeps below the height and within the width', (moment) => {
		const run = moments[moment]?.() ?? new Staged();
		for (const screen of screens) {
			for (const options of [{ screen }, { screen, asking: true }, { screen, opened: true, scroll: 3 }]) {
				const lines = draw(run, { size, ...options });
				expect(lines.length).toBeLessThan(size.rows);
				for (const line of lines) expect(line.length).toBeLessThanOrEqual(size.columns);
			}
		}
	});

	test('progress, state and keys are always there', () => {
		const screen = draw(runningImport(), { size }).join('\n');
		expect(screen).toContain('6,142 of 14,368   42.7 %');
		expect(screen).toContain('● running   4:20');
		expect(screen).toMatch(/p pause.*e errors.*\? all keys.*q stop/);
	});

	test('discovering: totals are "at least"', () => {
		const screen = draw(new Staged().begin().list(0, { expected: 14_368 }), { size }).join('\n');
		expect(screen).toContain('◌ discovering');
		expect(screen).toContain('0 of at least 14,368');
		expect(screen).toContain('the search: 0 homes listed so far');
	});

	test('paused: says that time stands still and everything is committed', () => {
		const screen = draw(pausedImport(), { size }).join('\n');
		expect(screen).toContain('‖ paused');
		expect(screen).toContain('paused by you: nothing in flight');
		expect(screen).toContain('p resume');
		expect(screen).not.toContain('left');
	});

	test('errors: groups by count, then those of the selected group in full', () => {
		const lines = draw(runningImport(), { size, screen: 'errors' });
		expect(lines[0]).toContain('Errors   12 in 3 groups');
		expect(lines[2]).toMatch(/▸ +7 {2}timeout.*last 14:29:26/);
		expect(lines[4]).toMatch(/ +1 {2}invalid.*last 14:29:30/);
		expect(lines[6]).toContain('14:29:26  Italiensvej 60, 2300 København S');
		expect(lines[7]).toContain('0a3f509d-5c1a-32b8-e044-0003ba298018');
		expect(lines[8]).toContain('The API did not answer within 10 s.');
		expect(draw(runningImport(), { size, screen: 'errors', group: 'invalid' }).join('\n')).toContain(
			'buildings[1].yearBuilt: expected a number, got',
		);
	});

	test('workers: one a line, in words', () => {
		const screen = draw(runningImport(), { size, screen: 'workers' }).join('\n');
		expect(screen).toContain('Workers   12, 11 busy');
		expect(screen).toMatch(/5 ↻ retrying, 2\/5.*in 3s +508 +1/);
		expect(screen).toMatch(/12 · idle/);
	});

	test('help: every key', () => {
		const screen = draw(runningImport(), { size, screen: 'help' }).join('\n');
		for (const key of ['p, space', '+  -', '[  ]', 'e ', 'w ', 'l ', 'esc', 'q, Ctrl-C', 'Ctrl-Z'])
			expect(screen).toContain(key);
	});

	test('asking: the question takes the place of the keys', () => {
		const lines = draw(runningImport(), { size, asking: true });
		expect(lines.at(-1)).toMatch(/^ Stop after what is in flight\? {3}q (or Ctrl-C )?yes {3}any other key no$/);
	});

	test('finishing: nothing is left to hand out', () => {
		const run = new Staged().begin().list(100).discovered().work(4, { speed: 24, drift: 0 }).fetching(1).fetching(2);
		run.finished(3).finished(4);
		const screen = draw(run.advance(100), { size }).join('\n');
		expect(screen).toContain('◕ finishing');
		expect(screen).toContain('the last homes: 2 in flight, 2 homes to commit');
	});
});

describe('the dashboard at 80x24', () => {
	const at = (run: Staged, options: DrawOptions = {}): string => draw(run, options).join('\n');

	test('shows all in its place', () => {
		expect(`\n${at(runningImport())}\n`).toMatchInlineSnapshot(`
			"
			 København · villa                                             ● running   4:20
			────────────────────────────────────────────────────────────────────────────────
			 ━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄    6,142 of 14,368   42.7 %
			 imported  6,078   skipped 52   failed  12         6 min left, done about 14:36

			 Speed      21.8 now    23.3 overall   homes/s   ▇██████▇▆▆▆▇▇█████▃▁▇█████▇▆▆▆
			 Latency     602 ms half   726 ms nearly all      21.8 requests/s of 30 allowed
			 Limit     11 of 12 workers busy, 1 retrying, the API answers in 602 ms
			 Batches     135 committed    14 homes waiting   50 a batch   last in 31 ms

			 Workers   12                 time done                               time done
			  1 ⠹ Mejlgade 82A, 2. tv, …  0.1s  513   7 ⠋ Italiensvej 60, 2300 …  0.5s  507
			  2 ⠴ Amagerbrogade 112, 3.…  0.1s  513   8 ⠸ Sundbyvestervej 12, 2…  0.4s  507
			  3 ⠇ Ærøvej 4, 2300 Københ…  0.1s  512   9 ⠦ Peder Lykkes Vej 9, 2…  0.4s  507
			  4 ⠙ Øresundsvej 44, 2300 …  0.6s  508  10 ⠏ Tingvej 33, 2300 Købe…  0.3s  507
			  5 ↻ Kastrupvej 91, 2300 K… in 3s  508  11 ⠹ Ærøvej 4, 2300 Københ…  0.3s  507
			  6 ⠧ Åbenrå 16, 1124 Køben…  0.5s  508  12 · –                             507

			 Errors    12   7 timeout   4 HTTP 500   1 invalid
			   14:29:30  invalid: buildings[1].yearBuilt: expec…  Mejlgade 82A, 2. tv, 800…
			   14:29:29  HTTP 500: The API answered 500 Interna…  Ærøvej 4, 2300 København…
			────────────────────────────────────────────────────────────────────────────────
			 p pause   + - workers   [ ] batch   , . rate   e errors   ? all keys   q stop
			"
		`);
	});

	test('drops the second column of workers at 60, then latency', () => {
		const screen = at(runningImport(), { size: { columns: 60, rows: 20 } });
		expect(screen).toContain('Workers   12, 7 more: w');
		expect(screen).not.toContain('Latency');
		expect(at(runningImport(), { size: { columns: 60, rows: 40 } })).toContain('Latency');
	});

	test('uses what a larger terminal gives: three columns of workers, ten errors, the log', () => {
		const lines = draw(runningImport(), { size: { columns: 120, rows: 40 } });
		expect(lines.find((line) => line.startsWith('  1 '))).toMatch(/^ {2}1 .* 5 ↻ .* 9 /);
		expect(lines.filter((line) => /^ {3}14:29:\d\d/.test(line)).length).toBeGreaterThanOrEqual(10);
		expect(lines.join('\n')).toMatch(/ Log\n/);
	});

	test('numbers keep their places from one second to the next', () => {
		const run = runningImport();
		const before = draw(run);
		run.work(3);
		const after = draw(run);
		for (const row of [2, 3, 5, 6, 8]) {
			const shape = (line = ''): string => line.replace(/[\d,.–▁▂▃▄▅▆▇█━╸┄]/g, ' ');
			expect(shape(after[row])).toBe(shape(before[row]));
		}
	});

	test('says the municipality, or how many of them are counted', () => {
		const run = new Staged().begin({ municipalities: ['København', 'Hørsholm', 'Dragør'] }).list(10);
		expect(at(run)).toContain(' 1 of 3 municipalities · villa');
	});

	test('without errors says none, and keeps their place', () => {
		const run = new Staged().begin().list(100);
		const before = draw(run);
		const after = draw(run.failed(serverError));
		expect(before.findIndex((line) => line.includes('Errors    none'))).toBe(
			after.findIndex((line) => line.includes('Errors    1   1 HTTP 500')),
		);
	});

	test('in the last seconds before a total is known it is counting', () => {
		expect(at(new Staged().begin())).toContain('counting the homes');
	});
});

test('among the errors the key to try them again is named', () => {
	expect(draw(runningImport()).at(-1)).not.toContain('r retry');
	expect(draw(runningImport(), { screen: 'errors' }).at(-1)).toContain('r retry these');
});

test('the workers have columns where there is room, read downwards', () => {
	const lines = draw(runningImport({ workers: 64 }), { screen: 'workers', size: { columns: 120, rows: 40 } });
	expect(lines[2]).toMatch(/^ +time +done +failed +time +done +failed$/);
	expect(lines[3]).toMatch(/^ {2}1 . fetching .* 33 . fetching /);
	expect(lines[34]).toMatch(/^ 32 . fetching .* 64 . fetching /);
	const scrolled = draw(runningImport({ workers: 64 }), { screen: 'workers', size: { columns: 120, rows: 24 } });
	expect(scrolled.at(-1)).toContain('↑↓ scroll');
});

test('a list that is all on the screen does not ask to be scrolled', () => {
	expect(draw(runningImport(), { screen: 'workers' }).at(-1)).not.toContain('scroll');
	expect(draw(runningImport(), { screen: 'help' }).at(-1)).not.toContain('scroll');
	expect(draw(runningImport(), { screen: 'help', size: { columns: 80, rows: 14 } }).at(-1)).toContain('scroll');
});

test('a frame is the same for the same moment', () => {
	const run = runningImport();
	expect(draw(run)).toEqual(draw(run));
});

test('any size at all has a frame that fits', () => {
	const run = runningImport({ workers: 64 });
	for (let columns = 1; columns < 180; columns += 13) {
		for (let rows = 2; rows < 70; rows += 7) {
			for (const screen of screens) {
				expect(draw(run, { size: { columns, rows }, screen }).length, `${columns}x${rows} ${screen}`).toBeLessThan(
					rows,
				);
			}
		}
	}
});
