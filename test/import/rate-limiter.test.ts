import { describe, expect, test } from 'vitest';
import { RateLimiter } from '../../src/import/rate-limiter.ts';
import { FakeClock, quiet, rejection, simulate } from './support.ts';

/** When each of `count` requests was let through, in ms from now. */
async function times(limiter: RateLimiter, clock: FakeClock, count: number): Promise<number[]> {
	return simulate(clock, Promise.all(askTimes(limiter, clock, count)));
}

function askTimes(limiter: RateLimiter, clock: FakeClock, count: number): Promise<number>[] {
	const start = clock.now();
	return Array.from({ length: count }, async () => {
		await limiter.acquire();
		return clock.now() - start;
	});
}

/** The most that passed in any second, its end left out. */
function mostInASecond(passed: readonly number[]): number {
	const sorted = passed.toSorted((a, b) => a - b);
	return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1000).length));
}

/** A clock whose timers fire late, as real ones do. */
class LateClock extends FakeClock {
	readonly #late: () => number;

	constructor(late: () => number) {
		super();
		this.#late = late;
	}

	override sleep(ms: number, signal?: AbortSignal): Promise<void> {
		return super.sleep(ms + this.#late(), signal);
	}
}

test('spreads requests evenly, first come, first served, 7 % below the ceiling', async () => {
	const clock = new FakeClock();
	expect(await times(new RateLimiter(10, clock), clock, 5)).toEqual([0, 108, 216, 324, 432]);
});

test('no burst follows a quiet spell', async () => {
	const clock = new FakeClock();
	const limiter = new RateLimiter(4, clock);
	await limiter.acquire();
	await clock.advance(60_000);
	expect(await times(limiter, clock, 4)).toEqual([0, 270, 540, 810]);
});

test('less than one a second, or one and a half, is a rate like any other', async () => {
	const clock = new FakeClock();
	expect(await times(new RateLimiter(0.5, clock), clock, 3)).toEqual([0, 2000, 4000]);
	expect(await times(new RateLimiter(1.6, clock), clock, 3)).toEqual([0, 625, 1250]);
});

test('0 is no ceiling: nobody waits', async () => {
	const clock = new FakeClock();
	expect(await times(new RateLimiter(0, clock), clock, 100)).toEqual(Array(100).fill(0));
	expect(clock.sleeping).toBe(0);
});

describe('another ceiling while they wait', () => {
	test('a lower one holds at once for those who wait', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter(10, clock);
		const asked = askTimes(limiter, clock, 6);
		await clock.advance(50);
		limiter.perSecond = 1;
		expect(await simulate(clock, Promise.all(asked))).toEqual([0, 1080, 2160, 3240, 4320, 5400]);
	});

	test('a higher one lets them go sooner, in their order', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter(1, clock);
		const start = clock.now();
		const order: string[] = [];
		const ask = (name: string): Promise<void> =>
			limiter.acquire().then(() => void order.push(`${name} ${clock.now() - start}`));
		const asked = ['a', 'b', 'c', 'd'].map(ask);
		await clock.advance(500);
		limiter.perSecond = 10;
		asked.push(ask('e'));
		await simulate(clock, Promise.all(asked));
		expect(order).toEqual(['a 0', 'b 500', 'c 608', 'd 716', 'e 824']);
	});

	test('none lets all go at once, and leaves nothing sleeping', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter(1, clock);
		const asked = askTimes(limiter, clock, 50);
		await clock.advance(10);
		limiter.perSecond = 0;
		expect(await Promise.all(asked)).toEqual([0, ...Array(49).fill(10)]);
		expect(clock.sleeping).toBe(0);
	});

	test('what went before counts: after a flood without a ceiling the first second under one is empty', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter(0, clock);
		await times(limiter, clock, 500);
		limiter.perSecond = 20;
		const passed = await times(limiter, clock, 40);
		expect(passed[0]).toBe(1080);
		expect(mostInASecond(passed)).toBeLessThanOrEqual(20);
	});
});

