import { describe, expect, test, vi } from 'vitest';
import { sizes, type Watched, type WatchOptions, watch } from '../support/terminal-dashboard.tsx';
import { runningImport, Staged } from '../support/terminal-import.ts';

const esc = '\u001b';

async function watched(
	use: (watched: Watched, run: Staged) => Promise<void>,
	options: WatchOptions = {},
): Promise<void> {
	const run = runningImport();
	const all = watch(run, options);
	try {
		await all.see('● running');
		await use(all, run);
	} finally {
		await all.dashboard.close();
		all.terminal.dispose();
	}
}

test('shows a running import in the alternate screen and gives the terminal back when closed', () =>
	watched(async ({ terminal, dashboard }) => {
		expect(terminal.alternate).toBe(true);
		expect(terminal.raw).toBe(true);
		expect(terminal.cursorShown).toBe(false);
		await dashboard.close();
		await dashboard.closed;
		expect(terminal.alternate).toBe(false);
		expect(terminal.raw).toBe(false);
		expect(terminal.cursorShown).toBe(true);
	}));

test('follows the import while nobody presses anything', async () => {
	const run = new Staged().begin().list(100).discovered();
	const { see, dashboard } = watch(run);
	await see('imported   0');
	run.work(2);
	await see(/imported +\d\d/);
	await dashboard.close();
});

describe('keys', () => {
	test.each(['p', ' '])('%j pauses and resumes', (key) =>
		watched(async ({ terminal, calls, see }) => {
			terminal.press(key);
			await see('◐ pausing');
			terminal.press(key);
			await see('● running');
			expect(calls).toEqual(['pause', 'resume']);
		}),
	);

	test('+ and = add a worker, - and _ take one away, as often as they are pressed', () =>
		watched(async ({ terminal, calls, see }) => {
			terminal.press('++=');
			await see('Workers   15');
			terminal.press('-_');
			await see('Workers   13');
			expect(calls).toEqual(['workers 13', 'workers 14', 'workers 15', 'workers 14', 'workers 13']);
		}));

	test('[ and ] go through the steps of the batch size', () =>
		watched(async ({ terminal, calls, see }) => {
			terminal.press(']]');
			await see('200 a batch');
			terminal.press('[[[');
			await see('25 a batch');
			expect(calls).toEqual(['batch 100', 'batch 200', 'batch 100', 'batch 50', 'batch 25']);
		}));

	test.each([
		['e', 'Errors   12 in 3 groups'],
		['w', 'Workers   12, 11 busy'],
		['l', 'Log   the last 151 lines'],
		['?', 'All keys'],
	])('%s leads to a view, esc and the same key back', (key, title) =>
		watched(async ({ terminal, see }) => {
			terminal.press(key);
			await see(title);
			terminal.press(esc);
			await see('Limit');
			terminal.press(key);
			await see(title);
			terminal.press(key);
			await see('Limit');
		}),
	);

	test('arrows select a group of errors, enter opens it, r retries it', () =>
		watched(async ({ terminal, calls, see }) => {
			terminal.press('e');
			await see('▸      7  timeout');
			terminal.press(`${esc}[B`);
			await see('▸      4  HTTP 500');
			terminal.press('\r');
			await see('↑↓ scroll');
			terminal.press(`${esc}[B`);
			await see(/─\n 14:29:28 {2}Tingvej 33/);
			terminal.press('r');
			await vi.waitFor(() => expect(calls).toEqual(['retry HTTP 500']));
			terminal.press(esc);
			await see('⏎ open');
		}));

	test('the log scrolls to its oldest line and back', () =>
		watched(async ({ terminal, see }) => {
			terminal.press('lG');
			await see('run 2026-11-23-1426-k7 began: https://api.boligsiden.dk into embedded');
			terminal.press('g');
			await see(/─\n 14:30:\d\d worker 5: try 2 of 5 in 3.0 s: HTTP 503/);
		}));

	test('pasted text is no command', () =>
		watched(async ({ terminal, calls, see }) => {
			terminal.press(`${esc}[200~qqp++${esc}[201~`);
			terminal.press('?');
			await see('All keys');
			expect(calls).toEqual([]);
		}));
});

