import { describe, expect, test } from 'vitest';
import { Knee } from '../../src/sandbox/knee.ts';
import { StatsCounter } from '../../src/sandbox/stats.ts';
import { getJson, sandbox } from './client.ts';

const path = '/search/addresses?municipalities=dragoer&addressTypes=villa&per_page=1&sortBy=address';

/** What each request meets when so many come a second, evenly, for three seconds. */
function met(knee: Knee, perSecond: number): (number | 'refused')[] {
	return Array.from({ length: 3 * perSecond }, (_, index) => knee.arrived((index * 1000) / perSecond));
}

describe('a knee', () => {
	test('up to it an answer takes no longer', () => {
		expect(new Set(met(new Knee(40, 200), 40))).toEqual(new Set([0]));
	});

	test('above it answers take the longer the more is asked', () => {
		expect(met(new Knee(40, 200), 42).at(-1)).toBeCloseTo(40);
		expect(met(new Knee(40, 200), 50).at(-1)).toBeCloseTo(200);
	});

	test('above one and a quarter of it requests are refused, and those refused count', () => {
		const answers = met(new Knee(40, 200), 60);
		expect(answers.slice(0, 50)).not.toContain('refused');
		expect(answers.slice(50)).toEqual(Array(130).fill('refused'));
	});

	test('of 0 is none', () => {
		expect(new Set(met(new Knee(0, 200), 1000))).toEqual(new Set([0]));
	});

	test('refuses as the API does: 429 with a Retry-After of a second', async () => {
		const server = await sandbox({ knee: 4 });
		const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(server.url + path)));
		const refused = answers.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(3);
		expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(['1', '1', '1']);
		expect(server.stats().byStatus).toEqual({ 200: 5, 429: 3 });
	});
});

test('the latency drifts from the first request on, and then stays', async () => {
	const server = await sandbox({ latencyMs: 50, drift: 3, driftOverS: 0.2 });
	const times: number[] = [];
	for (let index = 0; index < 4; index++) {
		const started = performance.now();
		await getJson(server, path);
		times.push(performance.now() - started);
	}
	expect(times[0]).toBeLessThan(150);
	expect(times.at(-1)).toBeGreaterThan(190);
});

describe('the statistics', () => {
	test('tell the most in any second, across the seconds of the clock', () => {
		const stats = new StatsCounter();
		for (const at of [10_000, 10_900, 10_950, 11_050, 11_899, 11_900, 13_000]) stats.arrived('detail', at);
		expect(stats.snapshot()).toMatchObject({ maxPerSecond: 3, maxInAnySecond: 4, bySecond: [3, 3, 0, 1] });
	});

	test('can be read by another program, which counts for nothing', async () => {
		const server = await sandbox();
		await getJson(server, path);
		expect(await getJson(server, '/__stats')).toEqual(server.stats());
		expect(server.stats()).toMatchObject({ requests: 1, byStatus: { 200: 1 } });
	});
});
