import { expect, test } from 'vitest';
import { roundStep, timeTicks, valueScale } from '../../../src/report/html/scale.ts';

test.each([
	[0.9, 1],
	[1.1, 2],
	[3, 5],
	[7, 10],
	[23, 50],
	[0.04, 0.05],
])('a step of at least %d is %d', (least, step) => {
	expect(roundStep(least)).toBeCloseTo(step, 10);
});

test('an axis begins at 0 and ends at or above the largest value', () => {
	const scale = valueScale(68.9, String);
	expect(scale.most).toBe(80);
	expect(scale.ticks.map(({ label }) => label)).toEqual(['0', '20', '40', '60', '80']);
	expect(valueScale(0, String).most).toBeGreaterThan(0);
});

test('times are round local times, five or six at most, however long the run', () => {
	const start = new Date(2026, 10, 23, 14, 26, 7).getTime();
	const labels = (seconds: number): string[] => timeTicks(start, start + seconds * 1000).map(({ label }) => label);
	expect(labels(4)).toEqual(['14:26:07', '14:26:08', '14:26:09', '14:26:10', '14:26:11']);
	expect(labels(240)).toEqual(['14:27', '14:28', '14:29', '14:30']);
	expect(labels(3 * 3600)).toEqual(['15:00', '16:00', '17:00']);
	for (const seconds of [0, 1, 59, 601, 7000, 90_000, 2_000_000]) {
		const ticks = timeTicks(start, start + seconds * 1000);
		expect(ticks.length).toBeLessThanOrEqual(6);
		for (const { place } of ticks) expect(place >= 0 && place <= 1).toBe(true);
	}
});
