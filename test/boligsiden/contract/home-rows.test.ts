import { expect, test } from 'vitest';
import type { AddressPayload } from '../../../src/boligsiden/contract/address.ts';
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
	expect(rows.registrations.map(({ registrationId, amount }) => [registrationId, amount])).toEqual([
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

test('a home without children has none, and points at its municipality and zip code', () => {
	const rows = rowsOf({});
	expect(rows).toMatchObject({ buildings: [], registrations: [], listings: [] });
	expect(rows.property).toMatchObject({ id, municipality: 751, zipCode: 8000, road: null, city: null, place: null });
	expect(rows.places.zipCode).toMatchObject({ code: 8000 });
});