describe('an abort', () => {
	test('ends the waiting with the reason of the signal', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter(1, clock);
		const abort = new AbortController();
		await limiter.acquire();
		const waiting = rejection(limiter.acquire(abort.signal));
		await quiet();
		const reason = new Error('enough');
		abort.abort(reason);
		expect(await waiting).toBe(reason);
		expect(clock.sleeping).toBe(0);
	});

	test('gives the turn to the next who waits', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter(10, clock);
		const abort = new AbortController();
		await limiter.acquire();
		const aborted = Promise.all(Array.from({ length: 20 }, () => rejection(limiter.acquire(abort.signal))));
		const asked = askTimes(limiter, clock, 2);
		await clock.advance(10);
		abort.abort(new Error('enough'));
		await aborted;
		expect(await simulate(clock, Promise.all(asked))).toEqual([108, 216]);
	});

	test('after the turn has come takes nobody else’s', async () => {
		const clock = new FakeClock();
		const limiter = new RateLimiter(10, clock);
		const abort = new AbortController();
		await limiter.acquire();
		const first = limiter.acquire(abort.signal);
		const [second] = askTimes(limiter, clock, 1);
		limiter.perSecond = 0;
		abort.abort(new Error('too late'));
		await first;
		expect(await second).toBe(0);
	});

	test('before it asks takes nothing, ceiling or not', async () => {
		const clock = new FakeClock();
		const aborted = AbortSignal.abort(new Error('enough'));
		const limiter = new RateLimiter(1, clock);
		expect(await rejection(limiter.acquire(aborted))).toBe(aborted.reason);
		expect(await rejection(new RateLimiter(0, clock).acquire(aborted))).toBe(aborted.reason);
		expect(await times(limiter, clock, 1)).toEqual([0]);
	});
});

describe('a timer that fires late', () => {
	test('is made up for as far as timers are coarse: a high rate is kept', async () => {
		const clock = new LateClock(() => 1.2);
		const passed = await times(new RateLimiter(400, clock), clock, 2000);
		expect(Math.max(...passed)).toBeLessThan(5500);
		expect(mostInASecond(passed)).toBeLessThanOrEqual(400);
	});

	test('by more is followed by no burst', async () => {
		let sleeps = 0;
		const clock = new LateClock(() => (++sleeps === 5 ? 900 : 0));
		const passed = await times(new RateLimiter(10, clock), clock, 20);
		const gaps = passed.slice(1).map((at, index) => at - (passed[index] ?? 0));
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(90);
		expect(Math.max(...gaps)).toBe(1008);
	});
});

test('whatever is changed, and however late timers are, no second has more than the ceiling that holds at its end', async () => {
	let seed = 7;
	const random = (): number => {
		seed = (seed * 48_271) % 2_147_483_647;
		return seed / 2_147_483_647;
	};
	const clock = new LateClock(() => (random() < 0.1 ? random() * 300 : random() * 2));
	const limiter = new RateLimiter(10, clock);
	const passed: { at: number; ceiling: number }[] = [];
	const worker = async (): Promise<void> => {
		while (passed.length < 1500) {
			await limiter.acquire();
			passed.push({ at: clock.now(), ceiling: limiter.perSecond });
			await clock.sleep(random() * 200);
		}
	};
	const steer = async (): Promise<void> => {
		for (const rate of [10, 40, 5, 0, 7.5, 100, 1, 25, 30]) {
			limiter.perSecond = rate;
			await clock.sleep(1000 + random() * 3000);
		}
	};
	await simulate(clock, Promise.all([steer(), ...Array.from({ length: 12 }, worker)]));
	for (const [index, { at, ceiling }] of passed.entries()) {
		if (ceiling === 0) continue;
		const inSecond = passed.slice(0, index + 1).filter((other) => other.at > at - 1000).length;
		expect(inSecond).toBeLessThanOrEqual(Math.ceil(ceiling));
	}
});
