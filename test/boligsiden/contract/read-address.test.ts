import { expect, test } from 'vitest';
import { readAddress } from '../../../src/boligsiden/contract/read-address.ts';
import { address, id, messagesOf, readGood } from './support.ts';

test('the least there can be is a home: everything that does not identify it may be absent', () => {
	expect(readGood(address())).toEqual({ ok: true, address: address(), unknownFields: [], repaired: [] });
});

test.each([
	['floor', 3, 'floor: expected text, got 3'],
	['houseNumber', null, undefined],
	['zipCode', '8000', 'zipCode: expected a number, got "8000"'],
	['zipCode', undefined, 'zipCode: expected a number, got nothing'],
	['zipCode', null, 'zipCode: expected a number, got nothing'],
	['livingArea', 120.5, 'livingArea: expected a whole number, got 120.5'],
	['livingArea', 3_000_000_000, 'livingArea: expected at most 2147483647, got 3000000000'],
	['livingArea', -3_000_000_000, 'livingArea: expected at least -2147483648, got -3000000000'],
	['latestValuation', 2 ** 53, 'latestValuation: expected at most 9007199254740991, got 9007199254740992'],
	['weightedArea', '77', 'weightedArea: expected a number, got "77"'],
	['isOnMarket', 'yes', 'isOnMarket: expected a boolean, got "yes"'],
	['isOnMarket', 0, 'isOnMarket: expected a boolean, got 0'],
	['buildings', {}, 'buildings: expected an array, got {}'],
	['road', [], 'road: expected an object, got []'],
	['entryAddressID', 'not-a-uuid', 'entryAddressID: expected a uuid, got "not-a-uuid"'],
	['municipality', undefined, 'municipality: expected an object, got nothing'],
	['municipality', { name: 'Aarhus' }, 'municipality.municipalityCode: expected a number, got nothing'],
	['bfeNumbers', [1, 'two'], 'bfeNumbers[1]: expected a number, got "two"'],
	['bfeNumbers', [null], 'bfeNumbers[0]: expected a number, got null'],
	['daysOnMarket', { realtors: [] }, undefined],
])('%s as %j', (field, value, message) => {
	if (message === undefined) readGood(address({ [field]: value }));
	else expect(messagesOf(address({ [field]: value }))).toEqual([message]);
});

test('a problem inside lists is named by its place in them', () => {
	const buildings = [{ buildingNumber: '1' }, { buildingNumber: '2', yearBuilt: 'ca. 1900' }];
	expect(messagesOf(address({ buildings }))).toEqual(['buildings[1].yearBuilt: expected a number, got "ca. 1900"']);
	const cases = [{ caseID: id, images: [{}, { imageSources: [{ size: '100x80' }] }] }];
	expect(messagesOf(address({ cases }))).toEqual([
		'cases[0].images[1].imageSources[0].size: expected an object, got "100x80"',
	]);
	expect(messagesOf(address({ registrations: [null] }))).toEqual(['registrations[0]: expected an object, got null']);
});

test('all problems of a record are told at once', () => {
	expect(messagesOf(address({ floor: 1, door: 2, zipCode: 'x' }))).toEqual([
		'floor: expected text, got 1',
		'door: expected text, got 2',
		'zipCode: expected a number, got "x"',
	]);
});

test.each([
	['2024-02-29', true],
	['1899-12-31', true],
	['0000-00-00', false],
	['0000-01-01', false],
	['2023-02-29', false],
	['2024-2-1', false],
	['2024-02-01T00:00:00Z', false],
	['', false],
])('a date of %s: %s', (date, good) => {
	const body = address({ registrations: [{ registrationID: '1', date }] });
	if (good) readGood(body);
	else {
		const message = `registrations[0].date: expected a date (YYYY-MM-DD), got ${JSON.stringify(date)}`;
		expect(messagesOf(body)).toEqual([message]);
	}
});

test('a time without a zone is no time', () => {
	const withTime = (date: string) => address({ cases: [{ caseID: id, nextOpenHouse: { date } }] });
	readGood(withTime('2026-11-23T12:00:00+01:00'));
	readGood(withTime('2026-11-23T12:00:00.123456Z'));
	expect(messagesOf(withTime('2026-11-23T12:00:00'))).toEqual([
		'cases[0].nextOpenHouse.date: expected a time (ISO 8601 with zone), got "2026-11-23T12:00:00"',
	]);
});

test('a number beyond all range is a problem in words, wherever it stands', () => {
	const parsed = JSON.parse('{"weightedArea": 1e400, "latestValuation": -1e400, "daysOnMarket": {"days": 1e400}}');
	expect(messagesOf(address(parsed))).toEqual([
		'weightedArea: expected a number, got a number beyond all range',
		'latestValuation: expected a number, got a number beyond all range',
		'daysOnMarket: expected what JSON can hold, got {"days":null}',
	]);
});

test('ids are uuids by their letters alone, in any case; they come out in small letters', () => {
	const odd = 'FFFFFFFF-FFFF-0FFF-0FFF-FFFFFFFFFFFF';
	expect(readGood(address({ addressID: odd }), odd).address.addressID).toBe(odd.toLowerCase());
	expect(readGood(address(), id.toUpperCase()).address.addressID).toBe(id);
});

