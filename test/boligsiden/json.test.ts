import { expect, test } from 'vitest';
import { JsonError, parseJson } from '../../src/boligsiden/json.ts';

test.each([
	['9007199254740991', 9007199254740991],
	['9007199254740992', 9007199254740992],
	['9007199254740993', '9007199254740993'],
	['-9007199254740993', '-9007199254740993'],
	['123456789012345678901234567890', '123456789012345678901234567890'],
	// As JavaScript writes a number that it holds: another program may write the same one with other digits at the end.
	['-62196382400995530', -62196382400995530],
	['1e400', '1e400'],
	['-1E+400', '-1E+400'],
	['1e-400', '1e-400'],
	['0e-400', 0],
	['1e308', 1e308],
	['5e-324', 5e-324],
	['0.1000000000000000055511151231257827', 0.1],
	['12.638180000000002', 12.638180000000002],
	['1.0e2', 100],
])('%s is read as %j', (json, value) => {
	expect(parseJson(`{"a": ${json}}`)).toEqual({ a: value });
	expect(parseJson(`[0,${json}]`)).toEqual([0, value]);
});

test('digits in a text, and in the names of fields, are left alone', () => {
	const text = '{"a":"[12345678901234567890","b: 1e400":", 1e400","c":12345678901234567890}';
	expect(parseJson(text)).toEqual({ a: '[12345678901234567890', 'b: 1e400': ', 1e400', c: '12345678901234567890' });
});

test.each(['{"__proto__": {"a": 1}}', '{"__proto__": {"a": 1}, "b": 12345678901234567890}'])(
	'__proto__ is a field like any other: %s',
	(text) => {
		const value = parseJson(text) as { a?: number };
		expect(Object.keys(value)).toContain('__proto__');
		expect(value.a).toBeUndefined();
		expect(({} as { a?: number }).a).toBeUndefined();
	},
);

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

test('a body of many levels is parsed, with a long number in it as well', () => {
	expect(parseJson(nested(100_000))).toBeInstanceOf(Array);
	expect(parseJson(`[12345678901234567890,${nested(100_000)}]`)).toHaveLength(2);
});

test('a large body of many levels is refused before it is parsed, a large one of few levels is not', () => {
	expect(() => parseJson(nested(1_500_000))).toThrow(new JsonError('too-large'));
	expect(() => parseJson('{"a":'.repeat(500_000))).toThrow(new JsonError('too-large'));
	expect(parseJson(`[${'"[[[[{{{{",'.repeat(300_000)}0]`)).toHaveLength(300_001);
	expect(parseJson(`[${'[{}],'.repeat(500_000)}0]`)).toHaveLength(500_001);
});

test.each([
	['{"a":1', 'truncated'],
	['[{"a":"]}', 'truncated'],
	['{"a":"\\"', 'truncated'],
	['{"a":1}}', 'not-json'],
	['{"a":}', 'not-json'],
	['x', 'not-json'],
])('%s is %s', (text, reason) => {
	expect(() => parseJson(text)).toThrow(expect.objectContaining({ name: 'JsonError', reason }));
});
