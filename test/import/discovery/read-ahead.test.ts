import { expect, test } from 'vitest';
import { ReadAhead } from '../../../src/import/discovery/read-ahead.ts';
import { quiet } from '../support.ts';

/** Results come when the test says so. */
function reader() {
	const asked: number[] = [];
	const coming = new Map<number, PromiseWithResolvers<string>>();
	const read = (key: number): Promise<string> => {
		asked.push(key);
		const result = Promise.withResolvers<string>();
		coming.set(key, result);
		return result.promise;
	};
	return { asked, read, bring: (key: number) => coming.get(key)?.resolve(`page ${key}`), coming };
}

const keys = [1, 2, 3, 4, 5, 6, 7, 8];

test('reads as far ahead as it may while whoever takes the results has to wait for them', async () => {
	const { asked, read, bring } = reader();
	const pages = new ReadAhead(3).read(keys, read);
	const first = pages.next();
	expect(asked).toEqual([1, 2, 3]);
	bring(1);
	expect((await first).value).toBe('page 1');
	expect(asked).toEqual([1, 2, 3, 4]);
	const second = pages.next();
	bring(2);
	expect((await second).value).toBe('page 2');
	expect(asked).toEqual([1, 2, 3, 4, 5]);
});

test('reads less far ahead once all that was read ahead is there before it is wanted, but always one, and further again', async () => {
	const { asked, read, bring } = reader();
	const ahead = new ReadAhead(3);
	const pages = ahead.read(keys, read);
	const take = async (key: number) => {
		for (const each of asked) bring(each);
		await quiet();
		expect((await pages.next()).value).toBe(`page ${key}`);
	};
	const first = pages.next();
	bring(1);
	await first;
	await take(2);
	expect(asked).toEqual([1, 2, 3, 4]);
	await take(3);
	expect(asked).toEqual([1, 2, 3, 4]);
	await take(4);
	expect(asked).toEqual([1, 2, 3, 4, 5]);
	await take(5);
	expect(asked).toEqual([1, 2, 3, 4, 5, 6]);

	// What it has learned it keeps for the next reading.
	const later = reader();
	const others = ahead.read(keys, later.read);
	const other = others.next();
	expect(later.asked).toEqual([1]);
	later.bring(1);
	await other;
	expect(later.asked).toEqual([1, 2, 3]);
});

test('everything comes out once and in order, whatever comes first', async () => {
	const { read, bring } = reader();
	const pages = Array.fromAsync(new ReadAhead(4).read(keys, read));
	for (let round = 0; round < keys.length; round++) {
		for (const key of keys.toReversed()) bring(key);
		await quiet();
	}
	expect(await pages).toEqual(keys.map((key) => `page ${key}`));
});

test('a failure is thrown to whoever takes it; one that nobody takes any more is no unhandled rejection', async () => {
	const { read, coming } = reader();
	const pages = new ReadAhead(3).read(keys, read);
	const first = pages.next();
	coming.get(1)?.reject(new Error('down'));
	await expect(first).rejects.toThrow('down');
	coming.get(2)?.reject(new Error('down as well'));
	await quiet();
	expect(await pages.next()).toEqual({ done: true, value: undefined });
});
