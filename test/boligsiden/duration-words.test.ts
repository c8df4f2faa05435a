import { expect, test } from 'vitest';
import { durationWords } from '../../src/boligsiden/duration-words.ts';

test.each([
	[0, '0 ms'],
	[250, '250 ms'],
	[1000, '1 s'],
	[1500, '1.5 s'],
	[10_000, '10 s'],
	[66_000, '1.1 min'],
	[901_000, '15.1 min'],
	[5_400_000, '1.5 h'],
	[86_400_000, '24 h'],
	[172_800_000, '2 days'],
])('%d ms reads "%s"', (ms, words) => {
	expect(durationWords(ms)).toBe(words);
});
