import { expect, test } from 'vitest';
import { ended } from '../../src/import/counts.ts';
import type { ImportEvent, RunResult, UnstampedEvent } from '../../src/import/events.ts';
import { type ImportState, initialState, overallSpeed, reduce } from '../../src/import/progress.ts';
import { outage } from './support-world.ts';

const start = Date.UTC(2026, 10, 23);

const started: UnstampedEvent = {
	type: 'run.started',
	runId: 'run-1',
	municipalities: ['Aarhus'],
	addressTypes: ['villa'],
	workers: 3,
	batchSize: 50,
	limit: null,
	fetch: 'details',
	rate: 10,
	apiUrl: 'http://127.0.0.1',
	database: 'memory',
};

/** The state after these events, a second apart. */
function after(...events: UnstampedEvent[]): ImportState {
	return [started, ...events].reduce<ImportState>(
		(state, event, index) => reduce(state, { ...event, at: start + index * 1000 } as ImportEvent),
		initialState,
	);
}

const committed = (counts: Partial<Extract<UnstampedEvent, { type: 'batch.committed' }>>): UnstampedEvent => ({
	type: 'batch.committed',
	size: 0,
	number: 1,
	imported: 0,
	updated: 0,
	unchanged: 0,
	failed: 0,
	gone: 0,
	ms: 12,
	waiting: 0,
	...counts,
});

const failed = (kind: string, id: string | null = 'a'): UnstampedEvent => ({
	type: 'home.failed',
	id,
	label: `label of ${id}`,
	attempts: 5,
	problem: { ...outage, kind },
});

test('the start sets what is known of a run', () => {
	expect(after()).toMatchObject({
		runId: 'run-1',
		started: { at: start },
		control: { paused: false, workers: 3, batchSize: 50, rate: 10 },
		pace: { startedAt: start },
	});
});

test('an event leaves the state before it as it was', () => {
	const before = after();
	const copy = structuredClone(before);
	reduce(before, { ...committed({ imported: 5 }), at: start } as ImportEvent);
	reduce(before, { ...failed('timeout'), at: start } as ImportEvent);
	reduce(before, { type: 'worker.fetching', worker: 2, id: 'a', label: 'x', at: start });
	expect(before).toEqual(copy);
});

test('expected is the sum of the newest totals of all partitions, bounded by the limit', () => {
	const counted = (partition: string, expected: number): UnstampedEvent => ({
		type: 'partition.counted',
		partition,
		expected,
	});
	const events = [counted('A · villa', 100), counted('B · villa', 50), counted('A · villa', 101)];
	expect(after(...events).counts.expected).toBe(151);
	expect(after({ ...started, limit: 120 } as UnstampedEvent, ...events).counts.expected).toBe(120);
	expect(after(counted('__proto__', 7)).counts.expected).toBe(7);
});

test('every way a home can end is counted as finished; what is released is not discovered', () => {
	const state = after(
		{ type: 'homes.listed', partition: 'København · villa', discovered: 30, skipped: 4, fromPages: 0 },
		committed({ imported: 6, updated: 5, unchanged: 3, failed: 2, gone: 1 }),
		{ type: 'homes.released', count: 9 },
	);
	expect(ended(state.counts)).toBe(21);
	expect(state.counts).toMatchObject({ discovered: 21, skipped: 4, imported: 6, updated: 5, failed: 2, gone: 1 });
	expect(state.batches).toEqual({ committed: 1, lastMs: 12, waiting: 0 });
});

test('skipped homes are no speed', () => {
	const state = after(
		{ type: 'homes.listed', partition: 'København · villa', discovered: 1000, skipped: 900, fromPages: 0 },
		committed({ imported: 10 }),
	);
	expect(state.pace.completed).toBe(10);
	expect(overallSpeed(state, start + 2000)).toBe(5);
});

test('a pause stops the clock of the speed', () => {
	const paused = {
		type: 'control.changed',
		control: { paused: true, workers: 3, adaptive: false, batchSize: 50, rate: 0 },
	} as const;
	const state = after(committed({ imported: 10 }), paused);
	expect(overallSpeed(state, start + 3_600_000)).toBe(5);
	expect(state.control.paused).toBe(true);
});

test('a wait that the end of the run cuts short is no time of its work', () => {
	const waiting = after(committed({ imported: 10 }), { type: 'database.waiting', delayMs: 1, reason: 'gone' });
	const result: RunResult = {
		...{ runId: 'run-1', status: 'failed', counts: waiting.counts, requests: 10 },
		...{ durationMs: 62_000, propertiesPerSecond: 5, sequentialEstimateMs: 1 },
	};
	const { pace } = reduce(waiting, { type: 'run.finished', at: start + 62_000, ...result });
	expect(pace.restedMs).toBe(60_000);
});

