import { describe, expect, test } from 'vitest';
import { come, startPace, timeLeft } from '../../src/import/pace.ts';
import { type Point, timeLeftFrom } from '../../src/import/time-left.ts';
import { seeded } from './support-api.ts';

interface RunOptions {
	readonly workers?: number;
	/** Before the first request. */
	readonly startMs?: number;
	/** Lengthens or shortens an answer. */
	readonly chance?: () => number;
}

/** When each home of a run came, ms, by how long an answer takes at each moment. */
function run(homes: number, latency: (ms: number) => number, options: RunOptions = {}): number[] {
	const { workers = 12, startMs = 800, chance = () => 1 } = options;
	const free = Array.from({ length: workers }, () => startMs);
	const came = Array.from({ length: homes }, () => {
		const next = free.indexOf(Math.min(...free));
		const from = free[next] ?? 0;
		free[next] = from + latency(from) * chance();
		return free[next];
	});
	return came.sort((a, b) => a - b);
}

/** How far the time left was off when so many homes of a run had come. */
function errorAt(came: readonly number[], homes: number): number {
	let pace = startPace(0);
	for (const ms of came.slice(0, homes)) pace = come(pace, 1, ms);
	const now = came[homes - 1] ?? 0;
	// Nothing is committed here, so that all are still to be done.
	const left = timeLeft(pace, came.length, now) ?? Number.NaN;
	return left / ((came.at(-1) ?? 0) - now) - 1;
}

describe('the time left at a quarter of the homes is within 10 % of the truth', () => {
	test.each([0.3, -0.3, 0.15, 0])('when latency drifts by %d over the run', (drift) => {
		for (const seconds of [60, 120, 300]) {
			const came = run(2400, (ms) => 5 * seconds * (1 + (drift * ms) / (seconds * 1000)));
			expect(Math.abs(errorAt(came, 600))).toBeLessThan(0.1);
			expect(Math.abs(errorAt(came, 1200))).toBeLessThan(0.1);
		}
	});

	test.each([0.3, -0.3, 0])('in a minute whose answers vary by a sixth, four times in five, drift %d', (drift) => {
		const errors = Array.from({ length: 50 }, (_, index) => {
			const random = seeded(7919 * (index + 1));
			const chance = (): number => 0.85 + 0.3 * random();
			return Math.abs(
				errorAt(
					run(2400, (ms) => 300 * (1 + (drift * ms) / 60_000), { chance }),
					600,
				),
			);
		});
		expect(errors.filter((each) => each < 0.1).length).toBeGreaterThanOrEqual(40);
		expect(Math.max(...errors)).toBeLessThan(0.2);
	});
});

test('chance alone makes no trend: without a drift the end that is foreseen stays near the truth', () => {
	const random = seeded(75_003);
	const came = run(4000, () => 300, { chance: () => 0.5 + random() });
	for (let homes = 500; homes < 3500; homes += 100) expect(Math.abs(errorAt(came, homes))).toBeLessThan(0.15);
});

test('how long the first home took to come is nothing that repeats', () => {
	expect(
		Math.abs(
			errorAt(
				run(1000, () => 500, { startMs: 5000 }),
				250,
			),
		),
	).toBeLessThan(0.02);
});

/** 50 homes every second. */
const even: readonly Point[] = Array.from({ length: 10 }, (_, index) => ({
	...{ ms: 1000 * (index + 1), completed: 50 * (index + 1), weight: 50 },
}));

test('between two points the end that is foreseen stays where it is, and moves once homes are overdue', () => {
	const ends = [10_000, 10_500, 11_000].map((ms) => ms + (timeLeftFrom(even, 1000, ms) ?? 0));
	for (const end of ends) expect(end).toBeCloseTo(20_000, 5);
	expect(timeLeftFrom(even, 1000, 20_000)).toBeGreaterThan(15_000);
});

test('it is not known before 20 homes', () => {
	expect(timeLeftFrom([], 100, 5000)).toBeUndefined();
	expect(timeLeftFrom([{ ms: 2000, completed: 19, weight: 19 }], 119, 3000)).toBeUndefined();
	expect(timeLeftFrom([{ ms: 2000, completed: 20, weight: 20 }], 120, 2000)).toBe(10_000);
});

test('a trend is not believed without end: the time for a home grows by half at most, and by half again', () => {
	const points = even.map((point, index) => ({ ...point, ms: 1000 * 1.6 ** index }));
	const last = points.at(-1) as Point;
	const steepest = (last.ms - 1000) / 450;
	expect(timeLeftFrom(points, 10_500, last.ms)).toBeLessThan(10_000 * steepest * 1.5 * 1.5);
});
