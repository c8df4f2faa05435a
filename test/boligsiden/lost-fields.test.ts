import { describe, expect, test } from 'vitest';
import { type KeptCensus, kept } from '../../src/boligsiden/census/baseline.ts';
import { Census, type CountedKinds } from '../../src/boligsiden/census/census.ts';
import { lostFields } from '../../src/boligsiden/lost-fields.ts';
import { Routes } from '../../src/sandbox/routes.ts';
import { recordsOf } from './census/support.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** Of villas: every tenth is for sale, seven of eight have a valuation; every one stands in a zip code of that name. */
const home = (place: number): JsonRecord => ({
	zip: { name: 'Dragør' },
	livingArea: 100,
	...(place % 8 !== 0 && { latestValuation: 1_000_000 }),
	buildings: [{ yearBuilt: 1900 }],
	...(place % 10 === 0 && { cases: [{ priceCash: 2_000_000, ...(place % 20 === 0 && { lotArea: 5 }) }] }),
});

function counted(partition: string, homes: number, change = (record: JsonRecord) => record): CountedKinds {
	const census = new Census(new Map([[partition, 'villa']]));
	for (let place = 0; place < homes; place++) census.add('details', partition, change(home(place)));
	return census.counted();
}

function censusOf(partition: string, homes: number, about: Partial<KeptCensus> = {}): KeptCensus {
	const how = { fetch: 'details' as const, selection: 'every' as const, accepted: [] };
	return kept(counted(partition, homes), { ...how, records: homes, ...about });
}

const dragoer = 'Dragør · villa';
const before = [censusOf(dragoer, 400)];
const pathsOf = (now: CountedKinds, censuses = before, forSale = 0): string[] | undefined =>
	lostFields(censuses, now, forSale)?.map(({ path }) => path);

function sale(change: (listing: JsonRecord) => JsonRecord) {
	return (record: JsonRecord): JsonRecord =>
		Array.isArray(record.cases) ? { ...record, cases: record.cases.map(change) } : record;
}

describe('of a few records', () => {
	test('as they were before nothing is lost', () => {
		expect(pathsOf(counted(dragoer, 20), before, 2)).toEqual([]);
	});

	test.each<[string, (record: JsonRecord) => JsonRecord, string[]]>([
		['a field that most had', ({ latestValuation: _, ...record }) => record, ['latestValuation']],
		['what stands in it is not told besides', ({ buildings: _, ...record }) => record, ['buildings']],
		['a list that is empty', (record) => ({ ...record, buildings: [] }), ['buildings[]']],
		['a field of a place, where it is the same', (record) => ({ ...record, zip: {} }), ['zip.name']],
		[
			'a field of listings',
			sale(({ priceCash, ...listing }) => ({ ...listing, cashPrice: priceCash })),
			['cases[].priceCash'],
		],
		['half of the listings had it: that may be chance', sale(({ lotArea: _, ...listing }) => listing), []],
		['for sale are few: that may be chance', ({ cases: _, ...record }) => record, []],
	])('%s', (_, change, paths) => {
		expect(pathsOf(counted(dragoer, 50, change))).toEqual(paths);
	});

	test('none of those for sale has a listing', () => {
		const now = counted(dragoer, 20, ({ cases: _, ...record }) => record);
		expect(pathsOf(now, before, 3)).toEqual(['cases']);
		expect(pathsOf(now, before, 2)).toEqual([]);
		expect(lostFields(before, now, 5)).toEqual([
			{ path: 'cases', message: 'cases is in none of 5 homes for sale, which had it' },
		]);
	});

	test('the words say what was usual, and among how many it is not', () => {
		const now = counted(dragoer, 20, ({ latestValuation: _, ...record }) => record);
		expect(lostFields(before, now, 0)).toEqual([
			{
				path: 'latestValuation',
				message: 'latestValuation was in 87.5 % of homes and is in none of 20 now',
			},
		]);
	});

	test('another municipality is held to what nearly all homes have, and not to what belongs to the place', () => {
		const now = (change: (record: JsonRecord) => JsonRecord) => pathsOf(counted('Fanø · villa', 20, change));
		expect(now(({ livingArea: _, ...record }) => record)).toEqual(['livingArea']);
		expect(now(({ latestValuation: _, ...record }) => record)).toEqual([]);
		expect(now((record) => ({ ...record, zip: {} }))).toEqual([]);
	});

	test('a change that was accepted is none', () => {
		const accepted = [censusOf(dragoer, 400, { accepted: ['livingArea'] }), ...before];
		expect(pathsOf(counted(dragoer, 20), accepted)).toEqual([]);
	});

	test('without a run that has counted such homes there is nothing to say', () => {
		expect(lostFields([], counted(dragoer, 20), 0)).toBeUndefined();
		const condos = [{ ...before[0], details: {}, pages: {} }];
		expect(lostFields(condos, counted(dragoer, 20), 0)).toBeUndefined();
	});
});

test.each([
	['dragoer', 'villa'],
	['fanoe', 'villa'],
	['koebenhavn', 'villa'],
	['koebenhavn', 'condo'],
	['koebenhavn', 'cooperative'],
])('nothing is missed of generated homes: %s, %s', (slug, type) => {
	const routes = new Routes({ seed: 1 });
	const countedOf = (name: string, of: string, most: number, from = 0): CountedKinds => {
		const census = new Census(new Map([[name, type]]));
		for (const record of recordsOf(routes, of, type, most).slice(from)) census.add('details', name, record);
		return census.counted();
	};
	const how = { fetch: 'details' as const, selection: 'every' as const, accepted: [], records: 500 };
	const past = [kept(countedOf(slug, slug, 500), how)];
	for (const from of [0, 100, 300]) expect(pathsOf(countedOf(slug, slug, from + 20, from), past)).toEqual([]);
	expect(pathsOf(countedOf('roskilde', 'roskilde', 20), past)).toEqual([]);
});
