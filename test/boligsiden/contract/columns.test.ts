import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { addressSchema, buildingSchema, registrationSchema } from '../../../src/boligsiden/contract/address.ts';
import { type Columns, defineColumns, ownOf, withOwn } from '../../../src/boligsiden/contract/columns.ts';
import { caseSchema, imageSourceSchema, realtorSchema } from '../../../src/boligsiden/contract/listing.ts';
import * as contract from '../../../src/boligsiden/contract/place.ts';
import * as listing from '../../../src/listing/rows.ts';
import * as place from '../../../src/place/rows.ts';
import * as property from '../../../src/property/rows.ts';
import { objectOf } from './arbitrary.ts';

const tables: [name: string, schema: z.ZodObject, columns: Columns, elsewhere: readonly string[]][] = [
	[
		'property',
		addressSchema,
		property.propertyColumns,
		['municipality', 'province', 'zipCode', 'zip', 'city', 'road', 'place', 'buildings', 'registrations', 'cases'],
	],
	['building', buildingSchema, property.buildingColumns, []],
	['registration', registrationSchema, property.registrationColumns, []],
	['listing', caseSchema, listing.listingColumns, ['defaultImage', 'images', 'floorPlanImages', 'realtor']],
	['realtor', realtorSchema, listing.realtorColumns, ['ratings', 'salesPercentages']],
	['image', imageSourceSchema, listing.imageColumns, []],
	['municipality', contract.municipalitySchema, place.municipalityColumns, []],
	['province', contract.provinceSchema, place.provinceColumns, []],
	['zip code', contract.zipSchema, place.zipColumns, []],
	['city', contract.citySchema, place.cityColumns, []],
	['road', contract.roadSchema, place.roadColumns, []],
	['place', contract.placeSchema, place.placeColumns, []],
];

test.each(tables)('no two fields of %s share a column', (_name, _schema, { names }) => {
	expect(names).toEqual([...new Set(names)]);
	expect(names).not.toContain('extra');
});

test.each(tables)(
	'any %s comes back from its row, unknown fields at every depth included',
	(_name, schema, columns, elsewhere) => {
		fc.assert(
			fc.property(objectOf(schema), (payload) => {
				expect(schema.safeParse(payload).error).toBeUndefined();
				const row = columns.toRow(payload);
				expect(Object.keys(row).sort()).toEqual([...columns.names, 'extra'].sort());
				expect(columns.toPayload(row)).toEqual(withoutEmptyObjects(payload, schema, elsewhere));
			}),
			{ numRuns: 100 },
		);
	},
);

/** A known object with nothing in it leaves no trace in the columns; what is kept elsewhere is not its own. */
function withoutEmptyObjects(payload: object, schema: z.ZodObject, elsewhere: readonly string[] = []): object {
	const kept = Object.entries(payload).flatMap(([field, value]) => {
		if (elsewhere.includes(field)) return [];
		const inner = schema.shape[field] instanceof z.ZodOptional ? schema.shape[field].unwrap() : schema.shape[field];
		if (!(Object.hasOwn(schema.shape, field) && inner instanceof z.ZodObject)) return [[field, value]];
		const inside = withoutEmptyObjects(value, inner);
		return Object.keys(inside).length === 0 ? [] : [[field, inside]];
	});
	return Object.fromEntries(kept);
}

const sample = z.looseObject({
	sampleID: z.string(),
	_links: z.looseObject({ self: z.looseObject({ href: z.string().optional() }).optional() }).optional(),
	contact: z.looseObject({ email: z.string().optional(), zipCode: z.int().optional() }).optional(),
	parts: z.array(z.string()).optional(),
	statistics: z.unknown().optional(),
});

test('nested objects become columns of their own, named by their path', () => {
	expect(defineColumns(sample).names).toEqual([
		'sampleId',
		'selfHref',
		'contactEmail',
		'contactZipCode',
		'parts',
		'statistics',
	]);
});

test('every column has a value: null where the payload has nothing', () => {
	expect(defineColumns(sample).toRow({ sampleID: 'a', contact: { email: 'x@y' } })).toEqual({
		sampleId: 'a',
		selfHref: null,
		contactEmail: 'x@y',
		contactZipCode: null,
		parts: null,
		statistics: null,
		extra: null,
	});
});

test('false, 0 and empty text are values and come back', () => {
	const columns = defineColumns(z.looseObject({ a: z.boolean(), b: z.int(), c: z.string() }));
	const payload = { a: false, b: 0, c: '' };
	expect(columns.toPayload(columns.toRow(payload))).toEqual(payload);
});

test('columns may be renamed, by the name of the field or of the column', () => {
	const columns = defineColumns(sample, { rename: { sampleId: 'id', selfHref: 'link' }, elsewhere: ['contact'] });
	expect(columns.names).toEqual(['id', 'link', 'parts', 'statistics']);
	const payload = { sampleID: 'a', _links: { self: { href: '/a' } } };
	expect(columns.toPayload(columns.toRow(payload))).toEqual(payload);
});

test('what is kept elsewhere is neither a column nor extra', () => {
	const columns = defineColumns(sample, { elsewhere: ['parts', 'statistics'] });
	const row = columns.toRow({ sampleID: 'a', parts: ['b'], statistics: { long: 'x' }, new: 1 });
	expect(row).not.toHaveProperty('parts');
	expect(row.extra).toEqual({ new: 1 });
});

test('unknown fields are kept in extra in the shape of the payload, at every depth', () => {
	const columns = defineColumns(sample);
	const payload = {
		sampleID: 'a',
		new: { deep: [1, { b: 2 }] },
		contact: { email: 'x', fax: '1' },
		_links: { next: '/b', self: { href: '/a', method: 'GET' } },
	};
	const row = columns.toRow(payload);
	expect(row.extra).toEqual({
		new: { deep: [1, { b: 2 }] },
		contact: { fax: '1' },
		_links: { next: '/b', self: { method: 'GET' } },
	});
	expect(columns.toPayload(row)).toEqual(payload);
});

test('an unknown field with a name that every object inherits is kept', () => {
	const columns = defineColumns(sample);
	const payload = { sampleID: 'a', constructor: 'x', hasOwnProperty: 1, contact: { toString: 'y' } };
	expect(columns.toRow(payload).extra).toEqual({ constructor: 'x', hasOwnProperty: 1, contact: { toString: 'y' } });
	expect(columns.toPayload(columns.toRow(payload))).toEqual(payload);
});

test('names that begin with $ are told from our own, at the top where ours stand', () => {
	const columns = defineColumns(sample);
	const payload = { sampleID: 'a', $own: 1, $$own: 2, $: 3, contact: { $own: 4 } };
	const row = withOwn(columns.toRow(payload), '$own', { ours: true });
	expect(row.extra).toEqual({ $$own: 1, $$$own: 2, $$: 3, contact: { $own: 4 }, $own: { ours: true } });
	expect(columns.toPayload(row)).toEqual(payload);
	expect(ownOf(row, '$own')).toEqual({ ours: true });
	expect(ownOf(columns.toRow(payload), '$own')).toBeUndefined();
	expect(ownOf(columns.toRow({ sampleID: 'a' }), '$own')).toBeUndefined();
});
