import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedQueue } from '../../src/import/bounded-queue.ts';
import { collect, quiet, stateOf } from './support.ts';

test('holds the pusher back while it is full, and lets it go on as soon as there is room', async () => {
	const queue = new BoundedQueue<number>({ capacity: 2 });
	expect(await queue.push(1)).toBe(true);
	expect(await queue.push(2)).toBe(true);
	const third = queue.push(3);
	expect(await stateOf(third)).toBe('pending');
	expect(queue.size).toBe(2);
	expect(queue.take(1)).toEqual([1]);
	expect(await third).toBe(true);
	expect(queue.take(9)).toEqual([2, 3]);
});

test('never holds more than its capacity, however many push at once', async () => {
	const queue = new BoundedQueue<number>({ capacity: 3 });
	const pushes = Array.from({ length: 10 }, (_, number) => queue.push(number));
	const taken: number[] = [];
	while (taken.length < 10) {
		await quiet();
		expect(queue.size).toBeLessThanOrEqual(3);
		taken.push(...queue.take(2));
	}
	expect(taken).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	expect(await Promise.all(pushes)).toEqual(Array(10).fill(true));
});

test('after close nothing is taken any more, whoever was waiting is told so, and what is in it still comes out', async () => {
	const queue = new BoundedQueue<string>({ capacity: 1 });
	await queue.push('in time');
	const waiting = queue.push('too late');
	queue.close();
	expect(await waiting).toBe(false);
	expect(await queue.push('much too late')).toBe(false);
	expect(queue.closed).toBe(true);
	expect(await collect(queue)).toEqual(['in time']);
});

test('iteration waits while it is empty and ends after close', async () => {
	const queue = new BoundedQueue<number>({ capacity: 1 });
	const all = collect(queue);
	expect(await stateOf(all)).toBe('pending');
	await queue.push(1);
	await queue.push(2);
	expect(await stateOf(all)).toBe('pending');
	queue.close();
	expect(await all).toEqual([1, 2]);
});

test('everything comes out once and in order, whatever the capacity', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), async (items, capacity) => {
			const queue = new BoundedQueue<number>({ capacity });
			const all = collect(queue);
			for (const item of items) await queue.push(item);
			queue.close();
			expect(await all).toEqual(items);
		}),
	);
});

test('bytes bound it as well as items, and one item always fits', async () => {
	const queue = new BoundedQueue<number>({ capacity: 100, weigh: (item) => item, mostBytes: 10 });
	expect(await queue.push(50)).toBe(true);
	expect(await stateOf(queue.push(1))).toBe('pending');
	expect(queue.take(5)).toEqual([50]);
	await quiet();
	await queue.push(4);
	await queue.push(4);
	expect(queue.bytes).toBe(9);
	expect(queue.take(5, 5)).toEqual([1, 4]);
	expect(queue.take(5, 1)).toEqual([4]);
	expect(queue.bytes).toBe(0);
});
