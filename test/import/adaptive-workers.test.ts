import { describe, expect, test } from 'vitest';
import { AdaptiveWorkers, type Strain } from '../../src/import/adaptive-workers.ts';
import { Knee } from '../../src/sandbox/knee.ts';
import { seeded, simulateApi } from './support-api.ts';

/** The sandbox's knee, with a latency that varies. */
function kneed(perSecond: number, latencyMs: number, jitterMs = 0, seed = 1) {
	const knee = new Knee(perSecond, latencyMs);
	const random = seeded(seed);
	return (now: number): number | 'refused' => {
		const more = knee.arrived(now);
		return more === 'refused' ? more : latencyMs + more + (random() * 2 - 1) * jitterMs;
	};
}

/** Serves so many a second, one after the other: what comes too soon queues. Refuses nothing. */
function queued(perSecond: number, latencyMs: number) {
	let freeAt = 0;
	return (now: number): number => {
		freeAt = Math.max(freeAt, now) + 1000 / perSecond;
		return Math.max(latencyMs, freeAt - now + latencyMs - 1000 / perSecond);
	};
}

describe('settles at what the API bears, within 15 % in a minute, with fewer than 1 % refused', () => {
	const cases = [10, 40, 100].flatMap((knee) =>
		[0, 40, 100].flatMap((jitter) => [1, 2, 3].map((seed): [number, number, number] => [knee, jitter, seed])),
	);
	test.each(cases)('knee at %i/s, latency 200 ms more or less %i ms, seed %i', (knee, jitter, seed) => {
		const { perSecond, refusedShare } = simulateApi(300, { answerIn: kneed(knee, 200, jitter, seed) });
		for (const from of [60, 120, 180, 240, 285]) {
			expect(perSecond(from, from + 15)).toBeGreaterThan(knee * 0.85);
			expect(perSecond(from, from + 15)).toBeLessThan(knee * 1.15);
		}
		expect(refusedShare).toBeLessThan(0.01);
	});

	test.each([50, 500])('knee at 40/s, latency %i ms', (latency) => {
		const { perSecond, refusedShare } = simulateApi(300, { answerIn: kneed(40, latency) });
		expect(perSecond(60, 75)).toBeGreaterThan(34);
		expect(perSecond(60, 75)).toBeLessThan(46);
		expect(refusedShare).toBeLessThan(0.01);
	});

	test.each([10, 40, 100])('a queue that serves %i/s, without ever refusing: it is kept short', (served) => {
		const { perSecond, controller } = simulateApi(300, { answerIn: queued(served, 200) });
		expect(perSecond(60, 75)).toBeGreaterThan(served * 0.85);
		expect(controller.workers).toBeLessThan(served * 0.2 * 1.5 + 1);
	});
});

describe('an API that bears everything', () => {
	test.each([0, 100])('gets the most there may be, within a minute and for good (jitter %i ms)', (jitter) => {
		const random = seeded(5);
		const { workersAt, told } = simulateApi(300, { answerIn: () => 200 + (random() * 2 - 1) * jitter });
		expect(workersAt(60)).toBe(64);
		expect(told.filter(({ second, workers }) => second > 60 && workers < 64)).toEqual([]);
		expect(told.at(-1)).toMatchObject({ binding: 'ceiling' });
	});

	test('and becomes slower little by little is not starved', () => {
		const { workersAt } = simulateApi(600, { answerIn: (now) => 200 * (1 + (0.5 * now) / 600_000) });
		for (let second = 60; second <= 600; second += 10) expect(workersAt(second)).toBeGreaterThan(45);
		expect(workersAt(600)).toBe(64);
	});

	test('and becomes slower all at once gets its workers back', () => {
		const { workersAt, told } = simulateApi(240, { answerIn: (now) => (now < 90_000 ? 200 : 300) });
		expect(workersAt(110)).toBeGreaterThan(40);
		expect(workersAt(180)).toBe(64);
		expect(told.some(({ reason }) => reason.endsWith('the API itself is slower'))).toBe(true);
	});

	test('is asked no faster than the ceiling, for which a few workers do', () => {
		const { told, workersAt } = simulateApi(120, { answerIn: () => 200, rate: 20 });
		expect(workersAt(120)).toBeLessThanOrEqual(8);
		expect(told.at(-1)).toMatchObject({ binding: 'rate', reason: 'the ceiling of 20 requests/s is reached' });
	});
});

