import fc from 'fast-check';
import { z } from 'zod';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const json = fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null);
const unknownName = fc.constantFrom('solarPanels', 'constructor', 'toString', 'ny værdi', 'x');

/** Any object that the schema takes: known fields there or absent, and fields that it does not name. */
export function objectOf(schema: z.ZodObject): fc.Arbitrary<Record<string, unknown>> {
	const fields = Object.entries(schema.shape) as [string, z.ZodType][];
	const model = Object.fromEntries(fields.map(([name, field]) => [name, valueFor(field)]));
	const requiredKeys = fields.filter(([, field]) => !(field instanceof z.ZodOptional)).map(([name]) => name);
	const unknown = fc.dictionary(unknownName, json, { maxKeys: 2 });
	return fc.tuple(fc.record(model, { requiredKeys }), unknown).map(([known, more]) => ({ ...more, ...known }));
}

function valueFor(schema: z.ZodType): fc.Arbitrary<unknown> {
	if (schema instanceof z.ZodOptional) return valueFor(schema.unwrap() as z.ZodType);
	if (schema instanceof z.ZodObject) return objectOf(schema);
	if (schema instanceof z.ZodArray) return fc.array(valueFor(schema.element as z.ZodType), { maxLength: 2 });
	if (schema instanceof z.ZodGUID) return fc.uuid();
	if (schema instanceof z.ZodISODate)
		return fc
			.date({ min: new Date('1600-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
			.map((date) => date.toISOString().slice(0, 10));
	if (schema instanceof z.ZodISODateTime)
		return fc
			.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
			.map((date) => date.toISOString());
	if (schema instanceof z.ZodString) return text;
	if (schema instanceof z.ZodBoolean) return fc.boolean();
	if (schema instanceof z.ZodNumberFormat) return schema.format === 'int32' ? fc.integer() : fc.maxSafeInteger();
	if (schema instanceof z.ZodNumber)
		return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
	if (schema instanceof z.ZodUnknown) return json;
	if (schema instanceof z.ZodLazy || schema instanceof z.ZodUnion) return json;
	throw new Error(`No values are made for ${schema.constructor.name} yet.`);
}
