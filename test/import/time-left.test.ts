import { describe, expect, test } from 'vitest';
import { type Point, timeLeftFrom } from '../../src/import/time-left.ts';
import { seeded } from './support-api.ts';

/** When each batch of a run was committed, by how long a home takes at each moment, ms; `chance` lengthens or shortens a batch. */
function run(
	homes: number,
	perHome: (ms: number) => number,
	{ batch = 50, startMs = 800, chance = (): number => 1 } = {},
): Point[] {
	const points: Point[] = [];
	let ms = startMs;
	for (let completed = batch; completed <= homes; completed += batch) {
		for (let home = 0; home < batch; home++) ms += perHome(ms) * chance();
		points.push({ ms, completed });
	}
	return points;
}

/** How far the time left was off when a share of the homes was done. */
function error(points: readonly Point[], share: number): number {
	const last = points.at(-1) as Point;
	const until = points.filter(({ completed }) => completed <= last.completed * share);
	const { ms, completed } = until.at(-1) as Point;
	const seen = until.filter((point) => point.ms >= ms - 120_000);
	return (timeLeftFrom(seen, last.completed - completed, ms) ?? Number.NaN) / (last.ms - ms) - 1;
}

describe('the time left at a quarter of the homes is within 10 % of the truth', () => {
	test.each([0.3, -0.3, 0.15, 0])('when latency drifts by %d over the run', (drift) => {
		for (const seconds of [60, 300]) {
			const points = run(2400, (ms) => (seconds / 2.4) * (1 + (drift * ms) / (seconds * 1000)));
			expect(Math.abs(error(points, 0.25))).toBeLessThan(0.1);
			expect(Math.abs(error(points, 0.5))).toBeLessThan(0.1);
		}
	});

	test.each([0.3, -0.3, 0])('nearly always in a short run whose answers vary by half, drift %d', (drift) => {
		const errors = Array.from({ length: 200 }, (_, index) => {
			const random = seeded(7919 * (index + 1));
			const chance = (): number => 0.75 + random() / 2;
			return Math.abs(
				error(
					run(2400, (ms) => 25 * (1 + (drift * ms) / 60_000), { chance }),
					0.25,
				),
			);
		});
		expect(errors.filter((each) => each < 0.1).length).toBeGreaterThan(140);
		expect(Math.max(...errors)).toBeLessThan(0.2);
	});
});

test('chance alone makes no trend: without a drift the time left stays near the truth, and steady', () => {
	const random = seeded(3);
	const points = run(6000, () => 25, { chance: () => 0.5 + random() });
	const ends = points
		.filter(({ completed }) => completed >= 600 && completed <= 5000)
		.map(({ ms, completed }, index) => ms + (timeLeftFrom(points.slice(0, index + 12), 6000 - completed, ms) ?? 0));
	const truth = (points.at(-1) as Point).ms;
	expect(Math.max(...ends) / truth).toBeLessThan(1.05);
	expect(Math.min(...ends) / truth).toBeGreaterThan(0.95);
});

test('how long the first home took to come is nothing that repeats', () => {
	expect(
		Math.abs(
			error(
				run(1000, () => 40, { startMs: 5000 }),
				0.25,
			),
		),
	).toBeLessThan(0.01);
});

test('between two commits the end that is foreseen stays where it is, and moves once a commit is overdue', () => {
	const points = run(500, () => 20, { startMs: 0 });
	expect([10_000, 10_500, 11_000].map((ms) => ms + (timeLeftFrom(points, 500, ms) ?? 0))).toEqual([
		20_000, 20_000, 20_000,
	]);
	expect(timeLeftFrom(points, 500, 20_000)).toBeGreaterThan(15_000);
});

test('it is not known before 20 homes', () => {
	expect(timeLeftFrom([], 100, 5000)).toBeUndefined();
	expect(timeLeftFrom([{ ms: 2000, completed: 19 }], 100, 3000)).toBeUndefined();
	expect(timeLeftFrom([{ ms: 2000, completed: 20 }], 100, 2000)).toBe(10_000);
});

test('a trend is not believed without end: the time for a home grows by half at most', () => {
	const points = Array.from({ length: 12 }, (_, index) => ({ ms: 1000 * 1.6 ** index, completed: 50 * (index + 1) }));
	const last = points.at(-1) as Point;
	const perHome = (last.ms - 1000) / (last.completed - 50);
	expect(timeLeftFrom(points, 10_000, last.ms)).toBeLessThan(10_000 * perHome * 1.5 * 1.5);
});
