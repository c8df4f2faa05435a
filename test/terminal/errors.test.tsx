import { describe, expect, test, vi } from 'vitest';
import type { ImportControl } from '../../src/import/control.ts';
import { retryGroup } from '../../src/terminal/on-errors.ts';
import { initialView } from '../../src/terminal/view-state.ts';
import { draw, type Watched, type WatchOptions, watch } from '../support/terminal-dashboard.tsx';
import { runningImport, Staged, serverError, timeout } from '../support/terminal-import.ts';

const id = '0a3f509d-5c1a-32b8-e044-0003ba298018';
const onErrors = { ...initialView, screen: 'errors' } as const;
const unused = (): void => {};

/** Three timeouts, two other errors, in a run that goes on. */
function failing(): Staged {
	const run = new Staged().begin().list(100).discovered().fetching(1);
	for (const number of [1, 2, 3]) run.failed(timeout, `Vej ${number}`, `timeout-${number}`);
	for (const number of [1, 2]) run.failed(serverError, `Gade ${number}`, `server-${number}`);
	return run.commit(0, 5);
}

function retried(run: Staged, kind: string, ids: readonly string[]): Staged {
	return run.emit({ type: 'homes.retried', kind, count: ids.length, ids });
}

/** A control that takes up the homes of one kind, or none. */
function controlOf(run: Staged, taken: Readonly<Record<string, readonly string[]>>): ImportControl {
	return {
		pause: unused,
		resume: unused,
		setWorkers: unused,
		setBatchSize: unused,
		setRate: unused,
		stop: unused,
		abort: unused,
		retry: (kind) => {
			const ids = taken[kind];
			if (ids !== undefined) retried(run, kind, ids);
		},
	};
}

const timeouts = ['timeout-1', 'timeout-2', 'timeout-3'];
const serverErrors = ['server-1', 'server-2'];

describe('what is tried again', () => {
	test('is no open error any more, and is said to be under way', () => {
		const run = retried(failing(), 'timeout', timeouts);
		const errors = draw(run, { screen: 'errors' }).join('\n');
		expect(errors).toContain('Errors   2 in 1 group   3 homes are tried again');
		expect(errors).toContain('▸      2  HTTP 500');
		expect(errors).not.toContain('Vej');
		const dashboard = draw(run).join('\n');
		expect(dashboard).toContain('Errors    2   3 homes are tried again   2 HTTP 500');
		expect(dashboard).not.toContain('Vej 3');
	});

	test('when nothing else is open: not that all is well, but that they are tried again', () => {
		const run = retried(retried(failing(), 'timeout', timeouts), 'HTTP 500', serverErrors);
		const shown = (): string => draw(run, { screen: 'errors' }).join('\n');
		expect(shown()).toContain('Errors   none   5 homes are tried again');
		expect(shown()).toContain('Nothing else is open: 5 homes are tried again, before all others.');
		expect(shown()).not.toContain('Every home so far');
		for (const fetched of [...timeouts, ...serverErrors]) {
			run.emit({ type: 'worker.finished', worker: 1, id: fetched, outcome: 'fetched', ms: 300, attempts: 1 });
		}
		expect(shown()).toContain('Every home so far could be fetched and stored.');
	});

	test('one home is one home', () => {
		const run = new Staged().begin().list(2).failed(timeout, 'Vej 1', 'a').commit(0, 1);
		expect(draw(retried(run, 'timeout', ['a'])).join('\n')).toContain('1 home is tried again');
	});

	test('in a run that stops: only as far as it gets', () => {
		const run = retried(retried(failing(), 'timeout', timeouts), 'HTTP 500', serverErrors).stopping();
		expect(draw(run, { screen: 'errors' }).join(' ')).toMatch(
			/as far as the run still gets;\s+the next one fetches the rest/,
		);
	});

	test('and fails again is an open error again', () => {
		const run = retried(failing(), 'timeout', timeouts);
		run.emit({ type: 'worker.finished', worker: 1, id: 'timeout-1', outcome: 'failed', ms: 9, attempts: 5 });
		run.failed(timeout, 'Vej 1', 'timeout-1').commit(0, 1);
		const shown = draw(run, { screen: 'errors', group: 'timeout' }).join('\n');
		expect(shown).toContain('Errors   3 in 2 groups   2 homes are tried again');
		expect(shown).toContain('Vej 1');
	});
});

describe('r says what came of it', () => {
	const pressed = (run: Staged, taken: Readonly<Record<string, readonly string[]>> = {}): string => {
		// What is on the screen is what is meant.
		run.snapshot();
		return retryGroup(run.store, controlOf(run, taken), onErrors);
	};

	test('how many are tried again', () => {
		expect(pressed(failing(), { timeout: timeouts })).toBe('3 homes are tried again');
	});

	test('nothing failed', () => {
		expect(pressed(new Staged().begin())).toBe('there is nothing to try again');
	});

	test('too late, when the engine takes up none', () => {
		expect(pressed(failing())).toBe('too late for this run: the next one tries them again');
	});

	test('nothing more is to be done where all of them are fetched again already', () => {
		const recalled = { partition: 'København · villa', compared: 1, differs: true, recalled: 3 };
		expect(pressed(failing().emit({ type: 'pages.distrusted', ...recalled }))).toBe('they are fetched again already');
	});

	test('too late, when the run stops; the engine is not asked', () => {
		expect(pressed(failing().stopping(), { timeout: timeouts })).toBe('the run stops: the next one tries them again');
	});

	test('rows without an id cannot be fetched', () => {
		const run = new Staged().begin().list(1).failed(timeout, 'a row of a search page', null).commit(0, 1);
		expect(pressed(run)).toBe('without an id they cannot be fetched');
	});
});

