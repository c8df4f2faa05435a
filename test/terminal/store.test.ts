import { expect, test, vi } from 'vitest';
import { createDashboardStore } from '../../src/terminal/store.ts';
import { StillClock } from '../support/terminal-clock.ts';
import { Staged, serverError, start, timeout } from '../support/terminal-import.ts';

test('publishes at most ten times a second, however much happens', async () => {
	const run = new Staged().begin().list(10_000).discovered();
	const notify = vi.fn();
	const leave = run.store.subscribe(notify);
	const before = run.store.snapshot();
	for (let home = 0; home < 500; home++) run.fetching(1).finished(1);
	expect(run.store.snapshot()).toBe(before);
	run.advance(99);
	await Promise.resolve();
	expect(notify).not.toHaveBeenCalled();
	run.advance(1);
	await vi.waitFor(() => expect(notify).toHaveBeenCalledTimes(1));
	expect(run.store.snapshot().state).toBe(run.state);
	leave();
});

test('publishes less often when drawing is slow, so that it costs three hundredths of the time', async () => {
	const clock = new StillClock(start);
	let stopwatch = 0;
	const store = createDashboardStore({ clock, stopwatch: () => stopwatch });
	const notify = vi.fn(() => {
		stopwatch += 9;
	});
	const leave = store.subscribe(notify);
	clock.advance(100);
	await vi.waitFor(() => expect(notify).toHaveBeenCalledTimes(1));
	clock.advance(299);
	await Promise.resolve();
	expect(notify).toHaveBeenCalledTimes(1);
	clock.advance(1);
	await vi.waitFor(() => expect(notify).toHaveBeenCalledTimes(2));
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
