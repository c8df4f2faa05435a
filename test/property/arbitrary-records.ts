import fc from 'fast-check';
import { addressSchema } from '../../src/boligsiden/contract/address.ts';
import { objectOf, wild } from '../boligsiden/contract/arbitrary.ts';
import type { JsonObject } from '../support/records.ts';

/** Records of homes that keep to the contract, whatever else may be in them; no two point at the same road, realtor and so on. */
export const anyRecords = (count: number): fc.Arbitrary<JsonObject[]> =>
	fc
		.array(objectOf(addressSchema, wild), { minLength: 1, maxLength: count, size: 'max' })
		.map((records) => records.map((record, index) => identified(record, index)));

/** Two records of the same homes, with other content; they share buildings, sales and listings now and then. */
export const anyChanges = (count: number): fc.Arbitrary<[before: JsonObject[], after: JsonObject[]]> =>
	fc
		.array(fc.tuple(objectOf(addressSchema, wild), objectOf(addressSchema, wild)), {
			minLength: 1,
			maxLength: count,
			size: 'max',
		})
		.map((pairs) => [
			pairs.map(([before], index) => identified(before, index)),
			// A record without a list of sales would keep those of the other.
			pairs.map(([, after], index) => identified({ ...after, registrations: after.registrations ?? [] }, index, 1000)),
		]);

/**
 * Gives a record the keys of the `number`th home. Homes share the rows they point at, and the newest home says what is in them; so here
 * each has its own. Children's keys come from a few, so that some repeat within one record.
 */
export function identified(record: JsonObject, number: number, shift = 0): JsonObject {
	const key = number + shift + 1;
	const within = (object: unknown, changed: JsonObject): unknown =>
		isObject(object) ? { ...object, ...changed } : object;
	const children = (list: unknown, change: (child: JsonObject) => JsonObject): unknown =>
		Array.isArray(list) ? list.map((child) => (isObject(child) ? { ...child, ...change(child) } : child)) : list;
	return {
		...record,
		addressID: uuid(number, 'a'),
		zipCode: key,
		zip: within(record.zip, { zipCode: key }),
		municipality: within(record.municipality, { municipalityCode: key }),
		province: within(record.province, { provinceCode: `DK${key}` }),
		city: within(record.city, { slug: `city-${key}` }),
		road: within(record.road, { roadID: uuid(key, 'b') }),
		place: within(record.place, { id: key }),
		buildings: children(record.buildings, ({ buildingNumber }) => ({ buildingNumber: fewer(buildingNumber) })),
		registrations: children(record.registrations, ({ registrationID }) => ({ registrationID: fewer(registrationID) })),
		cases: children(record.cases, ({ caseID, realtor }) => ({
			caseID: uuid(number, 'c', digit(caseID) % 3),
			realtor: within(realtor, {
				realtorID: uuid(key, 'd', digit(isObject(realtor) ? realtor.realtorID : '') % 2),
			}),
		})),
	};
}

/** Half of the texts become one of two. */
function fewer(text: unknown): unknown {
	const length = String(text).length;
	return length % 4 < 2 ? String(length % 4) : text;
}

function digit(id: unknown): number {
	return Number.parseInt(String(id).charAt(0), 16) || 0;
}

function uuid(number: number, kind: string, variant = 0): string {
	return `${number.toString(16).padStart(8, '0')}-0000-0000-0000-${kind.repeat(11)}${variant}`;
}

function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
