import { expect, test } from 'vitest';
import { parseRetryAfter } from '../../src/boligsiden/retry-after.ts';

const now = Date.UTC(1994, 10, 6, 8, 49, 0);

test.each([
	['120', 120_000],
	['0', undefined],
	[' 5 ', 5000],
	['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
	['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
	['Sun Nov  6 08:49:37 1994', 37_000],
	['Sun, 06 Nov 1994 08:48:00 GMT', undefined],
	['9'.repeat(400), Number.MAX_SAFE_INTEGER],
	['', undefined],
	['-5', undefined],
	['1.5', undefined],
	['soon', undefined],
	['5, 10', undefined],
	['Sun, 99 Foo 1994 08:49:37 GMT', undefined],
])('reads "%s" as %s ms', (header, expected) => {
	expect(parseRetryAfter(header, now)).toBe(expected);
});

test('no header asks for nothing', () => {
	expect(parseRetryAfter(null, now)).toBeUndefined();
});
