import { describe, expect, test } from 'vitest';
import { Census, countedAs } from '../../../src/boligsiden/census/census.ts';
import { CensusWatch, type CensusWatchOptions } from '../../../src/boligsiden/census/watch.ts';
import { Routes } from '../../../src/sandbox/routes.ts';
import { type JsonRecord, recordsOf } from './support.ts';

const routes = new Routes({ seed: 1 });
const dragoer = 'Dragør · villa';

const every: Pick<CensusWatchOptions, 'fetch' | 'selection'> = { fetch: 'details', selection: () => 'every' };

/** The watch after so many records of a partition, compared with what earlier ones kept. */
function watched(
	records: readonly JsonRecord[],
	earlier: readonly CensusWatch[] = [],
	{ name = dragoer, type = 'villa' as string | undefined, accepted = [] as string[] } = {},
): CensusWatch {
	const kept = earlier.map((watch, index) => watch.kept(index === 0 ? accepted : []));
	// As the ledger gives them back.
	const read = kept.map((census) => JSON.parse(JSON.stringify(census)) as unknown);
	const watch = new CensusWatch({ partitions: new Map([[name, type]]), earlier: read, ...every });
	for (const record of records) watch.census.add('details', name, record);
	return watch;
}

function renamed(from: string, to: string) {
	return ({ [from]: value, ...record }: JsonRecord): JsonRecord =>
		value === undefined ? record : { ...record, [to]: value };
}

const villas = recordsOf(routes, 'dragoer', 'villa', 500);
const past = watched(villas);