test('a record of another home than was asked for is refused', () => {
	const other = id.replace('0', '1');
	expect(messagesOf(address({ addressID: other }))).toEqual([
		`addressID: expected the id that was asked for, ${id}, got "${other}"`,
	]);
});

test('a zip code that contradicts itself is refused', () => {
	expect(messagesOf(address({ zip: { zipCode: 8200 } }))).toEqual([
		"zip.zipCode: expected the record's own zipCode 8000, got 8200",
	]);
});

test('null is absence: an optional field is left out, a list may be null', () => {
	const { address: read } = readGood(
		address({ floor: null, cases: null, road: null, city: { slug: 'x', name: null } }),
	);
	expect(read).toEqual(address({ city: { slug: 'x' } }));
});

test('an absent isOnMarket stays absent: it does not become false', () => {
	expect(readGood(address()).address).not.toHaveProperty('isOnMarket');
});

test.each([
	[null, 'record: expected an object, got null'],
	[[], 'record: expected an object, got []'],
	['text', 'record: expected an object, got "text"'],
	[undefined, 'record: expected an object, got nothing'],
])('a body of %j is no record', (body, message) => {
	expect(messagesOf(body)).toEqual([message]);
});

test('what came is shown shortened', () => {
	const [message = ''] = messagesOf(address({ zipCode: 'x'.repeat(10_000) }));
	expect(message.length).toBeLessThan(150);
	expect(message.endsWith('...')).toBe(true);
});

test('a body nested beyond all measure is a problem, not a crash', () => {
	const nested = (depth: number): unknown => JSON.parse(`${'[['.repeat(depth)}${']]'.repeat(depth)}`);
	const read = readAddress(address({ solar: nested(5000) }), id);
	const message = expect.stringMatching(/^nested deeper than 64 levels at solar\[0\]\[0\]/);
	expect(read).toMatchObject({ ok: false, problems: [{ path: expect.stringMatching(/^solar\[0\]/), message }] });
	readGood(address({ solar: nested(20) }));
});

test('unknown fields are kept in the record and told by their path', () => {
	const body = address({ solar: { panels: 12 }, road: { roadID: id, paved: true } });
	const read = readGood(body);
	expect(read.address).toEqual(body);
	expect(read.unknownFields).toEqual(['solar', 'road.paved']);
});

test('texts that were repaired are told by their path', () => {
	const cases = [{ caseID: id }, { caseID: id, descriptionBody: 'Flot\0 villa \ud83d' }];
	const read = readGood(address({ roadName: 'Mejl\0gade', cases }));
	expect(read.repaired).toEqual(['roadName', 'cases[1].descriptionBody']);
	expect(read.address.roadName).toBe('Mejlgade');
	expect(read.address.cases?.[1]?.descriptionBody).toBe('Flot villa \ufffd');
});

test.each([
	['buildings', 'buildingNumber'],
	['registrations', 'registrationID'],
])('a key of %s is no longer than an index takes', (list, key) => {
	readGood(address({ [list]: [{ [key]: 'x'.repeat(500) }] }));
	expect(messagesOf(address({ [list]: [{ [key]: 'x'.repeat(501) }] }))).toEqual([
		`${list}[0].${key}: expected at most 500 characters, got "${'x'.repeat(76)}...`,
	]);
});

test('20,000 children are read, more are refused', () => {
	const sales = (count: number) => Array.from({ length: count }, (_, index) => ({ registrationID: String(index) }));
	expect(readGood(address({ registrations: sales(20_000) })).address.registrations).toHaveLength(20_000);
	expect(messagesOf(address({ registrations: sales(20_001) }))).toEqual([
		expect.stringMatching(/^registrations: expected at most 20000 elements, got \[\{"registrationID":"0"\}/),
	]);
});

test('of a very large record a hundred problems are told', () => {
	const buildings = Array.from({ length: 20_000 }, (_, buildingNumber) => ({ buildingNumber, yearBuilt: '' }));
	const messages = messagesOf(address({ floor: 1, buildings }));
	expect(messages.slice(0, 3)).toEqual([
		'floor: expected text, got 1',
		'buildings[0].buildingNumber: expected text, got 0',
		'buildings[0].yearBuilt: expected a number, got ""',
	]);
	expect(messages).toHaveLength(100);
});

test.each(['0000-12-31T23:59:59Z', '0001-01-01T00:30:00+01:00', '9999-12-31T23:30:00-01:00'])(
	'a time outside the years 1 to 9999 is no time: %s',
	(date) => {
		expect(messagesOf(address({ cases: [{ caseID: id, nextOpenHouse: { date } }] }))).toEqual([
			`cases[0].nextOpenHouse.date: expected a time (ISO 8601 with zone), got "${date}"`,
		]);
	},
);

test('what came is never cut within a character', () => {
	const [message = ''] = messagesOf(address({ zipCode: `${'x'.repeat(75)}🏡🏡🏡` }));
	expect(message.isWellFormed()).toBe(true);
});