describe('stopping', () => {
	const question = 'Stop after what is in flight?';

	test.each(['q', '\u0003'])('%j asks once, then stops in order', (key) =>
		watched(async ({ terminal, calls, see }) => {
			terminal.press(key);
			await see(question);
			expect(calls).toEqual([]);
			terminal.press(key);
			await see('■ stopping');
			await see('Ctrl-C stop at once');
			expect(calls).toEqual(['stop']);
		}),
	);

	test('any other key goes on, and does nothing else', () =>
		watched(async ({ terminal, calls, see }) => {
			terminal.press('q');
			await see(question);
			terminal.press('p');
			await see('p pause');
			expect(calls).toEqual([]);
		}));

	test('while it stops, q and Ctrl-C end it at once', () =>
		watched(async ({ terminal, calls, see }) => {
			terminal.press('qq');
			await see('■ stopping');
			terminal.press('q');
			terminal.press('\u0003');
			await vi.waitFor(() => expect(calls).toEqual(['stop', 'abort', 'abort']));
		}));
});

test('Ctrl-Z gives the terminal to the shell and comes back whole', async () => {
	const shell = Promise.withResolvers<void>();
	const job = { sleep: () => shell.promise, onWoken: () => () => {} };
	await watched(
		async ({ terminal, see }) => {
			terminal.press('\u001a');
			await vi.waitFor(() => expect(terminal.alternate).toBe(false));
			expect(terminal.raw).toBe(false);
			expect(terminal.cursorShown).toBe(true);
			shell.resolve();
			await see('● running');
			expect(terminal.alternate).toBe(true);
			expect(terminal.raw).toBe(true);
			expect(terminal.cursorShown).toBe(false);
			terminal.press('?');
			await see('All keys');
		},
		{ job },
	);
});

test('after a stop from outside the terminal is taken anew', async () => {
	let wake = (): void => {};
	const job = {
		sleep: async () => {},
		onWoken: (callback: () => void) => {
			wake = callback;
			return () => {};
		},
	};
	await watched(
		async ({ terminal, see }) => {
			const before = terminal.written.length;
			wake();
			await see('● running');
			await vi.waitFor(() => expect(terminal.written.slice(before)).toContain('\u001b[?1049h'));
			expect(terminal.raw).toBe(true);
		},
		{ job },
	);
});

test('is laid out anew when the terminal is resized, larger and smaller', () =>
	watched(async ({ terminal, see }) => {
		for (const size of [...sizes, ...sizes.toReversed()]) {
			terminal.resize(size);
			await see(size.columns === 120 ? / Log\n/ : '● running');
			await vi.waitFor(() => {
				const lines = terminal.lines();
				expect(lines[0]).toContain(' København · villa');
				expect(lines[1]).toBe('─'.repeat(size.columns));
				expect(lines[size.rows - 3]).toBe('─'.repeat(size.columns));
				expect(lines[size.rows - 2]).toContain('q stop');
				expect(lines[size.rows - 1]).toBe('');
			});
		}
	}));

test('never clears the whole screen between two frames', () =>
	watched(async ({ terminal, see }, run) => {
		const before = terminal.written.length;
		run.work(2);
		await see(/4:2[2-9]/);
		expect(terminal.written.slice(before)).not.toContain('\u001b[2J');
		expect(terminal.written.slice(before)).not.toContain('\u001b[J');
	}));

test('no line has blanks at its end, which would be copied with it', () =>
	watched(async ({ terminal, see }) => {
		for (const [key, title] of Object.entries({ e: 'Errors', w: 'Workers   12, ', l: 'Log   ' })) {
			terminal.press(key);
			await see(new RegExp(`^ ${title}`));
			expect(terminal.lines().filter((line) => line.endsWith(' '))).toEqual([]);
		}
	}));
