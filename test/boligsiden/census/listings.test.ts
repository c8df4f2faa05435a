import { describe, expect, test } from 'vitest';
import { CensusWatch, type CensusWatchOptions } from '../../../src/boligsiden/census/watch.ts';
import { readAddress } from '../../../src/boligsiden/contract/read-address.ts';
import { Routes } from '../../../src/sandbox/routes.ts';
import { type JsonRecord, recordsOf } from './support.ts';

const villa = 'Dragør · villa';
const all = 'Dragør · all types';
const partitions = new Map([
	[villa, 'villa'],
	[all, undefined],
]);

/** What a night's records were, beside those of the night before. */
function night(
	name: string,
	records: readonly JsonRecord[],
	earlier: readonly CensusWatch[] = [],
	options: Partial<CensusWatchOptions> = {},
): CensusWatch {
	const read = earlier.map((watch) => JSON.parse(JSON.stringify(watch.kept([]))) as unknown);
	const watch = new CensusWatch({
		...{ partitions, earlier: read, fetch: 'details', selection: () => 'every', ...options },
	});
	for (const [index, record] of records.entries()) {
		watch.census.add('details', name, record);
		if (index % 100 === 0) watch.changes(false);
	}
	return watch;
}

function fields(watch: CensusWatch): string[] {
	return watch.changes(true).map(({ field }) => field);
}

type Case = JsonRecord & { priceCash: number; status: string };

const [inCases, onlyCases] = [
	(change: (its: Case) => JsonRecord) => (home: JsonRecord) =>
		Array.isArray(home.cases) ? { ...home, cases: home.cases.map(change) } : home,
	(cases: (home: JsonRecord) => unknown) => (home: JsonRecord) =>
		Array.isArray(home.cases) && home.cases.length > 0 ? { ...home, cases: cases(home) } : home,
];

/** So many homes of all types or of one; of those for sale so many, spread over all of them. */
function homesOf(type: string, count: number, listed: number): JsonRecord[] {
	const records = recordsOf(new Routes({ seed: 1 }), 'dragoer', type, 400);
	const [of] = records.flatMap(({ cases }) => (cases ?? []) as JsonRecord[]);
	return Array.from({ length: count }).map((_none, index) => {
		const { cases: _cases, casePrice: _price, ...home } = records[index % records.length] as JsonRecord;
		const addressID = `home ${index}`;
		// Behind one front door.
		const entryAddressID = type === 'villa' ? addressID : `door ${Math.floor(index / 4)}`;
		const isListed = Math.floor((index * listed) / count) !== Math.floor(((index + 1) * listed) / count);
		if (!isListed) return { ...home, addressID, entryAddressID, isOnMarket: false };
		const cases = [{ ...of, caseID: `case ${index}`, priceCash: index }];
		return { ...home, addressID, entryAddressID, isOnMarket: true, cases, casePrice: index };
	});
}

describe.each([
	['71 of 4,000 homes of all types', all, homesOf('all types', 4000, 71)],
	['40 of 3,000 villas', villa, homesOf('villa', 3000, 40)],
	['7 of 900 villas', villa, homesOf('villa', 900, 7)],
] as const)('listings of %s', (_, name, homes) => {
	const past = night(name, homes);

	test('are as they were: nothing is told', () => {
		expect(fields(night(name, homes, [past]))).toEqual([]);
		expect(fields(night(name, homes.slice(0, 700), [past]))).toEqual([]);
	});

	test.each([
		['are renamed', inCases(({ priceCash, ...its }) => ({ ...its, price: priceCash })), 'cases[].priceCash'],
		['are gone', inCases(({ priceCash: _, ...its }) => its), 'cases[].priceCash'],
		['have no status', inCases(({ status, ...its }) => ({ ...its, state: status })), 'cases[].status'],
		['are none, of homes for sale', onlyCases(() => []), 'cases[]'],
		['are absent, of homes for sale', onlyCases(() => undefined), 'cases'],
		['have no price beside them', ({ casePrice: _, ...home }: JsonRecord) => home, 'casePrice'],
	] as const)('%s', (_, change, field) => {
		const watch = night(name, homes.map(change), [past]);
		expect(watch.changes(true)).toEqual([{ field, message: expect.stringMatching(/is in none of/) }]);
		const type = name === all ? homes.find(({ isOnMarket }) => isOnMarket === true)?.addressType : 'villa';
		expect(watch.hasLost(field, [name === all ? `${name} · ${type}` : name])).toBe(true);
	});
});

