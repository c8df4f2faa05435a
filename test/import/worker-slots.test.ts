import { expect, test } from 'vitest';
import { WorkerSlots } from '../../src/import/worker-slots.ts';
import { quiet, stateOf } from './support.ts';

/** Asks for `count` places; the numbers given out so far, in the order of asking. */
function ask(slots: WorkerSlots, count: number): (number | undefined)[] {
	const given: (number | undefined)[] = [];
	for (let index = 0; index < count; index++) slots.acquire().then((slot) => given.push(slot));
	return given;
}

test('hands out the lowest free number, at most as many as the limit', async () => {
	const slots = new WorkerSlots(3);
	const given = ask(slots, 5);
	await quiet();
	expect(given).toEqual([1, 2, 3]);
	slots.release(2);
	await quiet();
	expect(given).toEqual([1, 2, 3, 2]);
	slots.release(3);
	slots.release(1);
	await quiet();
	expect(given).toEqual([1, 2, 3, 2, 3]);
	expect(slots.busy).toBe(2);
	expect(await slots.acquire()).toBe(1);
});

test('a higher limit lets those who wait in at once', async () => {
	const slots = new WorkerSlots(1);
	const given = ask(slots, 4);
	slots.setLimit(3);
	await quiet();
	expect(given).toEqual([1, 2, 3]);
	expect(slots.limit).toBe(3);
});

test('a lower limit cuts nothing short, and hands out nothing until enough have ended', async () => {
	const slots = new WorkerSlots(4);
	const given = ask(slots, 6);
	await quiet();
	slots.setLimit(2);
	expect(slots.busy).toBe(4);
	slots.release(1);
	slots.release(2);
	await quiet();
	expect(given).toHaveLength(4);
	slots.release(4);
	await quiet();
	expect(given).toEqual([1, 2, 3, 4, 1]);
	expect(slots.busy).toBe(2);
});

test('while paused nothing is handed out, whatever comes free and whatever the limit', async () => {
	const slots = new WorkerSlots(2);
	const given = ask(slots, 4);
	await quiet();
	slots.setPaused(true);
	slots.release(1);
	slots.release(2);
	slots.setLimit(10);
	await quiet();
	expect(given).toEqual([1, 2]);
	expect(slots.busy).toBe(0);
	slots.setPaused(false);
	await quiet();
	expect(given).toEqual([1, 2, 1, 2]);
});

test('once closed there is no work for those who wait and for those who come later, even while paused', async () => {
	const slots = new WorkerSlots(1);
	const given = ask(slots, 3);
	await quiet();
	slots.setPaused(true);
	slots.close();
	await quiet();
	expect(given).toEqual([1, undefined, undefined]);
	expect(await slots.acquire()).toBeUndefined();
	slots.release(1);
	expect(await slots.acquire()).toBeUndefined();
});

test('who waits is served in the order of asking', async () => {
	const slots = new WorkerSlots(1);
	await slots.acquire();
	const order: string[] = [];
	const first = slots.acquire().then(() => order.push('first'));
	const second = slots.acquire().then(() => order.push('second'));
	slots.release(1);
	await first;
	expect(await stateOf(second)).toBe('pending');
	slots.release(1);
	await second;
	expect(order).toEqual(['first', 'second']);
});

test('tells once a pause has come into effect: when the last that was busy has ended, and not before', async () => {
	const rests: number[] = [];
	const slots: WorkerSlots = new WorkerSlots(3, () => rests.push(slots.busy));
	ask(slots, 5);
	await quiet();
	slots.setPaused(true);
	slots.release(1);
	slots.release(3);
	expect(rests).toEqual([]);
	slots.release(2);
	expect(rests).toEqual([0]);
	slots.setPaused(false);
	await quiet();
	slots.release(1);
	slots.release(2);
	expect(slots.busy).toBe(0);
	expect(rests).toEqual([0]);
	slots.setPaused(true);
	expect(rests).toEqual([0, 0]);
});

test('urgent work and other work are let in in turn, so that neither waits for all of the other', async () => {
	const slots = new WorkerSlots(1);
	const held = await slots.acquire();
	const order: string[] = [];
	const work = async (name: string, urgent: boolean): Promise<void> => {
		const slot = await slots.acquire({ urgent });
		order.push(name);
		slots.release(slot ?? 0);
	};
	const all = [
		...['home 1', 'home 2', 'home 3'].map((name) => work(name, false)),
		...['page 1', 'page 2', 'page 3'].map((name) => work(name, true)),
	];
	slots.release(held ?? 0);
	await Promise.all(all);
	expect(order.slice(0, 6).map((name) => name.split(' ')[0])).toEqual(['home', 'page', 'home', 'page', 'home', 'page']);
});
