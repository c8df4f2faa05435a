import { expect, test } from 'vitest';
import { halve } from '../../src/shared/halve.ts';

test('halves hold everything, in order, the first one more where they cannot be alike', () => {
	expect(halve([1, 2, 3, 4, 5])).toEqual([
		[1, 2, 3],
		[4, 5],
	]);
	expect(halve([1, 2])).toEqual([[1], [2]]);
});