test('what six listings lack says nothing yet, however many had it', () => {
	const homes = homesOf('villa', 3000, 60);
	const change = inCases(({ priceCash: _, ...its }) => its) as (home: JsonRecord) => JsonRecord;
	const told = (count: number) => fields(night(villa, homes.slice(0, count).map(change), [night(villa, homes)]));
	expect(told(300)).toEqual([]);
	expect(told(350)).toEqual(['cases[].priceCash']);
});

test('a change that comes half-way through is told', () => {
	const homes = homesOf('villa', 3000, 60);
	const late = homes.slice(1500).map(inCases(({ priceCash: _, ...its }) => its) as (home: JsonRecord) => JsonRecord);
	const watch = night(villa, [...homes.slice(0, 1500), ...late], [night(villa, homes)]);
	expect(fields(watch)).toEqual(['cases[].priceCash']);
	expect(watch.hasLost('cases[].priceCash', [villa])).toBe(true);
});

test('what some listings have is not missed in a few others, nor what those of another type have', () => {
	const homes = homesOf('villa', 3000, 60);
	const odd = inCases((its) => (its.priceCash % 3 === 0 ? { ...its, nextOpenHouse: { date: 'x' } } : its));
	const before = homes.map(odd as (home: JsonRecord) => JsonRecord);
	expect(fields(night(villa, homes.slice(0, 500), [night(villa, before)]))).toEqual([]);
	const condos = homes.map((home) => ({ ...home, addressType: 'condo' }));
	const withoutLot = condos.map(inCases(({ lotArea: _, ...its }) => its) as (home: JsonRecord) => JsonRecord);
	const others = homes.map((home) => ({ ...home, addressType: 'villa' }));
	expect(fields(night(all, withoutLot, [night(all, others)]))).toEqual([]);
});

test('of a record is told what it lacks that nearly all listings had, until another has it', () => {
	const homes = homesOf('villa', 3000, 60);
	const watch = night(villa, [], [night(villa, homes)]);
	const listed = homes.filter(({ isOnMarket }) => isOnMarket === true);
	const without = (change: (its: Case) => JsonRecord) =>
		watch.missing(villa, inCases(change)(listed[0] as JsonRecord)).map(({ field }) => field);
	expect(without((its) => its)).toEqual([]);
	expect(without(({ priceCash, ...its }) => ({ ...its, price: priceCash }))).toEqual(['cases[].priceCash']);
	expect(watch.missing(villa, { isOnMarket: true, casePrice: 1 }).map(({ field }) => field)).toEqual(['cases']);
	expect(watch.missing(villa, { isOnMarket: false })).toEqual([]);
	expect(watch.missing(villa, 'no record')).toEqual([]);
	const [missing] = watch.missing(villa, { isOnMarket: true, cases: [], casePrice: 1 });
	expect([missing?.field, missing?.cameSince()]).toEqual(['cases[]', false]);
	watch.census.add('details', villa, { isOnMarket: true, cases: [] });
	expect(missing?.cameSince()).toBe(false);
	watch.census.add('details', villa, listed[1]);
	expect(missing?.cameSince()).toBe(true);
});

test('of what was read of a record nothing is told that it has', () => {
	const records = recordsOf(new Routes({ seed: 1 }), 'dragoer', 'all types', 1000);
	const watch = night(all, [], [night(all, records)]);
	const listed = records.filter(({ cases }) => Array.isArray(cases) && cases.length > 0);
	expect(listed).not.toEqual([]);
	for (const home of listed) {
		const read = readAddress(home, String(home.addressID));
		const address = read.ok ? read.address : undefined;
		const told = (record: unknown) => watch.missing(all, record).map(({ field }) => field);
		expect(address).toBeDefined();
		expect(told(address)).toEqual(told(home));
	}
});

test('what runs before kept none of is nothing to compare with', () => {
	const homes = homesOf('villa', 3000, 40);
	const { listings: _, ...kept } = night(villa, homes).kept([]);
	const earlier = [JSON.parse(JSON.stringify(kept))];
	const watch = new CensusWatch({ partitions, earlier, fetch: 'details', selection: () => 'every' });
	for (const home of homes) watch.census.add('details', villa, home);
	expect(watch.compares).toBe(true);
	expect(fields(watch)).toEqual([]);
});