async function watched(use: (watched: Watched, run: Staged) => Promise<void>, options: WatchOptions = {}) {
	const run = runningImport();
	const all = watch(run, options);
	try {
		await all.see(/[●*] running/);
		await use(all, run);
	} finally {
		await all.dashboard.close();
		all.terminal.dispose();
	}
}

describe('keys', () => {
	test('r and c mean nothing outside the errors', () =>
		watched(async ({ terminal, calls, see }) => {
			for (const screen of ['', 'w', 'l', '?']) {
				terminal.press(`${screen}rc${screen}`);
				await see('Limit');
			}
			expect(calls).toEqual([]);
			expect(terminal.written).not.toContain('\u001b]52');
		}));

	test('r that comes too late is answered in the footer, until the next key or for three seconds', () =>
		watched(async ({ terminal, calls, see }, run) => {
			terminal.press('er');
			await see(/─\n too late for this run: the next one tries them again\n/);
			expect(calls).toEqual(['retry timeout']);
			run.advance(3000);
			await see('r retry these');
			terminal.press('r');
			await see('too late for this run');
			terminal.press('\u001b[B');
			await see('r retry these');
		}));

	test('c copies the id of the first error in full, and disturbs nothing', () =>
		watched(
			async ({ terminal, see }) => {
				terminal.press('e');
				await see(id);
				const before = terminal.lines();
				terminal.press('c');
				await see(`copied ${id}`);
				expect(terminal.written).toContain(`\u001b]52;c;${Buffer.from(id).toString('base64')}\u0007`);
				const unchanged = (lines: readonly string[]): readonly string[] => lines.slice(1, -2);
				expect(unchanged(terminal.lines())).toEqual(unchanged(before));
				expect(terminal.written).not.toContain('\u001b[2J');
			},
			{ env: { TERM: 'xterm-256color' } },
		));

	test.each([{ TERM: 'linux' }, {}])('c shows the id where there is no clipboard: %o', (env) =>
		watched(
			async ({ terminal, see }) => {
				terminal.press('ec');
				await see(`no clipboard here: ${id}`);
				expect(terminal.written).not.toContain('\u001b]52');
			},
			{ env },
		),
	);

	test('c on a row without an id, and on no error at all', async () => {
		const run = new Staged().begin().list(9);
		const { terminal, see, dashboard } = watch(run, { env: { TERM: 'xterm' } });
		await see('Limit');
		terminal.press('ec');
		await see('there is no id to copy');
		run.failed(timeout, 'a row of a search page', null);
		await see('a row of a search page');
		terminal.press('c');
		await see('it came without an id');
		await dashboard.close();
	});
});

describe('the selected group', () => {
	const selected = (run: Staged, group: string): string =>
		draw(run, { screen: 'errors', group }).find((line) => line.startsWith(' ▸')) ?? '';

	test('stays selected when another one grows past it', () => {
		const run = failing();
		expect(selected(run, 'HTTP 500')).toContain('▸      2  HTTP 500');
		for (const number of [3, 4, 5]) run.failed(serverError, `Gade ${number}`, `server-${number}`);
		expect(selected(run, 'HTTP 500')).toContain('▸      5  HTTP 500');
		expect(selected(run, 'timeout')).toContain('▸      3  timeout');
	});

	test('gives way to the first when it is gone', () => {
		const run = retried(failing(), 'timeout', timeouts);
		expect(selected(run, 'timeout')).toContain('▸      2  HTTP 500');
	});
});

describe('the error that is shown first', () => {
	const [first, second, other] = ['aaaaaaaa-0000', 'bbbbbbbb-0000', 'cccccccc-0000'];
	const failing = (): Staged => new Staged().begin().list(100).failed(timeout, 'Vej 1', first);

	test('stays the same while others come, so that what is copied is what one sees', async () => {
		const run = failing();
		const { terminal, see, dashboard } = watch(run);
		await see('timeout');
		terminal.press('e');
		await see(first);
		run.failed(timeout, 'Vej 2', second);
		for (let more = 0; more < 3; more++) run.failed(serverError, 'Vej 3', other);
		await see('Errors   5 in 2 groups   1 newer');
		expect(terminal.lines().find((line) => line.startsWith(' ▸'))).toContain('timeout');
		expect(terminal.screen()).toContain(first);
		terminal.press('c');
		await see(new RegExp(`(copied|no clipboard here:) ${first}`));
		await dashboard.close();
	});

	test('opened, g leads to the newest, and the arrows to the older ones', async () => {
		const run = failing();
		const { terminal, see, dashboard } = watch(run);
		await see('timeout');
		terminal.press('e');
		await see(first);
		terminal.press('\r');
		run.failed(timeout, 'Vej 2', second);
		await see('Errors   2 in 1 group');
		await see('scroll');
		expect(terminal.screen()).not.toContain(second);
		terminal.press('g');
		await see(second);
		terminal.press('j');
		await vi.waitFor(() => expect(terminal.screen()).not.toContain(second));
		expect(terminal.screen()).toContain(first);
		await dashboard.close();
	});
});
