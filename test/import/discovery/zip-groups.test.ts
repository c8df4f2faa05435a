import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allZipCodeGroups, halve } from '../../../src/import/discovery/zip-groups.ts';

const knownCodes = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: 450 });

test('every code that can exist is in exactly one group, and no group has more than 200', () => {
	fc.assert(
		fc.property(knownCodes, (known) => {
			const groups = allZipCodeGroups(known);
			const codes = groups.flat().sort((a, b) => a - b);
			expect(codes).toEqual(Array.from({ length: 9999 }, (_, index) => index + 1));
			expect(Math.max(...groups.map((group) => group.length))).toBeLessThanOrEqual(200);
		}),
		{ numRuns: 20 },
	);
});

test('the known codes come first, in groups of their own, and the others by their distance to the nearest known one', () => {
	const [known, next] = allZipCodeGroups([2300, 2100, 2300]);
	expect(known).toEqual([2100, 2300]);
	expect(next?.slice(0, 8)).toEqual([2099, 2101, 2299, 2301, 2098, 2102, 2298, 2302]);
});

test('without known codes they come in their own order', () => {
	const groups = allZipCodeGroups([]);
	expect(groups).toHaveLength(50);
	expect(groups[0]?.slice(0, 3)).toEqual([1, 2, 3]);
});

test('halves hold everything, in order, the first one more where they cannot be alike', () => {
	expect(halve([1, 2, 3, 4, 5])).toEqual([
		[1, 2, 3],
		[4, 5],
	]);
	expect(halve([1, 2])).toEqual([[1], [2]]);
});
