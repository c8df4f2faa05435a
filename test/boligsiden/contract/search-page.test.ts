import { expect, test } from 'vitest';
import { readListedAddress, readSearchPage } from '../../../src/boligsiden/contract/search-page.ts';
import { address, id } from './support.ts';

test('what only the label needs may be anything: the home is found by its id', () => {
	const row = address({ addressType: 7, roadName: null, houseNumber: ['1'], floor: 3, door: {} });
	expect(readListedAddress(row).data).toMatchObject({ addressID: id, zipCode: 8000, floor: undefined });
	expect(readListedAddress(row).data?.addressType).toBeUndefined();
});

test.each([{ addressID: undefined }, { addressID: 5 }, { zipCode: '8000' }, { municipality: {} }])(
	'%j is no row that discovery can use',
	(changed) => {
		expect(readListedAddress(address(changed)).success).toBe(false);
	},
);

test('a page has 10,000 rows at most', () => {
	const rows = (number: number) => ({ totalHits: 1, addresses: Array(number).fill(0) });
	expect(readSearchPage(rows(10_000)).success).toBe(true);
	expect(readSearchPage(rows(10_001)).error?.issues).toMatchObject([{ path: ['addresses'], maximum: 10_000 }]);
});
