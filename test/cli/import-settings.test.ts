import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { chosenApiUrl, databaseTarget, importSettings } from '../../src/cli/import-settings.ts';
import type { CommandLine } from '../../src/cli/settings.ts';
import { UserError } from '../../src/shared/errors.ts';
import { isLoopback } from '../../src/shared/loopback.ts';

const live = 'https://api.boligsiden.dk';

function lineOf(given: CommandLine['given'], origin: CommandLine['origin'] = {}): CommandLine {
	return { words: [], given, origin };
}

const settingsOf = (given: CommandLine['given'], apiUrl = live) => importSettings(lineOf(given), apiUrl);
const namesOf = (given: CommandLine['given']) => settingsOf(given).queries.map(({ municipality }) => municipality.name);

function refusal(task: () => unknown): UserError {
	try {
		task();
	} catch (error) {
		if (error instanceof UserError) return error;
		throw error;
	}
	throw new Error('It was taken.');
}

test('the defaults: villas, 12 workers, a commit every 50, 10 requests a second', () => {
	expect(settingsOf({ municipality: ['koebenhavn'] })).toEqual({
		queries: [{ municipality: expect.objectContaining({ code: 101, name: 'København' }), addressType: 'villa' }],
		fetch: 'details',
		refresh: 'none',
		timeline: false,
		workers: 12,
		adaptive: false,
		batchSize: 50,
		limit: undefined,
		rate: 10,
	});
});

test.each(['København', 'københavn', 'KØBENHAVN', 'koebenhavn', '101', ' København '])('%j is København', (name) => {
	expect(namesOf({ municipality: [name] })).toEqual(['København']);
});

test.each([
	['Århus', 'Aarhus'],
	['Aarhus', 'Aarhus'],
	['Ærø', 'Ærø'],
	['aeroe', 'Ærø'],
	['A\u030arhus', 'Aarhus'],
])('%j is %s', (name, found) => {
	expect(namesOf({ municipality: [name] })).toEqual([found]);
});

test('auto begins with few workers, whatever a preset would take', () => {
	expect(settingsOf({ municipality: ['101'], workers: 'auto' })).toMatchObject({ workers: 2, adaptive: true });
	const gentle = settingsOf({ municipality: ['101'], preset: 'gentle', workers: 'auto' });
	expect(gentle).toMatchObject({ workers: 2, adaptive: true, batchSize: 100 });
});

test('a municipality named twice is imported once', () => {
	expect(namesOf({ municipality: ['101', 'København', 'aarhus'] })).toEqual(['København', 'Aarhus']);
});

test('an unknown municipality is told with the nearest known one', () => {
	const error = refusal(() => settingsOf({ municipality: ['Kobenhavn'] }));
	expect(error.message).toBe('There is no municipality "Kobenhavn". Did you mean København?');
	expect(error.hint).toContain('101');
	expect(error.exitCode).toBe(64);
	expect(refusal(() => settingsOf({ municipality: ['Stockholm city'] })).message).toBe(
		'There is no municipality "Stockholm city".',
	);
});

test('the area of Copenhagen is 36 municipalities, all are 98', () => {
	expect(new Set(namesOf({ area: 'copenhagen' })).size).toBe(36);
	expect(new Set(namesOf({ all: true })).size).toBe(98);
});

test('nothing to import says how to name something', () => {
	const error = refusal(() => settingsOf({}));
	expect(error.message).toContain('no municipality was named');
	expect(error.hint).toContain('--municipality koebenhavn');
});

test('each type of each municipality is a query of its own; all is one for every type', () => {
	const two = settingsOf({ municipality: ['101', '751'], type: ['villa', 'condo', 'villa'] }).queries;
	expect(two.map(({ municipality, addressType }) => [municipality.code, addressType])).toEqual([
		[101, 'villa'],
		[101, 'condo'],
		[751, 'villa'],
		[751, 'condo'],
	]);
	expect(settingsOf({ municipality: ['101'], type: ['all'] }).queries[0]?.addressType).toBeUndefined();
	expect(refusal(() => settingsOf({ municipality: ['101'], type: ['all', 'villa'] })).message).toContain('--type all');
});

test.each([
	['testing', { workers: 10, batchSize: 50, limit: 100 }],
	['production', { workers: 12, batchSize: 50, limit: undefined }],
	['fastest', { workers: 15, batchSize: 25, limit: undefined }],
	['gentle', { workers: 8, batchSize: 100, limit: undefined }],
] as const)('the preset %s sets %j, and what is given wins over it', (preset, expected) => {
	expect(settingsOf({ municipality: ['101'], preset })).toMatchObject(expected);
	expect(settingsOf({ municipality: ['101'], preset, workers: 3, limit: 7 })).toMatchObject({ workers: 3, limit: 7 });
});

test.each([
	[undefined, live, 10],
	[undefined, 'http://127.0.0.1:8787', 0],
	[undefined, 'http://localhost:1', 0],
	[0, live, 0],
	[3, 'http://127.0.0.1', 3],
])('a rate of %s at %s is %d', (rate, apiUrl, expected) => {
	const given = { municipality: ['101'], ...(rate !== undefined && { rate }) };
	expect(settingsOf(given, apiUrl).rate).toBe(expected);
});

test.each([
	['http://127.0.0.1', true],
	['http://127.9.9.9:80/x', true],
	['http://[::1]:80', true],
	['http://localhost', true],
	['http://LOCALHOST', true],
	['http://127.example.org', false],
	['http://127.0.0.1.example.org', false],
	['http://localhost.example.org', false],
	['http://128.0.0.1', false],
	['https://api.boligsiden.dk', false],
])('%s is on this machine: %s', (url, expected) => {
	expect(isLoopback(url)).toBe(expected);
});

test('the API is the live one unless another is named', () => {
	expect(chosenApiUrl(lineOf({}))).toBe(live);
	expect(chosenApiUrl(lineOf({ apiUrl: 'http://x' }))).toBe('http://x');
});

const url = 'postgresql://user:pw@host/name';

test('a server when one is named, else a folder of our own; generated homes have another than real ones', () => {
	expect(databaseTarget(lineOf({ database: url }, { database: 'environment' }))).toEqual({ kind: 'server', url });
	const homes = databaseTarget(lineOf({}));
	const sandbox = databaseTarget(lineOf({ sandbox: true }));
	expect(homes.kind).toBe('embedded');
	expect(homes).not.toEqual(sandbox);
	expect(databaseTarget(lineOf({ dataDir: 'x' }, { dataDir: 'flag' }))).toEqual({
		kind: 'embedded',
		folder: resolve('x'),
	});
});

test('generated homes go to a server only where the command line itself names one', () => {
	const given = { sandbox: true, database: url };
	expect(databaseTarget(lineOf(given, { database: 'environment' })).kind).toBe('embedded');
	expect(databaseTarget(lineOf(given, { database: 'flag' })).kind).toBe('server');
});

test.each(['mysql://user:pw@host/name', 'host', 'postgresql://user:pw@host'])(
	'%s is no server, and is not repeated',
	(database) => {
		const error = refusal(() => databaseTarget(lineOf({ database }, { database: 'flag' })));
		expect(error.exitCode).toBe(64);
		expect(`${error.message} ${error.hint}`).not.toContain('pw@host/name');
	},
);