/** A controller that has seen `seconds` of answers of so many ms, and what it said last. */
function watched(workers: number, most = 64) {
	const controller = new AdaptiveWorkers(workers, most, 0);
	let now = 0;
	let requests = 0;
	return {
		controller,
		now: () => now,
		/** Two seconds of answers, which is a window; what it says at its end. */
		window(ms: number, { allBusy = true, ending = false, rate = 0 } = {}) {
			let said: ReturnType<AdaptiveWorkers['judge']>;
			for (let index = 0; index < 20; index++) {
				expect(said).toBeUndefined();
				now += 100;
				requests++;
				controller.answered({ at: now, ms, allBusy });
				said = controller.judge(now, { requests, rate, ending });
			}
			return said;
		},
		strain: (changed: Partial<Strain> = {}) =>
			controller.strained({ at: now, sentAt: now, what: 'HTTP 429', asked: true, ...changed }),
	};
}

test('says in a sentence what holds the number', () => {
	const { window, strain } = watched(20);
	expect(window(210)).toEqual({
		workers: 24,
		binding: 'growing',
		reason: 'all 20 workers busy, latency 210 ms as at ease',
	});
	expect(window(260)).toEqual({
		workers: 21,
		binding: 'latency',
		reason: 'latency rose from 210 to 260 ms at 24 workers',
	});
	expect(window(210)?.workers).toBe(22);
	expect(strain()).toEqual({
		workers: 15,
		binding: 'push-back',
		reason: 'the API asked for a rest at 22 workers (HTTP 429)',
	});
});

test('a number that was too much is left alone for a while, and longer when it is too much again', () => {
	const { window, controller, now } = watched(10);
	const tries: number[] = [];
	while (now() < 200_000) {
		const before = controller.workers;
		window(before >= 12 ? 300 : 200);
		if (before < 12 && controller.workers === 12) tries.push(now());
	}
	expect(tries).toEqual([2000, 14_000, 36_000, 78_000, 140_000]);
});

test('refusals of requests that were under way when the number was lowered count once', () => {
	const { window, strain, controller, now } = watched(20);
	window(200);
	expect(strain()?.workers).toBe(16);
	for (let index = 0; index < 20; index++) expect(strain({ sentAt: now() - 150 })).toBeUndefined();
	expect(controller.workers).toBe(16);
	expect(strain({ at: now() + 1200, sentAt: now() + 1000 })?.workers).toBe(11);
});

test('a timeout now and then is chance; several of a window are push-back', () => {
	const { window, strain, controller } = watched(10);
	window(200);
	const before = controller.workers;
	strain({ what: 'timeout', asked: false });
	expect(window(200)?.workers).toBe(before + 2);
	for (let index = 0; index < 4; index++) strain({ what: 'timeout', asked: false });
	expect(window(200)).toMatchObject({ workers: Math.floor((before + 2) * 0.7), binding: 'push-back' });
});

test('places without work are no reason for more, and at the end of a run no news either', () => {
	const { window, controller } = watched(10);
	expect(window(200, { allBusy: false })).toBeUndefined();
	expect(window(200, { allBusy: false })).toMatchObject({ workers: 10, binding: 'demand' });
	expect(window(200, { allBusy: false, ending: true })).toBeUndefined();
	expect(controller.workers).toBe(10);
});

test('an API that is all at once ten times as slow is not starved for ever', () => {
	const { told, workersAt } = simulateApi(400, { answerIn: (now) => (now < 4000 ? 200 : 2000) });
	expect(Math.min(...told.map(({ workers }) => workers))).toBeGreaterThanOrEqual(1);
	expect(workersAt(400)).toBeGreaterThan(10);
});
