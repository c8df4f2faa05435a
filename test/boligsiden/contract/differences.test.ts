import { expect, test } from 'vitest';
import type { AddressPayload } from '../../../src/boligsiden/contract/address.ts';
import { searchDifferences } from '../../../src/boligsiden/contract/differences.ts';
import { readAddress } from '../../../src/boligsiden/contract/read-address.ts';

const id = '33333333-2222-3333-4444-555555555555';

function address(changed: object = {}): AddressPayload {
	const record = { addressID: id, zipCode: 8000, municipality: { municipalityCode: 751, name: 'Aarhus' }, ...changed };
	const read = readAddress(record, id);
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return read.address;
}

const off = { isOnMarket: false };

test.each([
	['nothing', {}, {}, []],
	['no listing, told in another way', {}, { cases: [] }, []],
	['a listing that would be lost', off, { ...off, cases: [{ caseID: id, status: 'sold' }] }, ['cases']],
	['the listing of a home for sale, whose detail is asked for', {}, { cases: [{ caseID: id }] }, []],
	['a field', { livingArea: 100 }, { livingArea: 101 }, ['livingArea']],
	['a field that one of them lacks', {}, { livingArea: 101 }, ['livingArea']],
] as const)('a search record and a detail that differ in %s', (_, listed, detail, paths) => {
	expect(searchDifferences(address(listed), address(detail))).toEqual(paths);
});
