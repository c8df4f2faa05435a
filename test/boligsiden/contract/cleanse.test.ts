import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanse, TooDeepError } from '../../../src/boligsiden/contract/cleanse.ts';

function cleaned(value: unknown): { clean: unknown; repaired: string[] } {
	const repaired: string[] = [];
	return { clean: cleanse(value, repaired), repaired };
}

test('what needs no change comes back as the very same object', () => {
	const body = { a: [1, { b: 'text æøå 😀' }], c: false, d: 0, e: '' };
	const { clean, repaired } = cleaned(body);
	expect(clean).toBe(body);
	expect(repaired).toEqual([]);
});

test('fields that are null are left out at every level; elements of a list keep their place', () => {
	expect(cleaned({ a: null, b: { c: null, d: 1 }, e: [null, { f: null }] }).clean).toEqual({
		b: { d: 1 },
		e: [null, {}],
	});
});

test('NUL is removed, half a surrogate becomes U+FFFD, and the path of each is told', () => {
	const { clean, repaired } = cleaned({ a: 'x\0y\0', b: ['ok', { c: '\udc00' }], d: 'fine \u0001' });
	expect(clean).toEqual({ a: 'xy', b: ['ok', { c: '\ufffd' }], d: 'fine \u0001' });
	expect(repaired).toEqual(['a', 'b[1].c']);
});

test('keys are repaired as texts are, and told', () => {
	expect(cleaned({ 'so\0lar': 1, 'x\ud800': 'y\0' })).toEqual({
		clean: { solar: 1, 'x\ufffd': 'y' },
		repaired: ['solar', 'x\ufffd'],
	});
});

test('a repaired key never takes the place of another, whichever comes first', () => {
	expect(cleaned({ 'a\0': 1, a: 2 })).toEqual({ clean: { a: 2 }, repaired: ['a'] });
	expect(cleaned({ a: 2, 'a\0': 1 })).toEqual({ clean: { a: 2 }, repaired: ['a'] });
	expect(cleaned({ 'a\0': 1, '\0a': 2, b: 3 })).toEqual({ clean: { a: 1, b: 3 }, repaired: ['a'] });
});

test('a byte order mark before a text is removed; inside it is a character', () => {
	expect(cleaned(['\ufeff\ufeffa', 'a\ufeff', '\0\ufeffb', '\ufeff'])).toEqual({
		clean: ['a', 'a\ufeff', 'b', ''],
		repaired: ['[0]', '[2]', '[3]'],
	});
});

test('-0 becomes 0, which is all that JSON says of it', () => {
	const { clean, repaired } = cleaned({ a: [-0, 1], b: -0 });
	expect(clean).toStrictEqual({ a: [0, 1], b: 0 });
	expect(repaired).toEqual([]);
});

test('of many alterations a hundred are named', () => {
	const { clean, repaired } = cleaned(Array(1_000).fill('a\0'));
	expect(clean).toEqual(Array(1_000).fill('a'));
	expect(repaired).toHaveLength(100);
});

test.each([
	'{"__proto__": {"addressType": "villa"}, "a": 1}',
	'{"__proto\\u0000__": {"addressType": "villa"}, "a": 1}',
])('a __proto__ key is left out and changes nobody: %s', (json) => {
	const { clean, repaired } = cleaned(JSON.parse(json));
	expect(clean).toEqual({ a: 1 });
	expect(repaired).toEqual(['__proto__']);
	expect((clean as { addressType?: string }).addressType).toBeUndefined();
	expect(Object.getPrototypeOf(clean)).toBe(Object.prototype);
});

test('64 levels are read, more are refused with the place', () => {
	const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
	expect(() => cleaned(nested(65))).not.toThrow();
	expect(() => cleaned(nested(66))).toThrow(TooDeepError);
	expect(() => cleaned(nested(66))).toThrow(/nested deeper than 64 levels at a\.a\.a/);
	expect(() => cleaned(nested(66))).toThrow(expect.objectContaining({ path: expect.stringMatching(/^a\.a/) }));
});

test('whatever came, afterwards no text holds what a database refuses, and cleansing again changes nothing', () => {
	fc.assert(
		fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
			const { clean } = cleaned(value);
			const json = JSON.stringify(clean);
			expect(json).not.toMatch(/\\u0000|\\ud[89a-f]/i);
			expect(cleaned(clean)).toEqual({ clean, repaired: [] });
		}),
	);
});
