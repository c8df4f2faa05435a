import { expect, test } from 'vitest';
import { StopRun } from '../../src/import/stop-run.ts';
import { quiet, rejection, simulate, stateOf } from './support.ts';
import { homeEntries, homeEntry, partition } from './support-store.ts';
import { invalid } from './support-world.ts';
import { startWriter } from './support-writer.ts';

test('commits a batch as soon as it is full, and not before', async () => {
	const { add, clock, store } = startWriter();
	await add(homeEntries(49));
	await clock.advance(1900);
	expect(store.commits).toEqual([]);
	await add([homeEntry('the fiftieth')]);
	await clock.advance(1);
	expect(store.commits).toEqual([50]);
});

test('commits what there is 2 s after the first home of a batch came', async () => {
	const { add, clock, store } = startWriter();
	await clock.advance(10_000);
	await add(homeEntries(1));
	await clock.advance(1500);
	await add([homeEntry('a later one')]);
	await clock.advance(499);
	expect(store.saves).toBe(0);
	await clock.advance(2);
	expect(store.commits).toEqual([2]);
});

test('commits what is left when it is closed, then ends', async () => {
	const { writer, add, clock, store, running, abandoned } = startWriter();
	await add(homeEntries(7));
	writer.close();
	await simulate(clock, running);
	expect(store.commits).toEqual([7]);
	expect(abandoned).toEqual([]);
	expect(await writer.add(homeEntry('too late'))).toBe(false);
	expect(clock.sleeping).toBe(0);
});

test('ends without a commit when nothing ever came', async () => {
	const { writeAll, store, events } = startWriter();
	await writeAll([]);
	expect(store.saves).toBe(0);
	expect(events).toEqual([]);
});

test('a flush commits what is waiting, and only that', async () => {
	const { writer, add, clock, store } = startWriter();
	await add(homeEntries(3));
	await clock.advance(100);
	writer.flush();
	await clock.advance(1);
	expect(store.commits).toEqual([3]);
	writer.flush();
	await add([homeEntry('no hurry')]);
	await clock.advance(1999);
	expect(store.commits).toEqual([3]);
});

test('a flush during a commit holds for all that is waiting then', async () => {
	const { writer, add, clock, store } = startWriter({ latency: 100 }, 10);
	await add(homeEntries(35));
	await clock.advance(50);
	writer.flush();
	await clock.advance(351);
	expect(store.commits).toEqual([10, 10, 10, 5]);
});

test('a new batch size holds for the batch that is open', async () => {
	const { writer, add, clock, store } = startWriter();
	await add(homeEntries(25));
	await clock.advance(10);
	writer.setBatchSize(10);
	await clock.advance(3);
	expect(store.commits).toEqual([10, 10]);
	expect(writer.waiting).toBe(5);
});

test('cuts many homes into batches, in the order they came', async () => {
	const { writeAll, store, committed } = startWriter();
	await writeAll(homeEntries(120));
	expect(store.commits).toEqual([50, 50, 20]);
	expect(committed).toEqual(homeEntries(120).map((entry) => entry.id));
});

test('holds back who adds once 400 wait for a database that is behind', async () => {
	const { writer, clock } = startWriter({ latency: 5000 });
	const adding = homeEntries(1000).map((entry) => writer.add(entry));
	await quiet();
	expect(writer.waiting).toBe(400);
	const last = adding.at(-1) as Promise<boolean>;
	expect(await stateOf(last)).toBe('pending');
	await clock.advance(5000);
	expect(writer.waiting).toBe(400);
	expect(await simulate(clock, last)).toBe(true);
});

test('tells each batch with what became of its homes, how long it took and how many wait', async () => {
	const stored = new Map([
		['a', 'imported'],
		['b', 'updated'],
		['c', 'unchanged'],
	] as const);
	const { writeAll, events, store } = startWriter({
		latency: 40,
		storedAs: (id) => stored.get(id as 'a'),
	});
	await writeAll([
		homeEntry('a'),
		homeEntry('b'),
		homeEntry('c'),
		{ kind: 'gone', id: 'd', label: 'Vej 4', partition },
		{
			kind: 'failure',
			id: null,
			label: 'a row',
			partition,
			problem: { ...invalid, payload: { secret: 1 } },
			attempts: 2,
		},
	]);
	expect(events).toEqual([
		{ type: 'batch.flushing', size: 5 },
		{ type: 'home.gone', id: 'd', label: 'Vej 4' },
		{ type: 'home.failed', id: null, label: 'a row', attempts: 2, problem: invalid },
		{
			type: 'batch.committed',
			size: 5,
			number: 1,
			imported: 1,
			updated: 1,
			unchanged: 1,
			failed: 1,
			gone: 1,
			ms: 40,
			waiting: 0,
		},
	]);
	expect(store.failures[0]?.problem.payload).toEqual({ secret: 1 });
});

test('a store that does not say what became of a home is a bug, and no success', async () => {
	const { add, writer, clock, running } = startWriter({ storedAs: (id) => (id === 'b' ? undefined : 'imported') });
	await add([homeEntry('a'), homeEntry('b')]);
	writer.close();
	const error = await rejection(simulate(clock, running));
	expect(error).toHaveProperty('message', 'the store did not say what became of home b');
});

test('an error that is no refusal of the store ends the writer as it is', async () => {
	const bug = new TypeError('not a function');
	const { writeAll, abandoned } = startWriter({ refuse: () => bug });
	expect(await rejection(writeAll(homeEntries(3)))).toBe(bug);
	expect(abandoned).toEqual([3]);
});

test('an abort leaves what is not committed, and says how much that is', async () => {
	const { add, clock, store, writer, abort, running, abandoned } = startWriter({ latency: 100 });
	await add(homeEntries(180));
	await clock.advance(50);
	const reason = new Error('now');
	abort.abort(reason);
	writer.close();
	expect(await rejection(simulate(clock, running))).toBe(reason);
	expect(store.commits).toEqual([50]);
	expect(abandoned).toEqual([130]);
});

test('nothing is committed unjudged once the run is to end, be it only homes that are fetched again', async () => {
	const drifted = new StopRun({ kind: 'drift', message: 'a field was lost' });
	const vetting = {
		...{ holds: false, looksGood: () => true, doubt: () => undefined },
		pass: () => Promise.reject(drifted),
	};
	const scene = startWriter({}, 50, vetting);
	scene.hurry.abort();
	const written = scene.writeAll([{ ...homeEntry('home-1'), again: true }]);
	expect(await rejection(written)).toBe(drifted);
	expect(scene.store.commits).toEqual([]);
});

test('fills a batch that is larger than what may usually wait', async () => {
	const { add, clock, store, writer } = startWriter({}, 1000);
	const adding = add(homeEntries(1000));
	await clock.advance(10);
	expect(store.commits).toEqual([1000]);
	writer.setBatchSize(20);
	await adding;
	const slow = add(homeEntries(500));
	expect(await stateOf(slow)).toBe('pending');
	expect(writer.waiting).toBeLessThanOrEqual(400);
	await simulate(clock, slow);
});
