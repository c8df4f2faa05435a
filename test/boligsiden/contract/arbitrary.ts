import fc from 'fast-check';
import { z } from 'zod';

/** What the free parts of a payload are made of. */
export interface Matter {
	readonly text: fc.Arbitrary<string>;
	/** What stands where the contract keeps a value whole, or does not name it. */
	readonly json: fc.Arbitrary<unknown>;
	/** Names of fields that the contract does not name. */
	readonly unknownName: fc.Arbitrary<string>;
	/** Whether an optional field may be null, and not only absent. */
	readonly nulls: boolean;
}

/** What an API in good order sends. */
export const plain: Matter = {
	text: fc.string({ unit: 'grapheme', maxLength: 12 }),
	json: fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null),
	unknownName: fc.constantFrom('solarPanels', 'constructor', 'toString', 'ny værdi', 'x'),
	nulls: false,
};

/** Texts that mean something to a database, to JSON, to JavaScript or to this program. */
const loaded = [
	...['', ' ', '?', '$1', '\\', "'", '"', 'null', 'NULL', '123', '-0', '1e400', 'true', '[1,2]', '{"a":1}', '"text"'],
	...['{', '}', '{1,2}', ':name', ':name:', '??', '\\?', '[raw]: now() (#1)', '2024-02-29', '2024-02-29T10:00:00Z'],
	...['\0', '\\u0000', '\ud800', '\udc00x', '\uffff', '\ufeff', '\u2028', '\r\n\t', '\u0001\u001b[2J', '🏡'],
	...['$repeated', '$picture', '$pictures', '$realtor', 'extra', 'id', 'property'],
];
const loadedNames = [
	...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'then', 'length', '0', '$and'],
	...['valueOf', '__defineGetter__', '$or', '$in', '$eq', '__raw', '__helper', '__entity', 'x\0', '__proto__\0', 'x'],
];
const anyText = fc.oneof(
	{ arbitrary: fc.string({ unit: 'binary', maxLength: 20 }), weight: 3 },
	{ arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }), weight: 2 },
	{ arbitrary: fc.constantFrom(...loaded), weight: 3 },
);

/**
 * Without a backslash: once it has met a name with one, V8 13.6 (Node 24) reads a name with an escape ("\u0000") as that, where the
 * fields before are the same. `JSON.parse('{"k":1,"\\\\":2}')`, then `JSON.parse('{"k":1,"\\n":2}')` has no "\n".
 */
const anyName = fc
	.oneof(fc.constantFrom(...loadedNames, ...loaded), fc.string({ unit: 'binary', maxLength: 8 }))
	.map((name) => name.replaceAll('\\', '/'));
/** Whatever JSON can hold, with a liking for what hurts. */
const { value: anyJson } = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
	leaf: fc.oneof(anyText, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger(), fc.boolean()),
	value: fc.oneof(
		{ maxDepth: 3, depthSize: 'small' },
		tie('leaf'),
		fc.constant(null),
		fc.array(tie('value'), { maxLength: 3 }),
		objectWith(fc.array(fc.tuple(anyName, tie('value')), { maxLength: 3 })),
	),
}));

/** Whatever may come and still keeps to the contract. */
export const wild: Matter = { text: anyText, json: anyJson, unknownName: anyName, nulls: true };

/** Objects of entries; unlike `Object.fromEntries` of a spread, a `__proto__` becomes a field of its own. */
function objectWith(entries: fc.Arbitrary<[string, unknown][]>): fc.Arbitrary<Record<string, unknown>> {
	return entries.map((list) => Object.fromEntries(list));
}

/** Any object that the schema takes: known fields there or absent, and fields that it does not name. */
export function objectOf(schema: z.ZodObject, matter: Matter = plain): fc.Arbitrary<Record<string, unknown>> {
	const fields = Object.entries(schema.shape) as [string, z.ZodType][];
	const model = Object.fromEntries(fields.map(([name, field]) => [name, valueFor(field, matter)]));
	const requiredKeys = fields.filter(([, field]) => !(field instanceof z.ZodOptional)).map(([name]) => name);
	// A repaired name must not be a known one either.
	const unknownName = matter.unknownName.filter(
		(name) => !Object.hasOwn(schema.shape, name.replaceAll(/[\0\ufeff]/g, '')),
	);
	const unknown = objectWith(fc.array(fc.tuple(unknownName, matter.json), { maxLength: 2 }));
	return fc
		.tuple(fc.record(model, { requiredKeys }), unknown)
		.map(([known, more]) => Object.fromEntries([...Object.entries(more), ...Object.entries(known)]));
}

function valueFor(schema: z.ZodType, matter: Matter): fc.Arbitrary<unknown> {
	if (schema instanceof z.ZodOptional) {
		const inner = valueFor(schema.unwrap() as z.ZodType, matter);
		return matter.nulls ? fc.option(inner, { freq: 8 }) : inner;
	}
	if (schema instanceof z.ZodObject) return objectOf(schema, matter);
	if (schema instanceof z.ZodArray) return fc.array(valueFor(schema.element as z.ZodType, matter), { maxLength: 3 });
	if (schema instanceof z.ZodGUID) return uuids;
	if (schema instanceof z.ZodISODate) return dates;
	if (schema instanceof z.ZodISODateTime) return instants;
	if (schema instanceof z.ZodString) return matter.text;
	if (schema instanceof z.ZodBoolean) return fc.boolean();
	if (schema instanceof z.ZodNumberFormat) return schema.format === 'int32' ? int32s : amounts;
	if (schema instanceof z.ZodNumber) return decimals;
	if (schema instanceof z.ZodUnknown) return matter.json;
	if (schema instanceof z.ZodLazy || schema instanceof z.ZodUnion) return matter.json;
	throw new Error(`No values are made for ${schema.constructor.name} yet.`);
}

const uuids = fc.uuid();
const int32s = fc.oneof(fc.integer(), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 0));
const amounts = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 0));
const decimals = fc
	.oneof(
		fc.double({ noNaN: true, noDefaultInfinity: true }),
		fc.double({ min: 0, max: 1000, noNaN: true }),
		fc.constantFrom(Number.MAX_VALUE, Number.MIN_VALUE, -Number.MAX_VALUE, Number.EPSILON, 0.1 + 0.2, 1e21),
	)
	.map((value) => value + 0); // no -0: JSON writes it as 0
const days = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true };
const dates = fc.date(days).map((date) => date.toISOString().slice(0, 10));
const fractions = fc.constantFrom('', '.0', '.5', '.123', '.000', '.123456', '.1234567890');
const zones = fc.constantFrom('Z', '+00:00', '+02:00', '-11:30');
const moments = { min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T23:59:59Z'), noInvalidDate: true };
const instants = fc
	.tuple(fc.date(moments), fractions, zones)
	.map(([date, fraction, zone]) => date.toISOString().slice(0, 19) + fraction + zone);
