import { expect, test } from 'vitest';
import { addressSchema } from '../../../src/boligsiden/contract/address.ts';
import { unknownFields } from '../../../src/boligsiden/contract/unknown-fields.ts';
import { address, id } from './support.ts';

const unknown = (changed: object): readonly string[] => unknownFields(addressSchema, address(changed));

test('a record of known fields has none', () => {
	expect(unknown({ road: { roadID: id }, buildings: [{ buildingNumber: '1' }], bfeNumbers: [1] })).toEqual([]);
});

test('each is named by its path, without indexes, once however many elements carry it', () => {
	const buildings = [{ buildingNumber: '1', solar: 1 }, { buildingNumber: '2', solar: 2, wind: 1 }, { solar: 3 }];
	expect(unknown({ buildings })).toEqual(['buildings[].solar', 'buildings[].wind']);
});

test('the inside of an unknown field is not told apart', () => {
	expect(unknown({ solar: { panels: [{ kw: 1 }] } })).toEqual(['solar']);
});

test('they are found at every depth', () => {
	const realtor = { realtorID: id, rating: { buyer: { stars: 5 } } };
	expect(unknown({ cases: [{ caseID: id, realtor, images: [{ imageSources: [{ blurhash: 'x' }] }] }] })).toEqual([
		'cases[].realtor.rating.buyer.stars',
		'cases[].images[].imageSources[].blurhash',
	]);
});

test('the inside of what is kept whole is nobody’s business', () => {
	expect(unknown({ daysOnMarket: { realtors: [], anything: 1 }, place: { id: 1, bbox: [1, 2, 3, 4] } })).toEqual([]);
});

test('a name that every object inherits is a field like any other', () => {
	expect(unknown({ constructor: 1, toString: 'x', road: { roadID: id, valueOf: 1 } })).toEqual([
		'constructor',
		'toString',
		'road.valueOf',
	]);
});

test('of many a hundred are named', () => {
	const news = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`news${index}`, index]));
	expect(unknown(news)).toHaveLength(100);
});
