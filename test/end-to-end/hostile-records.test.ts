import { describe, expect, test } from 'vitest';
import type { JsonRecord } from '../../src/sandbox/server.ts';
import type { TestDatabase } from '../support/databases.ts';
import {
	expectGoodHomes,
	failures,
	hostileApi,
	mostMemory,
	record,
	recordWith,
	runWatched,
} from '../support/hostile-api.ts';
import { count, expectResult, freshDatabase, query } from '../support/scenario.ts';

const megabyte = 1024 * 1024;
const homes = 80;

const nested = (levels: number): string => `${'{"a":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`;
const list = (value: unknown): JsonRecord[] => (Array.isArray(value) ? value : []) as JsonRecord[];
const sale =
	(more: object): ((home: JsonRecord) => JsonRecord) =>
	(home) => ({
		...home,
		registrations: [{ registrationID: '77', amount: 1, ...more }, ...list(home.registrations)],
	});
const uuid = (digit: number): string => String(digit).repeat(8).concat('-0000-4000-8000-000000000000');

/** Records that cannot be stored as they are, and what is said of each. */
const refused: Readonly<Record<string, readonly [fault: ReturnType<typeof record>, message: string | RegExp]>> = {
	'a number beyond all range': [recordWith('"livingArea": 1e400'), 'livingArea: expected a number, got "1e400"'],
	'an area of more than 32 bits': [
		record((home) => ({ ...home, livingArea: 2 ** 31 })),
		'livingArea: expected at most 2147483647, got 2147483648',
	],
	'an amount of more digits than can be held': [
		recordWith('"latestValuation": 9007199254740993'),
		'latestValuation: expected a number, got "9007199254740993"',
	],
	'an area with decimals': [
		record((home) => ({ ...home, livingArea: 120.5 })),
		'livingArea: expected a whole number, got 120.5',
	],
	'a date of zeros': [
		record(sale({ date: '0000-00-00' })),
		'registrations[0].date: expected a date (YYYY-MM-DD), got "0000-00-00"',
	],
	'a day that no February has': [
		record(sale({ date: '2023-02-30' })),
		'registrations[0].date: expected a date (YYYY-MM-DD), got "2023-02-30"',
	],
	'a time before the first year': [
		record((home) => ({ ...home, cases: [{ caseID: uuid(1), nextOpenHouse: { date: '0000-01-01T00:00:00Z' } }] })),
		'cases[0].nextOpenHouse.date: expected a time (ISO 8601 with zone), got "0000-01-01T00:00:00Z"',
	],
	'another id than the one asked for': [
		record((home) => ({ ...home, addressID: uuid(2) })),
		/^addressID: expected the id that was asked for, [-\da-f]{36}, got "22222222-0000-4000-8000-000000000000"$/,
	],
	'no id': [record(({ addressID: _, ...home }) => home), 'addressID: expected text, got nothing'],
	'a zip code that contradicts itself': [
		record((home) => ({ ...home, zip: { zipCode: 1000 } })),
		"zip.zipCode: expected the record's own zipCode 2791, got 1000",
	],
	'a list for an object': [record((home) => ({ ...home, road: [] })), 'road: expected an object, got []'],
	'an object for a list': [record((home) => ({ ...home, buildings: {} })), 'buildings: expected an array, got {}'],
	nothing: [{ kind: 'body', body: 'null' }, 'record: expected an object, got null'],
	'text alone': [{ kind: 'body', body: '"home"' }, 'record: expected an object, got "home"'],
	'300 levels': [recordWith(`"deep": ${nested(300)}`), /^nested deeper than 64 levels at deep\.a\[0\]\.a\[0\]/],
	'10,000 levels': [recordWith(`"deep": ${nested(10_000)}`), /^nested deeper than 64 levels at deep\.a\[0\]\.a\[0\]/],
	'a key too long for an index': [
		record((home) => ({ ...home, buildings: [{ buildingNumber: randomText(5_000) }] })),
		/^buildings\[0\]\.buildingNumber: expected at most 500 characters, got "\w{76}\.\.\.$/,
	],
	'more buildings than anybody means': [
		record((home) => ({ ...home, buildings: Array(20_001).fill({ buildingNumber: 1 }) })),
		/^buildings: expected at most 20000 elements, got \[\{"buildingNumber":1\},/,
	],
	'10,000 wrong buildings': [
		record((home) => ({
			...home,
			buildings: Array.from({ length: 10_000 }, (_, number) => ({ buildingNumber: number })),
		})),
		/^buildings\[0\]\.buildingNumber: expected text, got 0; .*; and 90 more$/,
	],
};

/** No run of characters repeats, so that no compression makes it short. */
function randomText(length: number): string {
	let text = '';
	for (let state = 1; text.length < length; state = (state * 48_271) % 2_147_483_647) text += state.toString(36);
	return text.slice(0, length);
}

const buildings = Array.from({ length: 10_000 }, (_, number) => ({
	...{ buildingNumber: String(number), buildingName: `Udhus ${number}`, totalArea: number, yearBuilt: 1900 },
}));

/** Records that are stored, with nothing lost that can be kept. */
const kept = {
	'__proto__ fields': recordWith('"__proto__": {"livingArea": 1}, "news": {"__proto__": {"polluted": true}, "a": 1}'),
	'names that every object has': recordWith(
		'"constructor": {"prototype": {"polluted": true}}, "toString": "x", "then": 1',
	),
	'NUL characters': record((home) => ({
		...home,
		cityName: 'Dra\0gør\0',
		buildings: [{ buildingNumber: '1\0' }],
		'ne\0w': 'a\0',
	})),
	'lone surrogates': record((home) => ({
		...home,
		cityName: 'Dragør \ud83d',
		placeName: '\udfe1 by',
		news: ['\ud800'],
	})),
	'control characters': record((home) => ({ ...home, cityName: '\u0001\u001b[2J\u007f\u0085\r\n\t' })),
	'numbers of too many digits in new fields': recordWith('"news": [123456789012345678901, 1e400, -0, 1e-400, 0.1]'),
	'the widest numbers': recordWith(
		`"livingArea": -2147483648, "latestValuation": ${2 ** 53 - 1}, "weightedArea": 1.7976931348623157e308, "casePrice": 0`,
	),
	'10,000 buildings': record((home) => ({ ...home, buildings })),
	'ids twice': record((home) => ({
		...home,
		buildings: [
			{ buildingNumber: '1', yearBuilt: 1900 },
			{ buildingNumber: '1', yearBuilt: 1901 },
			{ buildingNumber: '1', yearBuilt: 1900 },
		],
		registrations: [
			{ registrationID: '5', amount: 1 },
			{ registrationID: '5', amount: 2 },
		],
		cases: [
			{ caseID: uuid(3), priceCash: 1, realtor: { realtorID: uuid(4), name: 'Ja' } },
			{ caseID: uuid(3), priceCash: 2 },
			{ caseID: uuid(5), priceCash: 3, realtor: { realtorID: uuid(4), name: 'Nej' } },
		],
	})),
	'5,000 new fields': record((home) => ({
		...home,
		...Object.fromEntries(Array.from({ length: 5_000 }, (_, number) => [`news${number}`, number])),
	})),
	'a description of a megabyte': record((home) => ({
		...home,
		latestSoldCaseDescription: { title: 'Lang', body: 'æ🏡'.repeat(megabyte / 6) },
	})),
	'a key that repeats': recordWith('"cityName": "First", "cityName": "Last"'),
} as const;

async function expectKept(database: TestDatabase, victims: ReadonlyMap<string, string>): Promise<void> {
	const homeOf = async (name: keyof typeof kept): Promise<Record<string, unknown>> => {
		const [row] = await query(database, `select * from property where id = '${victims.get(name)}'`);
		return row ?? {};
	};
	const extraOf = async (name: keyof typeof kept): Promise<unknown> => (await homeOf(name)).extra;
	const rows = (table: string, name: keyof typeof kept) =>
		query(database, `select * from ${table} where property_id = '${victims.get(name)}' order by 1, 2`);

	expect(JSON.stringify(await extraOf('__proto__ fields'))).toBe('{"news":{"a":1}}');
	expect((await homeOf('__proto__ fields')).living_area).not.toBe(1);
	expect(JSON.stringify(await extraOf('names that every object has'))).toBe(
		'{"then":1,"toString":"x","constructor":{"prototype":{"polluted":true}}}',
	);
	expect(await homeOf('NUL characters')).toMatchObject({ city_name: 'Dragør', extra: { new: 'a' } });
	expect(await rows('building', 'NUL characters')).toMatchObject([{ building_number: '1' }]);
	expect(await homeOf('lone surrogates')).toMatchObject({
		...{ city_name: 'Dragør \ufffd', place_name: '\ufffd by', extra: { news: ['\ufffd'] } },
	});
	expect((await homeOf('control characters')).city_name).toBe('\u0001\u001b[2J\u007f\u0085\r\n\t');
	expect(await extraOf('numbers of too many digits in new fields')).toEqual({
		news: ['123456789012345678901', '1e400', 0, '1e-400', 0.1],
	});
	const { living_area, latest_valuation, weighted_area, case_price } = await homeOf('the widest numbers');
	expect([living_area, latest_valuation, weighted_area, case_price].map(Number)).toEqual([
		...[-2147483648, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE, 0],
	]);
	expect(await rows('building', '10,000 buildings')).toHaveLength(10_000);
	expect(await count(database, `building where building_name = 'Udhus ' || total_area and year_built = 1900`)).toBe(
		10_000,
	);

	expect(await rows('building', 'ids twice')).toMatchObject([{ building_number: '1', year_built: 1900 }]);
	const [sold, ...others] = await rows('registration', 'ids twice');
	expect([sold?.registration_id, Number(sold?.amount), others]).toEqual(['5', 1, []]);
	expect((await rows('listing', 'ids twice')).map(({ price_cash, extra }) => [Number(price_cash), extra])).toEqual([
		[1, null],
		[3, { $realtor: { realtorID: uuid(4), name: 'Nej' } }],
	]);
	expect(await query(database, `select name from realtor where id = '${uuid(4)}'`)).toEqual([{ name: 'Ja' }]);
	expect(await extraOf('ids twice')).toEqual({
		$repeated: {
			buildings: [{ buildingNumber: '1', yearBuilt: 1901 }],
			registrations: [{ registrationID: '5', amount: 2 }],
			cases: [{ caseID: uuid(3), priceCash: 2 }],
		},
	});
	expect(Object.keys((await extraOf('5,000 new fields')) as object)).toHaveLength(5_000);
	const { latest_sold_case_description_body: body } = await homeOf('a description of a megabyte');
	expect(body).toBe('æ🏡'.repeat(megabyte / 6));
	expect((await homeOf('a key that repeats')).city_name).toBe('Last');
}

describe('records made to do harm', () => {
	test('each is stored with nothing lost, or kept as a failure with the place; the homes beside them are stored', async () => {
		const faults = { ...Object.fromEntries(Object.entries(refused).map(([name, [fault]]) => [name, fault])), ...kept };
		const hostile = await hostileApi(homes, faults);
		const { api, victims } = hostile;
		const database = await freshDatabase();
		const { ended, peakBytes } = await runWatched({ api, database });

		expect(ended.code).toBe(3);
		const failed = Object.keys(refused).length;
		expectResult(ended, 'completed', { expected: homes, discovered: homes, imported: homes - failed, failed });
		expect(peakBytes).toBeLessThan(mostMemory(database));
		expect(await count(database, 'property')).toBe(homes - failed);
		await expectGoodHomes(database, hostile);

		const byId = new Map((await failures(database)).map((failure) => [failure.address_id, failure]));
		expect(byId.size).toBe(failed);
		for (const [name, [, message]] of Object.entries(refused)) {
			const failure = byId.get(victims.get(name) ?? '');
			expect(failure, name).toMatchObject({ stage: 'validate', kind: 'invalid', attempts: 1 });
			expect(failure?.message, name).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
			if (!/nothing|levels/.test(name)) expect(failure?.payload, name).not.toBeNull();
		}
		expect(byId.get(victims.get('10,000 wrong buildings') ?? '')?.payload).toMatchObject({
			buildings: expect.objectContaining({ length: 10_000 }),
		});
		await expectKept(database, victims);
		const repaired = ended.events.filter(({ type }) => type === 'text.repaired');
		expect(new Map(repaired.map(({ id, paths }) => [id, paths]))).toEqual(
			new Map([
				[victims.get('__proto__ fields'), ['__proto__', 'news.__proto__']],
				[victims.get('NUL characters'), ['buildings[0].buildingNumber', 'cityName', 'new']],
				[victims.get('lone surrogates'), ['cityName', 'placeName', 'news[0]']],
			]),
		);
	}, 120_000);
});
