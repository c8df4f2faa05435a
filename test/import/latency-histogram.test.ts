import { expect, test } from 'vitest';
import { LatencyHistogram } from '../../src/import/latency-histogram.ts';

test('percentiles of any number of answers are right to one part in a hundred', () => {
	const histogram = new LatencyHistogram();
	const times = Array.from({ length: 5000 }, (_, index) => 20 * 1.0015 ** index);
	for (const ms of times) histogram.add(ms);
	expect(histogram.total).toBe(5000);
	for (const share of [0.5, 0.95, 0.99, 1]) {
		const exact = times[Math.ceil(5000 * share) - 1] ?? 0;
		expect(Math.abs((histogram.percentile(share) ?? 0) / exact - 1)).toBeLessThan(0.0101);
	}
});

test('two of them together are as one', () => {
	const [one, other, both] = [new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram()];
	for (const ms of [1, 5, 9, 400]) for (const each of [one, both]) each.add(ms);
	for (const ms of [0, 80, 100_000]) for (const each of [other, both]) each.add(ms);
	one.addAll(other);
	for (const share of [0.1, 0.5, 0.9, 1]) expect(one.percentile(share)).toBe(both.percentile(share));
});

test('without an answer there is no percentile', () => {
	expect(new LatencyHistogram().percentile(0.5)).toBeUndefined();
});
