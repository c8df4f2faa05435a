import { expect, test } from 'vitest';
import { ReadAhead } from '../../../src/import/discovery/read-ahead.ts';
import { collect, FakeClock, quiet, simulate, stateOf } from '../support.ts';

const keys = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Each page takes so long to be read. */
function setUp(most: number, readMs: number) {
	const clock = new FakeClock();
	const asked: number[] = [];
	const read = async (key: number): Promise<string> => {
		asked.push(key);
		await clock.sleep(readMs);
		return `page ${key}`;
	};
	return { clock, asked, read, ahead: new ReadAhead(most, clock) };
}

test.each([
	{ readMs: 300, usedMs: 270, pages: 2 },
	{ readMs: 100, usedMs: 270, pages: 1 },
	{ readMs: 500, usedMs: 10, pages: 3 },
])(
	'of 3 at most, $pages are read ahead where a page takes $readMs ms to be read and $usedMs ms to be made use of',
	async ({ readMs, usedMs, pages }) => {
		const { clock, asked, read, ahead } = setUp(3, readMs);
		const results = ahead.read(keys, read);
		expect(asked).toEqual([1, 2, 3]);
		for (let taken = 1; taken <= 6; taken++) {
			const next = results.next();
			while ((await stateOf(next)) === 'pending') await clock.advance(10);
			expect((await next).value).toBe(`page ${taken}`);
			expect(asked.length - taken).toBeLessThanOrEqual(3);
			await clock.advance(usedMs);
		}
		expect(asked.length - 6).toBe(pages);

		// What it has learned it keeps for the next reading.
		asked.length = 0;
		ahead.read(keys, read);
		expect(asked).toHaveLength(pages);
	},
);

test('everything comes out once and in order', async () => {
	const { clock, read, ahead } = setUp(4, 100);
	const pages = collect(ahead.read(keys, read));
	await clock.advance(10 * 100);
	expect(await pages).toEqual(keys.map((key) => `page ${key}`));
});

test('tells once when all have been read, though the last ones wait to be taken', async () => {
	const { clock, read, ahead } = setUp(3, 100);
	let told = 0;
	const results = ahead.read([1, 2, 3, 4], read, () => told++);
	const first = results.next();
	await clock.advance(100);
	expect((await first).value).toBe('page 1');
	await clock.advance(99);
	expect(told).toBe(0);
	await clock.advance(1);
	expect(told).toBe(1);
	expect(await simulate(clock, collect(results))).toEqual(['page 2', 'page 3', 'page 4']);
	expect(told).toBe(1);
});

test('a failure is thrown to whoever takes it; one that nobody takes any more is no unhandled rejection', async () => {
	const failures: ((error: Error) => void)[] = [];
	const pages = new ReadAhead(3, new FakeClock()).read(keys, () => new Promise((_, reject) => failures.push(reject)));
	const first = pages.next();
	failures[0]?.(new Error('down'));
	await expect(first).rejects.toThrow('down');
	failures[1]?.(new Error('down as well'));
	await quiet();
	expect(await pages.next()).toEqual({ done: true, value: undefined });
});