test('a worker shows what it does, and what it has done', () => {
	const fetching: UnstampedEvent = { type: 'worker.fetching', worker: 2, id: 'a', label: 'Mejlgade 1' };
	const retry = { attempt: 2, attempts: 5, delayMs: 300, reason: 'HTTP 500' };
	const ended = (outcome: 'fetched' | 'failed' | 'aborted'): UnstampedEvent => ({
		type: 'worker.finished',
		attempts: 1,
		worker: 2,
		id: 'a',
		outcome,
		ms: 400,
	});
	expect(after(fetching).workers).toEqual([
		{ activity: 'idle', label: '', since: 0, retry: undefined, done: 0, errors: 0 },
		{ activity: 'fetching', label: 'Mejlgade 1', since: start + 1000, retry: undefined, done: 0, errors: 0 },
	]);
	expect(after(fetching, { type: 'worker.retrying', worker: 2, retry }).workers[1]).toMatchObject({
		activity: 'retrying',
		label: 'Mejlgade 1',
		retry,
	});
	const twice = after(fetching, ended('fetched'), fetching, ended('failed'));
	expect(twice.workers[1]).toMatchObject({ activity: 'idle', done: 2, errors: 1 });
	expect(after(fetching, ended('aborted')).workers[1]).toMatchObject({ activity: 'idle', done: 0, errors: 0 });
});

test('fetch times are summed, the newest 200 kept, and those cut short left out', () => {
	const fetched = (ms: number, outcome: 'fetched' | 'aborted' = 'fetched'): UnstampedEvent => ({
		type: 'worker.finished',
		attempts: 1,
		worker: 1,
		id: 'a',
		outcome,
		ms,
	});
	const state = after(...Array.from({ length: 250 }, (_, index) => fetched(index)), fetched(99_999, 'aborted'));
	expect(state.latencies).toEqual(Array.from({ length: 200 }, (_, index) => index + 50));
	expect(state.fetchMs).toBe((249 * 250) / 2);
});

test('errors are grouped by kind, the most frequent first, and the first ten kept in full', () => {
	const events = [
		...Array.from({ length: 2 }, () => failed('HTTP 500')),
		...Array.from({ length: 12 }, (_, index) => failed('timeout', `home-${index}`)),
	];
	const state = after(...events);
	expect(state.errorGroups.map(({ kind, count }) => [kind, count])).toEqual([
		['timeout', 12],
		['HTTP 500', 2],
	]);
	expect(state.errorGroups[0]?.latest).toMatchObject({ id: 'home-11', attempts: 5 });
	expect(state.firstErrors).toHaveLength(10);
	expect(state.firstErrors.at(-1)).toMatchObject({ id: 'home-7' });
});

test('a failure that is superseded leaves its group and the errors in full; what else failed of that home stays', () => {
	const events = [failed('invalid'), failed('22001', 'b'), failed('22001'), failed('22001')];
	const state = after(...events, { type: 'failure.superseded', kind: '22001', id: 'a' });
	expect(state.errorGroups.map(({ kind, count }) => [kind, count])).toEqual([
		['22001', 2],
		['invalid', 1],
	]);
	expect(state.firstErrors.map(({ id, at, problem }) => [id, (at - start) / 1000, problem.kind])).toEqual([
		['a', 1, 'invalid'],
		['b', 2, '22001'],
		['a', 4, '22001'],
	]);
	const solved = after(failed('22001'), { type: 'failure.superseded', kind: '22001', id: 'a' });
	expect(solved).toMatchObject({ errorGroups: [], firstErrors: [] });
});

test('unknown fields are counted by path, whatever their name', () => {
	const fields = ['solar', 'constructor', 'toString'];
	const state = after({ type: 'fields.unknown', fields }, { type: 'fields.unknown', fields: ['constructor'] });
	expect(state.unknownFields).toEqual({ solar: 1, constructor: 2, toString: 1 });
});

test('the wait for the database, the wish to stop and the result are kept', () => {
	const waiting = after({ type: 'database.waiting', delayMs: 1, reason: 'connection refused' });
	expect(waiting.databaseWait).toBe('connection refused');
	expect(reduce(waiting, { type: 'database.back', at: start }).databaseWait).toBeUndefined();
	expect(after({ type: 'run.stopping', reason: { kind: 'asked', atOnce: false } }).stopping).toEqual({
		kind: 'asked',
		atOnce: false,
	});
	expect(after({ type: 'discovery.finished' }).discoveryFinished).toBe(true);
});

test('time that the process slept is no time of the requests that were in flight', () => {
	const state = after(
		{ type: 'worker.fetching', worker: 1, id: 'a', label: 'A 1' },
		{ type: 'run.slept', ms: 200_000 },
		{ type: 'worker.finished', worker: 1, id: 'a', outcome: 'fetched', ms: 200_300, attempts: 1 },
	);
	expect(state.fetchMs).toBe(300);
});
