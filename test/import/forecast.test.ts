import { expect, test } from 'vitest';
import type { ImportEvent, UnstampedEvent } from '../../src/import/events.ts';
import { forecastError } from '../../src/import/forecast.ts';
import { activeMs, timeLeft } from '../../src/import/pace.ts';
import { doneWith, type ImportState, initialState, leftToFetch, reduce } from '../../src/import/progress.ts';

const start = Date.UTC(2026, 10, 23);

const started: UnstampedEvent = {
	type: 'run.started',
	...{ runId: 'run-1', municipalities: ['Aarhus'], addressTypes: ['villa'], workers: 3, batchSize: 50, limit: null },
	...{ fetch: 'details', rate: 10, apiUrl: 'http://127.0.0.1', database: 'memory' },
};
const counted = (partition: string, expected: number): UnstampedEvent => ({
	type: 'partition.counted',
	partition,
	expected,
});
const committed = (imported: number): UnstampedEvent => ({
	type: 'batch.committed',
	...{ number: 1, size: imported, imported, updated: 0, unchanged: 0, failed: 0, gone: 0, ms: 10, waiting: 0 },
});

/** The state after events at these seconds. */
function after(...events: readonly (readonly [second: number, event: UnstampedEvent])[]): ImportState {
	return events.reduce<ImportState>(
		(state, [second, event]) => reduce(state, { ...event, at: start + second * 1000 } as ImportEvent),
		initialState,
	);
}

function timeLeftOf(state: ImportState, now: number): number {
	return timeLeft(state.pace, state.counts.expected - doneWith(state), now, leftToFetch(state)) ?? Number.NaN;
}

/** A batch of 50 every five seconds. */
const steadily = (from: number, to: number) =>
	Array.from({ length: (to - from) / 5 }, (_, index) => [from + 5 * (index + 1), committed(50)] as const);

test('the time left of homes that are fetched counts where others come from pages, many at a time', () => {
	const listed = (discovered: number, fromPages: number): UnstampedEvent => ({
		...{ type: 'homes.listed', partition: 'a', skipped: 0, discovered, fromPages },
	});
	const fetched: UnstampedEvent = {
		...{ type: 'worker.finished', worker: 1, id: 'x', outcome: 'fetched', ms: 1, attempts: 1 },
	};
	const fetches = Array.from({ length: 40 }, (_, index) => [index / 10 + 0.1, fetched] as const);
	const state = after(
		...[[0, { ...started, fetch: 'pages' }] as const, [0, counted('a', 1000)] as const, [0, listed(500, 350)] as const],
		...fetches,
		[4, committed(390)],
	);
	// 150 of 500 are fetched, and so will be 150 of the others: 40 in 4 s, 260 to come.
	expect(timeLeftOf(state, start + 4000)).toBeCloseTo(26_000, -3);
});

test('what the time left was at 10, 25 and 50 % is noted, once each', () => {
	const { forecasts } = after([0, started], [0, counted('a', 1000)], ...steadily(0, 100));
	expect(forecasts).toEqual([
		{ share: 0.1, activeMs: 10_000, leftMs: 90_000 },
		{ share: 0.25, activeMs: 25_000, leftMs: 75_000 },
		{ share: 0.5, activeMs: 50_000, leftMs: 50_000 },
	]);
	expect(forecasts.map((forecast) => forecastError(forecast, 100_000))).toEqual([0, 0, 0]);
});

test('skipped homes are neither done nor speed', () => {
	const listed: UnstampedEvent = {
		type: 'homes.listed',
		partition: 'a',
		discovered: 10_000,
		skipped: 9000,
		fromPages: 0,
	};
	const { forecasts } = after([0, started], [0, counted('a', 10_000)], [1, listed], ...steadily(0, 25));
	expect(forecasts).toEqual([
		{ share: 0.1, activeMs: 10_000, leftMs: 90_000 },
		{ share: 0.25, activeMs: 25_000, leftMs: 75_000 },
	]);
});

test('pauses and waits are no time of it', () => {
	const waiting: UnstampedEvent = { type: 'api.waiting', delayMs: 1000, reason: 'HTTP 429' };
	const state = after(
		...[[0, started] as const, [0, counted('a', 1000)] as const, ...steadily(0, 15)],
		...[[15, waiting] as const, [3615, { type: 'api.back' }] as const],
		...steadily(3615, 3700),
	);
	expect(state.forecasts.map(({ activeMs }) => activeMs)).toEqual([10_000, 25_000, 50_000]);
	const inAll = activeMs(state.pace, start + 3_700_000);
	expect(state.forecasts.map((forecast) => forecastError(forecast, inAll))).toEqual([0, 0, 0]);
});

test('a share that is not done after all, because more was counted since, is noted when it is', () => {
	const state = after(
		[0, started],
		[0, counted('a', 200)],
		...steadily(0, 10),
		[11, counted('b', 800)],
		...steadily(10, 25),
	);
	expect(state.forecasts).toEqual([
		{ share: 0.1, activeMs: 15_000, leftMs: 85_000 },
		{ share: 0.25, activeMs: 25_000, leftMs: 75_000 },
	]);
});

test('of several shares that one commit completes the last is noted', () => {
	expect(after([0, started], [0, counted('a', 80)], [10, committed(50)]).forecasts).toEqual([
		{ share: 0.5, activeMs: 10_000, leftMs: 6000 },
	]);
});

test('a forecast is off by its share of what it took: above 0 when it took less', () => {
	const forecast = { share: 0.25, activeMs: 20_000, leftMs: 66_000 };
	expect(forecastError(forecast, 80_000)).toBeCloseTo(0.1);
	expect(forecastError(forecast, 130_000)).toBeCloseTo(-0.4);
});
