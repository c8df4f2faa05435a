import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../src/terminal/columns.ts';
import type { Environment } from '../../src/terminal/display.ts';
import type { Size } from '../../src/terminal/layout.ts';
import type { ScreenName } from '../../src/terminal/view-state.ts';
import { type DrawOptions, draw, watch } from '../support/terminal-dashboard.tsx';
import { runningImport, Staged, timeout } from '../support/terminal-import.ts';

const small: readonly Size[] = [
	{ columns: 30, rows: 8 },
	{ columns: 39, rows: 10 },
	{ columns: 45, rows: 12 },
	{ columns: 50, rows: 16 },
	{ columns: 59, rows: 20 },
];
const screens: readonly ScreenName[] = ['dashboard', 'errors', 'workers', 'log', 'help'];

function huge(): Staged {
	const run = new Staged().begin({ workers: 64, municipalities: ['Ringkøbing-Skjern', 'Lyngby-Taarbæk', 'Sorø'] });
	run.list(12_345_678, { skipped: 1_234_567 }).work(60, { workers: 64 });
	for (let error = 0; error < 1234; error++) run.failed({ ...timeout, kind: `kind ${error % 30}` }, `Ærøvej ${error}`);
	for (let worker = 1; worker <= 64; worker++)
		run.fetching(worker, '🏠 日本 A\u030aboulevarden 1, 2300 København S').retrying(worker);
	return run.commit(0, 1234);
}

const moments: Readonly<Record<string, () => Staged>> = {
	starting: () => new Staged(),
	counting: () => new Staged().begin(),
	running: runningImport,
	huge,
	paused: () => runningImport().control({ paused: true }),
	'waiting for database': () => huge().emit({ type: 'database.waiting', delayMs: 500, reason: 'connection refused' }),
	'backing off': () => huge().emit({ type: 'api.waiting', delayMs: 8000, reason: 'HTTP 503 Service Unavailable' }),
	stopping: () => huge().stopping(),
};

const environments: Readonly<Record<string, Environment>> = {
	unicode: {},
	ascii: { LANG: 'C' },
	spoken: { INK_SCREEN_READER: 'true' },
};

const drawings: readonly DrawOptions[] = [
	...screens.map((screen) => ({ screen })),
	{ asking: true },
	{ screen: 'errors', opened: true, scroll: 3 },
	{
		screen: 'errors',
		notice: { text: 'copied 0a3f509d-5c1a-32b8-e044-0003ba298018', until: Number.POSITIVE_INFINITY },
	},
];

describe.each(small)('at $columns x $rows', (size) => {
	test.each(Object.keys(moments))('%s: every screen keeps below the height and within the width', (moment) => {
		const run = moments[moment]?.() ?? new Staged();
		for (const [name, env] of Object.entries(environments)) {
			for (const drawing of drawings) {
				const lines = draw(run, { size, env, ...drawing });
				const where = `${name} ${JSON.stringify(drawing)}`;
				expect(lines.length, where).toBeLessThan(size.rows);
				for (const line of lines) expect(columnsOf(line), `${where}: ${line}`).toBeLessThanOrEqual(size.columns);
			}
		}
	});

	test('progress, state and how to leave are always there', () => {
		for (const screen of screens) {
			const shown = draw(runningImport(), { size, screen }).join('\n');
			expect(shown).toContain('● running');
			expect(shown).toMatch(/ q stop$/);
			if (screen === 'dashboard') expect(shown).toContain('6,142 of 14,368');
		}
		expect(draw(runningImport(), { size, asking: true }).at(-1)).toMatch(
			/^ Stop.* {3}q (or Ctrl-C )?yes( {3}any other key no)?$/,
		);
		expect(draw(runningImport().stopping(), { size }).at(-1)).toContain('Ctrl-C stop at once');
	});
});

describe('below 40x10', () => {
	test('says calmly how far it is, and what it needs', () => {
		expect(`\n${draw(runningImport(), { size: { columns: 39, rows: 9 } }).join('\n')}\n`).toMatchInlineSnapshot(`
			"
			 København · villa
			 ● running   4:20
			 6,142 of 14,368   42.7 %
			 too small for the dashboard: needs
			 40x10


			 p pause   q stop
			"
		`);
	});

	test('keys work that cannot be seen to work: pause, and stop after asking', async () => {
		const { terminal, see, calls, dashboard } = watch(runningImport(), { size: { columns: 30, rows: 8 } });
		await see('too small');
		terminal.press('p');
		await see('◐ pausing');
		await see('p resume');
		terminal.press('q');
		await see('Stop?   q yes');
		terminal.press('q');
		await see('■ stopping');
		expect(calls).toEqual(['pause', 'stop']);
		await dashboard.close();
	});

	test('of a few rows the most important are left', () => {
		const shown = (rows: number): readonly string[] => draw(runningImport(), { size: { columns: 39, rows } });
		expect(shown(2)).toEqual([' p pause   q stop']);
		expect(shown(3)).toEqual([' ● running   4:20', ' p pause   q stop']);
		expect(shown(4)).toEqual([' ● running   4:20', ' 6,142 of 14,368   42.7 %', ' p pause   q stop']);
	});
});

describe('from 40x10 on there is a dashboard', () => {
	const at = (columns: number, rows: number): string =>
		`\n${draw(runningImport(), { size: { columns, rows } }).join('\n')}\n`;

	test('with what matters most', () => {
		expect(at(40, 10)).toMatchInlineSnapshot(`
			"
			 København · villa     ● running   4:20
			────────────────────────────────────────
			 ━━━━┄┄┄┄┄┄    6,142 of 14,368   42.7 %
			 imported  6,078   failed  12
			 Speed      21.8 now    23.3 overall
			 Limit     11 of 12 workers busy
			 Errors    12   7 timeout   4 HTTP 500
			────────────────────────────────────────
			 p pause   e errors   ? keys   q stop
			"
		`);
	});

	test('and with more as there is room', () => {
		expect(at(45, 12)).toMatchInlineSnapshot(`
			"
			 København · villa          ● running   4:20
			─────────────────────────────────────────────
			 ━━━━━━┄┄┄┄┄┄┄┄┄    6,142 of 14,368   42.7 %
			 imported  6,078   skipped 52   failed  12
			 Speed      21.8 now    23.3 overall
			 Limit     11 of 12 workers busy, 1 retrying
			 Batches     135 committed   50 a batch
			 Errors    12   7 timeout   4 HTTP 500
			   14:29:30  invalid: building…  Mejlgade 8…
			─────────────────────────────────────────────
			 p pause   e errors   ? all keys   q stop
			"
		`);
	});
});

test('a window that is made too small and large again shows the dashboard again', async () => {
	const { terminal, see, dashboard } = watch(runningImport());
	await see('Limit');
	terminal.resize({ columns: 39, rows: 24 });
	await see('too small');
	terminal.resize({ columns: 80, rows: 24 });
	await see('Limit');
	expect(terminal.screen()).not.toContain('too small');
	await dashboard.close();
});

test('what is read out fits the terminal too, drawn for real', async () => {
	for (const size of small) {
		const { terminal, see, dashboard } = watch(huge(), { size, env: { INK_SCREEN_READER: 'true' } });
		await see('progressbar');
		terminal.press('p');
		await see('pausing');
		expect(terminal.screen().match(/progressbar/g)).toHaveLength(1);
		await dashboard.close();
		terminal.dispose();
	}
});
