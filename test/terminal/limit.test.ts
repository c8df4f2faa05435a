import { describe, expect, test } from 'vitest';
import { limitOf } from '../../src/terminal/limit.ts';
import { phaseOf } from '../../src/terminal/phase.ts';
import { speedsOf } from '../../src/terminal/selectors.ts';
import { draw } from '../support/terminal-dashboard.tsx';
import { runningImport, Staged } from '../support/terminal-import.ts';

const running = (options = {}): Staged => new Staged().begin(options).list(100_000).discovered();

function said(run: Staged): string {
	const snapshot = run.snapshot();
	return `${phaseOf(snapshot)}: ${limitOf(snapshot).text}`;
}

test('the API, when all workers are busy', () => {
	const run = running({ workers: 2, rate: 0 }).work(20, { workers: 2 }).fetching(1).fetching(2);
	expect(said(run)).toMatch(/^running: 2 of 2 workers busy, the API answers in \d+ ms$/);
});

test('the rate, when the requests come near its ceiling', () => {
	const run = running({ rate: 10 }).work(60, { speed: 10, drift: 0 }).fetching(1);
	expect(said(run)).toBe('running: limited by the rate, 10 requests/s');
});

test('the database, when it falls behind', () => {
	const run = running({ workers: 1, rate: 0 });
	for (let home = 0; home < 400; home++) run.fetching(1).advance(1).finished(1);
	expect(said(run.fetching(1))).toBe('running: the database: 400 homes wait');
});

test('the database, when it is away, and no longer when it is back', () => {
	const run = running().fetching(1).emit({ type: 'database.waiting', delayMs: 500, reason: 'connection refused' });
	expect(said(run)).toBe('waiting for database: the database is away: connection refused');
	expect(said(run.emit({ type: 'database.back' }))).toMatch(/^running/);
});

test('backing off, while every worker waits for its next try and no longer', () => {
	const run = running({ workers: 2 }).fetching(1).retrying(1).fetching(2).retrying(2);
	expect(said(run)).toBe('backing off: the API: all 2 workers wait to try again');
	expect(said(run.advance(3001))).toMatch(/^running: 2 of 2/);
});

test('the search, when nothing is listed yet, with its own retries', () => {
	const run = new Staged().begin().list(0, { expected: 10 });
	expect(said(run)).toBe('discovering: the search: 0 homes listed so far');
	const retry = { attempt: 2, attempts: 5, delayMs: 2500, reason: 'timeout' };
	run.emit({ type: 'discovery.retrying', partition: 'København', page: 1, retry });
	expect(said(run)).toBe('discovering: the search tries again in 3 s: timeout');
});

test('pausing until everything fetched is committed, then paused', () => {
	const run = running().fetching(1).fetching(2).control({ paused: true }).finished(1);
	expect(said(run)).toBe('pausing: paused by you: 1 in flight, 1 home to commit');
	expect(said(run.finished(2))).toBe('pausing: paused by you: nothing in flight, 2 homes to commit');
	expect(said(run.commit(2))).toBe('paused: paused by you: nothing in flight, everything fetched is committed');
});

test('changed records, while somebody is asked about them; then the pause is a pause', () => {
	const changes = [
		{ field: 'energyLabel', message: 'energyLabel was there' },
		{ field: 'slug', message: 'slug was there' },
	];
	const run = running().fetching(1).finished(1).emit({ type: 'contract.drifted', changes, reaction: 'pause' });
	expect(said(run.control({ paused: true }))).toBe(
		'pausing: the API changed energyLabel and 1 more: p goes on with that and q stops',
	);
	run.emit({ type: 'contract.accepted' });
	expect(said(run)).toBe('pausing: paused by you: nothing in flight, 1 home to commit');
});

test.each([
	[{ kind: 'asked', atOnce: false }, 'stopping: stopped by you: 1 in flight'],
	[{ kind: 'blocked', message: '' }, 'stopping: the API refuses this program: 1 in flight'],
	[{ kind: 'api-unavailable', message: '' }, 'stopping: the API does not answer: 1 in flight'],
	[{ kind: 'database', message: '' }, 'stopping: the database cannot be used: 1 in flight'],
] as const)('why it stops: %o', (reason, expected) => {
	expect(said(running().fetching(1).stopping(reason))).toBe(expected);
});

test('the speed now does not follow the size of the batches', () => {
	const run = running({ batchSize: 1000 });
	for (let home = 0; home < 900; home++) run.fetching(1).advance(50).finished(1);
	expect(speedsOf(run.snapshot()).now).toBeCloseTo(20, 0);
});

test('time does not pass while paused', () => {
	const run = runningImport().control({ paused: true });
	const before = speedsOf(run.snapshot());
	expect(speedsOf(run.advance(3_600_000).snapshot())).toEqual(before);
});

describe('the reason on the screen', () => {
	const reason = 'The API answered 503 Service Unavailable and asks for a rest of eight seconds (try 3 of 5).';
	const shown = (columns: number): string => {
		const run = running().fetching(1).emit({ type: 'api.waiting', delayMs: 8000, reason });
		return draw(run, { size: { columns, rows: 24 } }).find((line) => line.startsWith(' Limit')) ?? '';
	};

	test('is whole where there is room', () => {
		expect(shown(140)).toContain(`the API, next try in 8 s: ${reason}`);
	});

	test('is told in fewer words where that makes it fit', () => {
		expect(shown(120)).toBe(` Limit     next try in 8 s: ${reason}`);
	});

	test.each([80, 60, 45])('is never cut in the middle of a word, at %i columns', (columns) => {
		const line = shown(columns);
		expect(line).toMatch(/ next try in 8 s: The API.*…$/);
		const kept = line.slice(line.indexOf('The API'), -1);
		expect(reason.startsWith(kept)).toBe(true);
		expect(reason[kept.length]).toMatch(/[ ,.]/);
	});
});

test('where the program chooses the number of workers, it says why it is that one', () => {
	const reason = 'latency rose from 210 to 260 ms at 3 workers';
	const run = running({ workers: 2, rate: 0 })
		.control({ adaptive: true })
		.emit({ type: 'workers.adapted', workers: 2, binding: 'latency', reason })
		.fetching(1)
		.fetching(2);
	expect(said(run)).toBe(`running: 2 of 2 workers busy: ${reason}`);
	expect(said(run.control({ adaptive: false }))).not.toContain(reason);
});
