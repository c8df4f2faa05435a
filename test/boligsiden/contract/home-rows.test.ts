import { expect, test } from 'vitest';
import type { AddressPayload } from '../../../src/boligsiden/contract/address.ts';
import { pictureKey, realtorKey } from '../../../src/listing/rows.ts';
import { homeRows, repeatedKey } from '../../../src/property/rows.ts';
import { address, id, readGood } from './support.ts';

const rowsOf = (changed: object) => homeRows(readGood(address(changed)).address as AddressPayload);

test('a child that comes twice with the same content is one row, and nothing is said of it', () => {
	const building = { buildingNumber: '1', yearBuilt: 1900 };
	const rows = rowsOf({ buildings: [building, { ...building }] });
	expect(rows.buildings).toHaveLength(1);
	expect(rows.property.extra).toBeNull();
});

test('a child that comes twice with other content is one row, and the other content is kept with the home', () => {
	const sales = [
		{ registrationID: '7', amount: 1 },
		{ registrationID: '7', amount: 2 },
		{ registrationID: '8', amount: 3 },
	];
	const rows = rowsOf({ registrations: sales, solar: true });
	expect(rows.registrations?.map(({ registrationId, amount }) => [registrationId, amount])).toEqual([
		['7', 1],
		['8', 3],
	]);
	expect(rows.property.extra).toEqual({ solar: true, [repeatedKey]: { registrations: [sales[1]] } });
});

test('listings and buildings that repeat are kept in the same way', () => {
	const rows = rowsOf({
		buildings: [{ buildingNumber: '1' }, { buildingNumber: '1', yearBuilt: 1950 }],
		cases: [
			{ caseID: id, priceCash: 1 },
			{ caseID: id.toUpperCase(), priceCash: 2 },
		],
	});
	expect(rows.listings).toHaveLength(1);
	expect(rows.property.extra).toEqual({
		[repeatedKey]: { buildings: [{ buildingNumber: '1', yearBuilt: 1950 }], cases: [{ caseID: id, priceCash: 2 }] },
	});
});

test('a home without children has none, a record without a list of sales says nothing of them, and points at its municipality and zip code', () => {
	const rows = rowsOf({});
	expect(rows).toMatchObject({ buildings: [], registrations: undefined, listings: [] });
	expect(rows.property).toMatchObject({ id, municipality: 751, zipCode: 8000, road: null, city: null, place: null });
	expect(rows.places.zipCode).toMatchObject({ code: 8000 });
});

const realtorID = 'aaaaaaaa-6f17-32b8-e044-0003ba298018';
const caseOf = (digit: number, more: object = {}): object => ({
	caseID: String(digit).repeat(8) + id.slice(8),
	...more,
});
const listingsOf = (...cases: object[]) => rowsOf({ cases }).listings;

test('two listings that say otherwise of one realtor: the first is the realtor, the other keeps its own words', () => {
	const [first, second, third] = listingsOf(
		caseOf(1, { realtor: { realtorID, name: 'A', ratings: { long: 1 } } }),
		caseOf(2, { realtor: { realtorID, name: 'B', ratings: { long: 2 }, motto: 'x' } }),
		caseOf(3, { realtor: { realtorID: realtorID.toUpperCase(), name: 'A' }, pets: true }),
	);
	expect([first, second, third].map((rows) => rows?.realtor?.name)).toEqual(['A', 'A', 'A']);
	expect(first?.listing.extra).toBeNull();
	expect(second?.listing.extra).toEqual({ [realtorKey]: { realtorID, name: 'B', motto: 'x' } });
	expect(third?.listing.extra).toEqual({ pets: true });
});

test('a picture without sizes is a row when it says something, and leaves its place free when it does not', () => {
	const [rows] = listingsOf(
		caseOf(1, {
			images: [
				{},
				{ caption: 'Have' },
				{ imageSources: [], caption: 'By' },
				{ imageSources: [{ url: 'u' }, { url: 'v' }] },
			],
		}),
	);
	expect(rows?.images.map(({ position, source, url, extra }) => [position, source, url, extra])).toEqual([
		[1, 0, null, { [pictureKey]: { caption: 'Have' } }],
		[2, 0, null, { [pictureKey]: { caption: 'By' } }],
		[3, 0, 'u', null],
		[3, 1, 'v', null],
	]);
});

test.each([
	['2026-11-23T12:00:00Z', null],
	['2026-11-23T12:00:00.123Z', null],
	['2026-11-23T13:00:00+01:00', { nextOpenHouse: { date: '2026-11-23T13:00:00+01:00' } }],
	['2026-11-23T12:00:00.000001Z', { nextOpenHouse: { date: '2026-11-23T12:00:00.000001Z' } }],
])('an open house at %s is a moment, and what it says beyond it is kept', (date, extra) => {
	const [rows] = listingsOf(caseOf(1, { nextOpenHouse: { date } }));
	expect(rows?.listing.nextOpenHouseDate).toEqual(new Date(date));
	expect(rows?.listing.extra).toEqual(extra);
});