describe('the census', () => {
	test('counts fields by path and type, elements of a list as one, null as absent', () => {
		const census = new Census(new Map([[dragoer, 'villa']]));
		const first = {
			addressID: 'a',
			livingArea: 100,
			casePrice: null,
			buildings: [{ yearBuilt: 1900 }, { yearBuilt: 1950, odd: [] }],
		};
		const second = {
			addressID: 'b',
			livingArea: 99.5,
			weightedArea: 100,
			buildings: [],
			daysOnMarket: { realtors: [1] },
			municipality: 7,
		};
		for (const record of [first, second, 'no record', null, []]) census.add('details', dragoer, record);
		expect(census.records).toEqual({ details: 2, pages: 0 });
		expect(census.counted().details[dragoer]).toEqual({
			type: 'villa',
			records: 2,
			fields: {
				addressID: { string: [2, 1] },
				livingArea: { integer: [1, 1], number: [1, 1] },
				weightedArea: { number: [1, 1] },
				buildings: { array: [2, 1] },
				'buildings[]': { object: [1, 1] },
				'buildings[].yearBuilt': { integer: [1, 1] },
				'buildings[].odd': { array: [1, 1] },
				daysOnMarket: { object: [1, 1] },
				municipality: { number: [1, 1] },
			},
		});
	});

	test('is bounded, and harmless, whatever names the API makes up', () => {
		const census = new Census(new Map());
		for (let number = 0; number < 400; number++) {
			const record = {
				[`field\0${number}`]: 1,
				['x'.repeat(10_000)]: 1,
				['__proto__']: 1,
				addressType: `type ${number}`,
			};
			census.add('details', 'all', JSON.parse(JSON.stringify(record)));
		}
		const counted = census.counted().details;
		expect(Object.keys(counted).length).toBeLessThanOrEqual(300);
		expect(JSON.stringify(counted).length).toBeLessThan(200_000);
		expect(JSON.stringify(counted)).not.toContain('\\u0000');
		const one = new Census(new Map([['p', 'villa']]));
		one.add('details', 'p', Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, 1])));
		expect(Object.keys(one.counted().details.p?.fields ?? {})).toHaveLength(100);
	});

	test('is bounded where each partition has names of its own, and still counts what the contract names', () => {
		const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
		const census = new Census(new Map(names.map((name) => [name, 'villa'])));
		for (const name of names) {
			const madeUp = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${name}f${index}`, 1]));
			census.add('details', name, { ...madeUp, livingArea: 100 });
		}
		const fields = Object.values(census.counted().details).map(({ fields }) => Object.keys(fields));
		expect(fields.flat().filter((field) => field.startsWith('p'))).toHaveLength(1000);
		for (const of of fields) expect(of).toContain('livingArea');
	});

	test('says what homes of a type lack, whether their type was asked for or every type', () => {
		const all = 'Dragør · all types';
		const census = new Census(new Map([[dragoer, 'villa']]));
		census.add('details', dragoer, { livingArea: 1, energyLabel: null });
		census.add('details', all, { addressType: 'condo', energyLabel: 'a' });
		census.add('pages', all, { livingArea: 1 });
		const lacks = (path: string, type: string) =>
			census.lacks(path, [...countedAs(dragoer, 'villa', type, path), ...countedAs(all, undefined, type, path)]);
		expect(['livingArea', 'energyLabel'].map((path) => lacks(path, 'villa'))).toEqual([false, true]);
		expect(['livingArea', 'energyLabel'].map((path) => lacks(path, 'condo'))).toEqual([true, false]);
		expect(['livingArea', 'energyLabel'].map((path) => lacks(path, 'no type'))).toEqual([false, true]);
		expect(['livingArea', 'addressType'].map((path) => lacks(path, 'garage'))).toEqual([false, false]);
	});

	test('looks into one home behind each front door', () => {
		const condos = recordsOf(routes, 'koebenhavn', 'condo', 160);
		const { census } = watched(condos, [], { type: 'condo' });
		expect(census.records.details).toBe(160);
		expect(census.counted().details[dragoer]?.records).toBe(20);
	});
});

describe('200 records beside 500 of before', () => {
	test('of the same kind: nothing', () => {
		expect(watched(villas.slice(0, 200), [past]).changes(true)).toEqual([]);
	});

	test.each([
		[
			'energyLabel',
			renamed('energyLabel', 'energyClass'),
			'energyLabel',
			/^energyLabel was in 7\d\.\d % of homes and is in none of 200 now; energyClass is new$/,
		],
		['every building', renamed('buildings', 'houses'), 'buildings', /; houses is new$/],
		[
			'what is the same in every home',
			(r: JsonRecord) => ({ ...r, municipality: renamed('population', 'people')(r.municipality as JsonRecord) }),
			'municipality.population',
			/none of 200/,
		],
		[
			'what few buildings have',
			(r: JsonRecord) => ({
				...r,
				buildings: (r.buildings as JsonRecord[] | undefined)?.map(renamed('asbestosContainingMaterial', 'asbestos')),
			}),
			'buildings[].asbestosContainingMaterial',
			/^buildings\[\]\.asbestosContainingMaterial was in [4-9]\.\d % of homes/,
		],
		[
			'a number as text',
			(r: JsonRecord) => ({ ...r, propertyNumber: String(r.propertyNumber) }),
			'propertyNumber',
			/^propertyNumber was a whole number and is text in 100\.0 % of homes now$/,
		],
		[
			'an object for text',
			(r: JsonRecord) => ({ ...r, cityName: { name: r.cityName } }),
			'cityName',
			/^cityName was text and is an object/,
		],
		[
			'a whole number with decimals, now and then',
			(r: JsonRecord) => (Number(r.propertyNumber) % 5 === 0 ? { ...r, propertyNumber: 1.5 } : r),
			'propertyNumber',
			/is a number in/,
		],
	] as const)('%s that changed is told by itself', (_, change, field, message) => {
		const changes = watched(villas.slice(0, 200).map(change as (record: JsonRecord) => JsonRecord), [past]).changes(
			true,
		);
		expect(changes).toEqual([{ field, message: expect.stringMatching(message) }]);
	});

	test('a field that is rarer, or odd in a few homes, is no change', () => {
		const rarer = villas
			.slice(0, 200)
			.map((record, index) => (index % 40 === 0 ? record : renamed('energyLabel', 'x')(record)));
		expect(watched(rarer, [past]).changes(true)).toEqual([]);
		const odd = villas
			.slice(0, 200)
			.map((record, index) => (index % 40 === 0 ? { ...record, livingArea: 'poison' } : record));
		expect(watched(odd, [past]).changes(true)).toEqual([]);
	});
});

test.each([
	['frederiksberg', 'villa'],
	['laesoe', 'villa'],
	['koebenhavn', 'condo'],
	['koebenhavn', 'holiday plot'],
	['solroed', 'all types'],
])('%s, %s: beside villas of Dragør no change', (slug, type) => {
	const name = `${slug} · ${type}`;
	const records = recordsOf(routes, slug, type, 600);
	const asked = type === 'all types' ? undefined : type;
	expect(watched(records, [past], { name, type: asked }).changes(true)).toEqual([]);
});

test('of another municipality, what nearly every home had is expected', () => {
	const records = recordsOf(routes, 'frederiksberg', 'villa', 200).map(renamed('isPublic', 'public'));
	const changes = watched(records, [past], { name: 'Frederiksberg · villa' }).changes(true);
	expect(changes.map(({ field }) => field)).toEqual(['isPublic']);
});

describe('a change that is not of all records', () => {
	const frederiksberg = 'Frederiksberg · villa';
	const others = recordsOf(routes, 'frederiksberg', 'villa', 600);

	function nextNight(records: readonly (readonly [name: string, record: JsonRecord])[]): CensusWatch {
		const partitions = new Map([dragoer, frederiksberg].map((name) => [name, 'villa']));
		const before = new CensusWatch({ partitions, earlier: [], ...every });
		for (const home of villas) before.census.add('details', dragoer, home);
		for (const home of others) before.census.add('details', frederiksberg, home);
		const watch = new CensusWatch({ partitions, earlier: [JSON.parse(JSON.stringify(before.kept([])))], ...every });
		for (const [index, [name, record]] of records.entries()) {
			watch.census.add('details', name, record);
			if (index % 100 === 0) watch.changes(false);
		}
		return watch;
	}
	const changed = renamed('energyLabel', 'energyClass');
	const of = (name: string, homes: readonly JsonRecord[]) => homes.map((home) => [name, home] as const);

	test('of one of two municipalities is told', () => {
		const watch = nextNight([...of(dragoer, villas), ...of(frederiksberg, others.map(changed))]);
		expect(watch.changes(true).map(({ message }) => message)).toEqual([
			expect.stringMatching(/^energyLabel was in .* of homes and is in none of \d+ now; energyClass is new$/),
		]);
	});

	test('of one of two is lost in that one, and in what has few homes where none of them has it', () => {
		const watch = nextNight([...of(dragoer, villas.map(changed)), ...of(frederiksberg, others)]);
		watch.changes(true);
		expect(watch.hasLost('energyLabel', [dragoer])).toBe(true);
		expect(watch.hasLost('energyLabel', [frederiksberg])).toBe(false);
		expect(watch.hasLost('isPublic', [dragoer])).toBe(false);
		expect(watch.hasLost('energyLabel', ['Læsø · villa'])).toBe(false);
		expect(watch.kept(['energyLabel'])).toMatchObject({
			accepted: ['energyLabel'],
			lostIn: { energyLabel: [dragoer] },
		});

		const few = nextNight([...of(dragoer, villas.map(changed)), ...of(frederiksberg, others.slice(0, 5).map(changed))]);
		few.changes(true);
		expect(few.hasLost('energyLabel', [frederiksberg])).toBe(true);
	});

	test('that comes while the run is under way is lost, though the first records had it', () => {
		const night = [...villas.slice(0, 250), ...villas.slice(250).map(renamed('isPublic', 'public'))];
		const watch = nextNight([...of(frederiksberg, others), ...of(dragoer, night)]);
		watch.changes(true);
		expect(watch.hasLost('isPublic', [dragoer])).toBe(true);
		expect(watch.hasLost('isPublic', [frederiksberg])).toBe(false);
		expect(watch.kept(['isPublic']).lostIn).toEqual({ isPublic: [dragoer] });
	});

	test('that comes while the run is under way is told, of what nearly all homes had', () => {
		const night = [...villas.slice(0, 250), ...villas.slice(250).map(renamed('isPublic', 'public'))];
		expect(nextNight(of(dragoer, night)).changes(true)).toMatchObject([{ field: 'isPublic' }]);
		expect(nextNight(of(dragoer, villas)).changes(true)).toEqual([]);
	});

	test('stays told, though later records have the field again', () => {
		const night = [...villas.slice(0, 300).map(changed), ...villas.slice(300)];
		expect(nextNight(of(dragoer, night)).changes(true)).toMatchObject([{ field: 'energyLabel' }]);
	});
});

test('what was accepted is the rule from then on, for every partition', () => {
	const change = renamed('isPublic', 'public');
	const elsewhere = recordsOf(routes, 'frederiksberg', 'villa', 300).map(change);
	const newer = watched(elsewhere, [past], { name: 'Frederiksberg · villa' });
	expect(watched(villas.slice(0, 200).map(change), [newer, past]).changes(true)).not.toEqual([]);
	expect(watched(villas.slice(0, 200).map(change), [newer, past], { accepted: ['isPublic'] }).changes(true)).toEqual(
		[],
	);
});

test('what was accepted elsewhere takes nothing but its own field from the past', () => {
	const elsewhere = recordsOf(routes, 'frederiksberg', 'villa', 300).map(renamed('isPublic', 'public'));
	const newer = watched(elsewhere, [past], { name: 'Frederiksberg · villa' });
	const now = villas.slice(0, 200).map(renamed('isPublic', 'public')).map(renamed('energyLabel', 'energyClass'));
	const changes = watched(now, [newer, past], { accepted: ['isPublic'] }).changes(true);
	expect(changes.map(({ field }) => field)).toEqual(['energyLabel']);
});

describe('another way to fetch, or other homes', () => {
	/** A run over homes: their search records, and their details where those are asked for. */
	function run(
		homes: readonly JsonRecord[],
		options: Pick<Partial<CensusWatchOptions>, 'fetch' | 'selection' | 'chosen'>,
		{
			earlier = [] as readonly CensusWatch[],
			change = (record: JsonRecord): JsonRecord => record,
			passedOver = [] as readonly JsonRecord[],
		} = {},
	): CensusWatch {
		const read = earlier.map((watch) => JSON.parse(JSON.stringify(watch.kept([]))) as unknown);
		const partitions = new Map([[dragoer, 'villa']]);
		const watch = new CensusWatch({ partitions, earlier: read, ...every, ...options });
		for (const home of passedOver) watch.census.add('pages', dragoer, change(searchRecord(home)));
		for (const [index, home] of homes.entries()) {
			watch.census.add('pages', dragoer, change(searchRecord(home)));
			const detailed = watch.stored === 0 || options.fetch !== 'pages' || isListed(home) || index % 100 === 0;
			if (detailed) watch.census.add('details', dragoer, change(home));
		}
		return watch;
	}
	const listed = villas.map((home) => ({ ...home, isOnMarket: true, cases: [{ priceCash: 1 }] }));
	const offMarket = villas.map(({ cases: _, ...home }) => ({ ...home, isOnMarket: false }));
	const isListed = (home: JsonRecord) => home.cases !== undefined;
	const searchRecord = ({ cases: _, ...home }: JsonRecord): JsonRecord => home;
	const mixed = [...listed.slice(0, 100), ...offMarket.slice(100)];
	const change = renamed('energyLabel', 'energyClass');
	const [pages, details] = [{ fetch: 'pages' }, { fetch: 'details' }] as const;
	const [ofListed, ofStale, ofNew] = (['listed', 'stale', 'none'] as const).map((it) => ({ selection: () => it }));
	const fields = (watch: CensusWatch) => watch.changes(true).map(({ field }) => field);

	test.each([
		['details, then pages', details, pages],
		['pages, then details', pages, details],
		['all, then those for sale', details, { ...details, ...ofListed }],
		['all by pages, then what is stale in detail', pages, { ...details, ...ofStale }],
	] as const)('%s: a field that half of the homes had and none has is told, and else nothing', (_, before, now) => {
		const earlier = [run(mixed, before)];
		const homes = now === undefined ? mixed : mixed.slice(0, 400);
		expect(run(homes, now, { earlier }).compares).toBe(true);
		expect(fields(run(homes, now, { earlier }))).toEqual([]);
		expect(fields(run(homes, now, { earlier, change }))).toEqual(['energyLabel']);
	});

	test('what only homes for sale have is not missed in others', () => {
		for (const before of [details, pages]) {
			const earlier = [run(listed.slice(0, 300), { ...before, ...ofListed })];
			for (const now of [details, { ...details, ...ofStale }, { ...details, ...ofNew }, { ...pages, ...ofStale }]) {
				expect(fields(run(offMarket.slice(300), now, { earlier }))).toEqual([]);
			}
			expect(fields(run(offMarket.slice(300, 600), { ...details, chosen: true }, { earlier }))).toEqual([]);
			const sold = renamed('isPublic', 'public');
			expect(fields(run(offMarket.slice(300), ofStale ?? {}, { earlier, change: sold }))).toEqual(['isPublic']);
		}
	});

	test('nor what search records tell of homes for sale alone', () => {
		const priced = listed.slice(0, 300).map((home) => ({ ...home, casePrice: 1 }));
		const earlier = [run(priced, { ...details, ...ofListed }, { passedOver: offMarket })];
		expect(fields(run(offMarket.slice(300), details, { earlier }))).toEqual([]);
	});

	test('what is inside it is missed', () => {
		const inCase = (home: JsonRecord) => (home.cases ? { ...home, cases: [{ price: 1 }] } : home);
		for (const before of [details, pages]) {
			const earlier = [run(mixed, before)];
			expect(fields(run(mixed, details, { earlier, change: inCase }))).toEqual(['cases[].priceCash']);
		}
	});

	test('new homes are not as those that were stored before', () => {
		const newlyBuilt = villas.slice(0, 300).map(({ registrations: _, ...home }) => ({ ...home, registrations: [] }));
		const earlier = [run(villas, details)];
		const passedOver = villas.slice(300);
		expect(fields(run(newlyBuilt, { ...details, ...ofNew }, { earlier, passedOver }))).toEqual([]);
		expect(fields(run(newlyBuilt, details, { earlier }))).not.toEqual([]);
	});

	test('homes that were left to be looked at may all live where places have less: that is missed in every home alone', () => {
		const of = (home: JsonRecord, place: JsonRecord): JsonRecord => ({ ...home, place });
		const elsewhere = villas.slice(250).map((home) => of(home, { name: 'Valby' }));
		const amager = villas
			.slice(0, 250)
			.map(({ place: _, ...home }, i) => (i % 2 === 0 ? of(home, { name: 'Amager', bbox: 1 }) : home));
		const all = [...amager, ...elsewhere];
		for (const way of [details, pages]) {
			const earlier = [run(all, way)];
			// Where homes are fetched in detail, search records of the others are counted as well.
			const passedOver = way === details ? amager : [];
			for (const left of [ofNew, ofStale]) {
				expect(fields(run(elsewhere, { ...way, ...left }, { earlier, passedOver }))).toEqual([]);
				const only = [run(amager, way)];
				expect(fields(run(elsewhere, { ...way, ...left }, { earlier: only, passedOver }))).not.toContain('place.bbox');
			}
			const change = ({ zip: _, ...home }: JsonRecord): JsonRecord => home;
			expect(fields(run(elsewhere, { ...way, ...ofStale }, { earlier, passedOver, change }))).toEqual(['zip']);
		}
	});

	test('of the runs before, the last that had the same homes is the rule', () => {
		const nightly = { ...details, ...ofListed };
		const withNew = run(listed.slice(0, 300), nightly, { change: (home) => ({ ...home, onlyForSale: 1 }) });
		expect(fields(run(listed.slice(0, 300), nightly, { earlier: [run(villas, details), withNew] }))).toEqual([
			'onlyForSale',
		]);
	});
});

test('a census of another shape, or none, is nothing to compare with', () => {
	for (const earlier of [[], [null], [{ format: 1 }], ['x'], [{ ...past.kept([]), details: { a: 1 } }]]) {
		const watch = new CensusWatch({ partitions: new Map([[dragoer, 'villa']]), earlier, ...every });
		expect(watch.compares).toBe(false);
		expect(watch.changes(true)).toEqual([]);
	}
});
