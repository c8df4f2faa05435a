import { expect, test } from 'vitest';
import { RateLimiter } from '../../src/import/rate-limiter.ts';
import { FakeClock, quiet, rejection, simulate } from './support.ts';

/** When each of `count` requests was let through, in ms from now. */
async function times(limiter: RateLimiter, clock: FakeClock, count: number): Promise<number[]> {
	const start = clock.now();
	const requests = Array.from({ length: count }, async () => {
		await limiter.acquire();
		return clock.now() - start;
	});
	return simulate(clock, Promise.all(requests));
}

test('spreads requests evenly, first come, first served', async () => {
	const clock = new FakeClock();
	expect(await times(new RateLimiter(10, clock), clock, 5)).toEqual([0, 100, 200, 300, 400]);
});

test('no burst follows a quiet spell', async () => {
	const clock = new FakeClock();
	const limiter = new RateLimiter(4, clock);
	await limiter.acquire();
	await clock.advance(60_000);
	expect(await times(limiter, clock, 4)).toEqual([0, 250, 500, 750]);
});

test('less than one a second is a rate like any other', async () => {
	const clock = new FakeClock();
	expect(await times(new RateLimiter(0.5, clock), clock, 3)).toEqual([0, 2000, 4000]);
});

test('0 is no ceiling: nobody waits', async () => {
	const clock = new FakeClock();
	expect(await times(new RateLimiter(0, clock), clock, 100)).toEqual(Array(100).fill(0));
	expect(clock.sleeping).toBe(0);
});

test('an abort ends the waiting with the reason of the signal', async () => {
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

test('nothing is taken under a signal that was aborted before, ceiling or not', async () => {
	const clock = new FakeClock();
	const aborted = AbortSignal.abort(new Error('enough'));
	const limiter = new RateLimiter(1, clock);
	expect(await rejection(limiter.acquire(aborted))).toBe(aborted.reason);
	expect(await rejection(new RateLimiter(0, clock).acquire(aborted))).toBe(aborted.reason);
	expect(await times(limiter, clock, 1)).toEqual([0]);
});
