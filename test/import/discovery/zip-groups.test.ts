import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zipCodeGroups } from '../../../src/import/discovery/zip-groups.ts';

const knownCodes = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: 450 });

test('every code that can exist is in exactly one group, and no group has more than 200', () => {
	fc.assert(
		fc.property(knownCodes, fc.integer({ min: 1, max: 60 }), (known, fewest) => {
			const groups = zipCodeGroups(known, fewest).flat();
			const codes = groups.flat().sort((a, b) => a - b);
			expect(codes).toEqual(Array.from({ length: 9999 }, (_, index) => index + 1));
			expect(Math.max(...groups.map((group) => group.length))).toBeLessThanOrEqual(200);
		}),
		{ numRuns: 20 },
	);
});

test('the known codes come first, in groups of their own, and the others by their distance to the nearest known one', () => {
	const [known, others] = zipCodeGroups([2300, 2100, 2300], 1);
	expect(known).toEqual([[2100, 2300]]);
	expect(others[0]?.slice(0, 8)).toEqual([2099, 2101, 2299, 2301, 2098, 2102, 2298, 2302]);
});

test('without known codes they come in their own order', () => {
	const [known, others] = zipCodeGroups([], 3);
	expect(known).toEqual([]);
	expect(others).toHaveLength(50);
	expect(others[0]?.slice(0, 3)).toEqual([1, 2, 3]);
});

test('the known codes make as many groups as the homes need at least, while there are codes', () => {
	const known = [2100, 2200, 2300, 2400, 2500];
	expect(zipCodeGroups(known, 2)[0]).toEqual([
		[2100, 2200, 2300],
		[2400, 2500],
	]);
	expect(zipCodeGroups(known, 40)[0]).toHaveLength(5);
});
