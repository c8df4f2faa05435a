import { setImmediate } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { createDashboardStore } from '../../src/terminal/store.ts';
import { StillClock } from '../support/terminal-clock.ts';
import { Staged, serverError, start, timeout } from '../support/terminal-import.ts';

/** Lets what waits for the clock go on. */
async function advance(clock: { advance(ms: number): unknown }, ms: number): Promise<void> {
	for (let left = ms; left > 0; left -= 100) {
		clock.advance(Math.min(left, 100));
		await setImmediate();
	}
}

test('publishes five times a second, however much happens', async () => {
	const run = new Staged().begin().list(10_000).discovered();
	const notify = vi.fn();
	const leave = run.store.subscribe(notify);
	const before = run.store.snapshot();
	for (let home = 0; home < 500; home++) run.fetching(1).finished(1);
	expect(run.store.snapshot()).toBe(before);
	await advance(run, 199);
	expect(notify).not.toHaveBeenCalled();
	await advance(run, 1);
	await advance(run, 99);
	expect(notify).toHaveBeenCalledTimes(1);
	expect(run.store.snapshot().state).toBe(run.state);
	await advance(run, 1000);
	expect(notify).toHaveBeenCalledTimes(6);
	leave();
});

test('answers a key within a tenth of a second, as long as it is pressed', async () => {
	const run = new Staged().begin().list(10_000).discovered();
	const notify = vi.fn();
	const leave = run.store.subscribe(notify);
	for (let workers = 13; workers < 23; workers++) {
		run.control({ workers });
		await advance(run, 100);
	}
	expect(notify).toHaveBeenCalledTimes(10);
	leave();
});

test('publishes less often when drawing is slow, so that it costs two hundredths of the time', async () => {
	const clock = new StillClock(start);
	let stopwatch = 0;
	const store = createDashboardStore({ clock, stopwatch: () => stopwatch });
	// As React does it: not at once, but in a microtask.
	const notify = vi.fn(() => {
		queueMicrotask(() => {
			stopwatch += 8;
		});
	});
	const leave = store.subscribe(notify);
	await advance(clock, 200);
	expect(notify).toHaveBeenCalledTimes(1);
	await advance(clock, 399);
	expect(notify).toHaveBeenCalledTimes(1);
	await advance(clock, 1);
	expect(notify).toHaveBeenCalledTimes(2);
	leave();
});

test('follows twice a second, however slow drawing is', async () => {
	const clock = new StillClock(start);
	let stopwatch = 0;
	const store = createDashboardStore({ clock, stopwatch: () => stopwatch });
	const notify = vi.fn(() => {
		stopwatch += 1000;
	});
	const leave = store.subscribe(notify);
	await advance(clock, 200);
	await advance(clock, 500);
	expect(notify).toHaveBeenCalledTimes(2);
	leave();
});

test('publishes nothing when nobody looks', async () => {
	const run = new Staged().begin();
	const notify = vi.fn();
	run.store.subscribe(notify)();
	run.advance(1000);
	await Promise.resolve();
	expect(notify).not.toHaveBeenCalled();
});

test('a snapshot does not change afterwards', () => {
	const run = new Staged().begin().list(10).fetching(1).retrying(1).failed(timeout);
	const snapshot = run.snapshot();
	const copy = structuredClone(snapshot);
	run.finished(1).failed(serverError).commit(1, 2).control({ workers: 3 });
	expect(snapshot).toEqual(copy);
});

test('counts what is fetched and not committed', () => {
	const run = new Staged().begin().list(10);
	run.fetching(1).finished(1).fetching(1).finished(1, 10, 'failed');
	expect(run.snapshot().observed.uncommitted).toBe(2);
	run.failed(timeout).commit(1, 1);
	expect(run.snapshot().observed.uncommitted).toBe(0);
});

test('rows without an id were never fetched, and do not upset the count', () => {
	const run = new Staged().begin().list(10).fetching(1).finished(1);
	run.failed(timeout, 'a row of a search page', null).commit(0, 1);
	expect(run.snapshot().observed.uncommitted).toBe(1);
});

test('keeps the last 500 lines of the log and the last 200 failures', () => {
	const run = new Staged().begin();
	for (let error = 1; error <= 1234; error++) run.failed(timeout, `Vej ${error}`);
	const { log, observed } = run.snapshot();
	expect(log).toHaveLength(500);
	expect(log.at(-1)?.text).toContain('Vej 1234');
	expect(observed.failures).toHaveLength(200);
	expect(observed.failures[0]?.label).toBe('Vej 1035');
});

describe('the log', () => {
	const texts = (run: Staged): readonly string[] => run.snapshot().log.map(({ text }) => text);

	test('has one line for a key that is held down, with where it ended', () => {
		const run = new Staged().begin().list(10);
		const before = texts(run).length;
		for (let workers = 13; workers <= 40; workers++) run.control({ workers });
		expect(texts(run).slice(before)).toEqual(['40 workers, batches of 50']);
	});

	test('has a line for each setting that was changed in turn, and for each time', () => {
		const run = new Staged().begin().list(10);
		const before = texts(run).length;
		run.control({ workers: 13 }).control({ workers: 14 }).control({ batchSize: 100 }).control({ batchSize: 200 });
		run.control({ paused: true }).finished(1).commit(1).control({ paused: false });
		expect(texts(run).slice(before)).toEqual([
			'14 workers, batches of 50',
			'14 workers, batches of 200',
			'paused, 14 workers, batches of 200',
			'batch 1: 1 imported, 31 ms',
			'14 workers, batches of 200',
		]);
	});

	test('has no line for a key at the end of its range', () => {
		const run = new Staged().begin({ workers: 64 });
		const before = texts(run);
		expect(texts(run.control({ workers: 64 }))).toEqual(before);
	});
});

describe('homes that are tried again', () => {
	test('leave the failures, and are counted until they are fetched', () => {
		const run = new Staged().begin().list(10);
		run.failed(timeout, 'Vej 1', 'a').failed(timeout, 'Vej 2', 'b').failed(serverError, 'Vej 3', 'c');
		run.emit({ type: 'homes.retried', kind: 'timeout', count: 2, ids: ['a', 'b'] });
		expect(run.snapshot().observed).toMatchObject({ triedAgain: 2, failures: [{ label: 'Vej 3' }] });
		run.emit({ type: 'worker.finished', worker: 1, id: 'b', outcome: 'failed', ms: 5, attempts: 5 });
		expect(run.snapshot().observed.triedAgain).toBe(1);
		run.failed(timeout, 'Vej 2', 'b');
		run.emit({ type: 'worker.finished', worker: 1, id: 'a', outcome: 'fetched', ms: 5, attempts: 1 });
		expect(run.snapshot().observed.triedAgain).toBe(0);
		expect(run.snapshot().observed.failures.map(({ label }) => label)).toEqual(['Vej 3', 'Vej 2']);
	});

	test('do not include rows without an id, which stay open', () => {
		const run = new Staged().begin().list(10).failed(timeout, 'a row', null).failed(timeout, 'Vej 1', 'a');
		run.emit({ type: 'homes.retried', kind: 'timeout', count: 1, ids: ['a'] });
		expect(run.snapshot().observed.failures.map(({ label }) => label)).toEqual(['a row']);
	});
});
