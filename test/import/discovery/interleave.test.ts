import { expect, test } from 'vitest';
import { interleave } from '../../../src/import/discovery/interleave.ts';
import { collect, FakeClock, quiet, simulate } from '../support.ts';

/** Yields so many items, each after so many ms, and then throws where it is told what. */
function readings(clock: FakeClock) {
	const ended: string[] = [];
	const read = async function* (
		name: string,
		count: number,
		ms: number,
		thrown?: string,
	): AsyncGenerator<string, void, void> {
		try {
			for (let number = 1; number <= count; number++) {
				await clock.sleep(ms);
				yield `${name}${number}`;
			}
			if (thrown === undefined) return;
			await clock.sleep(ms);
			throw new Error(thrown);
		} finally {
			ended.push(name);
		}
	};
	return { ended, read };
}

test('what comes first comes out first, whichever reading it is of', async () => {
	const clock = new FakeClock();
	const { read } = readings(clock);
	const items = collect(interleave([read('slow ', 2, 250), read('quick ', 4, 100)]));
	await simulate(clock, items);
	expect(await items).toEqual(['quick 1', 'quick 2', 'slow 1', 'quick 3', 'quick 4', 'slow 2']);
});

test('of two that have come, that of the earlier reading comes out; neither reads further before it is taken', async () => {
	const clock = new FakeClock();
	const asked: string[] = [];
	const endless = async function* (name: string): AsyncGenerator<string, void, void> {
		for (let number = 1; ; number++) {
			asked.push(`${name}${number}`);
			yield `${name}${number}`;
		}
	};
	const items = interleave([endless('a'), endless('b')]);
	expect((await items.next()).value).toBe('a1');
	await clock.advance(1000);
	await quiet();
	expect(asked).toEqual(['a1', 'b1']);
	expect((await items.next()).value).toBe('b1');
	expect((await items.next()).value).toBe('a2');
});

test('when one throws, the others end', async () => {
	const clock = new FakeClock();
	const { ended, read } = readings(clock);
	const items = collect(interleave([read('a', 9, 100), read('b', 0, 150, 'the API is down')]));
	items.catch(() => {});
	await simulate(
		clock,
		items.catch(() => {}),
	);
	await expect(items).rejects.toThrow('the API is down');
	await clock.advance(100);
	expect(ended.sort()).toEqual(['a', 'b']);
});

test('when nobody takes any more, all end; that one of them fails after it is nobody’s', async () => {
	const clock = new FakeClock();
	const { ended, read } = readings(clock);
	const items = interleave([read('a', 9, 100), read('b', 0, 500, 'too late')]);
	const first = items.next();
	await clock.advance(100);
	expect((await first).value).toBe('a1');
	await items.return();
	await clock.advance(1000);
	expect(ended.sort()).toEqual(['a', 'b']);
});
