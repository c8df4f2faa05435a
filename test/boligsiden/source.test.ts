import { expect, test } from 'vitest';
import { BoligsidenSource } from '../../src/boligsiden/source.ts';
import type { HomeQuery, PageOutcome, Retry } from '../../src/import/ports.ts';
import { address, id } from './contract/support.ts';
import { clientFor, type Handler, rejection, reply, serve } from './support.ts';

const aarhus = { code: 751, name: 'Aarhus', slug: 'aarhus', knownZipCodes: [] };
const villas: HomeQuery = { municipality: aarhus, addressType: 'villa' };
const { signal } = new AbortController();

async function sourceOn(handler: Handler) {
	const server = await serve(handler);
	return { server, source: new BoligsidenSource(clientFor(server.url).client) };
}

/** A source whose server answers everything with one body. */
const answering = (status: number, body: unknown, headers?: Record<string, string>) =>
	sourceOn((_request, response) =>
		reply(response, status, typeof body === 'string' ? body : JSON.stringify(body), headers),
	);

async function pageOf(addresses: unknown, totalHits: unknown = 7): Promise<PageOutcome> {
	const { source } = await answering(200, { _links: {}, addresses, totalHits });
	return source.searchPage(villas, 1, 50, { signal });
}

test('asks for a page with the parameters that hold, sorted, zip codes and all', async () => {
	const { server, source } = await answering(200, { addresses: [], totalHits: 0 });
	const query = { municipality: aarhus, addressType: 'terraced house', zipCodes: [8000, 8200] };
	await source.searchPage(query, 3, 200, { signal });
	await source.searchPage({ municipality: aarhus, addressType: undefined }, 1, 1, { signal });
	const [first, second] = server.seen.map(({ url }) => new URL(url ?? '', 'http://x'));
	expect(first?.pathname).toBe('/search/addresses');
	expect([...(first?.searchParams ?? [])]).toEqual([
		['municipalities', 'aarhus'],
		['addressTypes', 'terraced house'],
		['zipCodes', '8000'],
		['zipCodes', '8200'],
		['sortBy', 'address'],
		['sortAscending', 'true'],
		['per_page', '200'],
		['page', '3'],
	]);
	expect(second?.searchParams.has('addressTypes')).toBe(false);
	expect(second?.searchParams.has('zipCodes')).toBe(false);
	expect(source.requests).toBe(2);
});

test('a row becomes a home with a label for people', async () => {
	const full = address({ addressType: 'villa', roadName: 'Mejlgade', houseNumber: '82A', floor: '2', door: 'tv' });
	const bare = address({ addressType: null, addressID: id.toUpperCase() });
	expect(await pageOf([full, bare])).toEqual({
		status: 'read',
		page: {
			totalHits: 7,
			rows: [
				{
					id,
					label: 'Mejlgade 82A, 2. tv, 8000',
					addressType: 'villa',
					municipalityCode: 751,
					zipCode: 8000,
					row: full,
				},
				{ id, label: `${id}, 8000`, addressType: undefined, municipalityCode: 751, zipCode: 8000, row: bare },
			],
			problems: [],
		},
	});
});

test('tells the time on the wire of each try of a page', async () => {
	const { source } = await answering(200, { addresses: [], totalHits: 0 });
	const tries: number[] = [];
	await source.searchPage(villas, 1, 50, { signal, onAttempt: (ms) => tries.push(ms) });
	expect(tries).toEqual([expect.any(Number)]);
});

test.each([[null], [[]], [undefined]])('addresses as %j is a page without rows', async (addresses) => {
	expect(await pageOf(addresses)).toEqual({ status: 'read', page: { totalHits: 7, rows: [], problems: [] } });
});

test('rows that cannot be read are problems with what came, and the others are still rows', async () => {
	const outcome = await pageOf([address(), null, address({ zipCode: '8000' }), address({ addressID: 'x\0y' })]);
	if (outcome.status !== 'read') throw new Error('not read');
	expect(outcome.page.rows).toHaveLength(1);
	expect(outcome.page.problems.map(({ message }) => message)).toEqual([
		'record: expected an object, got null',
		'zipCode: expected a number, got "8000"',
		'addressID: expected a uuid, got "x\\u0000y"',
	]);
	expect(outcome.page.problems[1]).toMatchObject({ stage: 'validate', kind: 'invalid', payload: { zipCode: '8000' } });
	expect(outcome.page.problems[2]?.payload).toMatchObject({ addressID: 'xy' });
});

test.each([
	['totalHits: expected a number, got "many"', { addresses: [], totalHits: 'many' }],
	['totalHits: expected at least 0, got -1', { addresses: [], totalHits: -1 }],
	['addresses: expected an array, got {}', { addresses: {}, totalHits: 1 }],
	['record: expected an object, got []', []],
])('a page that is not what it should be fails: %s', async (message, body) => {
	const { source } = await answering(200, body);
	expect(await source.searchPage(villas, 1, 50, { signal })).toMatchObject({
		status: 'failed',
		problem: { stage: 'validate', kind: 'invalid', message },
	});
});

test('a home is fetched by its id, checked, and comes with what was noticed', async () => {
	const { server, source } = await answering(200, address({ roadName: 'Mejl\0gade', solar: 1 }));
	expect(await source.fetchHome(id, { signal })).toEqual({
		status: 'fetched',
		bytes: expect.any(Number),
		record: address({ roadName: 'Mejlgade', solar: 1 }),
		notes: { unknownFields: ['solar'], repairedTexts: ['roadName'] },
		attempts: 1,
		ms: 0,
	});
	expect(server.seen[0]?.url).toBe(`/addresses/${id}`);
});

test('an id can never lead to another path', async () => {
	const { server, source } = await answering(404, { message: 'Not Found' });
	await source.fetchHome('../search?x=1', { signal });
	expect(server.seen[0]?.url).toBe('/addresses/..%2Fsearch%3Fx%3D1');
});

test('tries are counted, and each retry is told with the attempt that comes next', async () => {
	const { source } = await sourceOn((_request, response, number) =>
		reply(response, number < 3 ? 500 : 200, JSON.stringify(address())),
	);
	const retries: Retry[] = [];
	const outcome = await source.fetchHome(id, { signal, onRetry: (retry) => retries.push(retry) });
	expect(outcome).toMatchObject({ status: 'fetched', attempts: 3 });
	expect(retries.map(({ attempt, attempts, reason }) => [attempt, attempts, reason])).toEqual([
		[2, 5, 'The API is in trouble: it answered with HTTP 500.'],
		[3, 5, expect.stringContaining('HTTP 500')],
	]);
});

test('404 is gone', async () => {
	const { source } = await answering(404, { message: 'Not Found' });
	expect(await source.fetchHome(id, { signal })).toEqual({ status: 'gone', attempts: 1, ms: 0 });
});

test.each([
	[403, { kind: undefined, status: 'blocked', outage: false, attempts: 1, ms: 0 }],
	[500, { kind: 'HTTP 500', status: 'failed', outage: true, attempts: 5 }],
	[429, { kind: 'rate-limited', status: 'failed', outage: true, attempts: 5 }],
	[400, { kind: 'bad-request', status: 'failed', outage: false, attempts: 1, ms: 0 }],
	[410, { kind: 'unexpected-status', status: 'failed', outage: false, attempts: 1, ms: 0 }],
])('HTTP %d is never gone', async (status, { kind, status: outcomeStatus, ...expected }) => {
	const { source } = await answering(status, 'no');
	const outcome = await source.fetchHome(id, { signal });
	expect(outcome.status).toBe(outcomeStatus);
	if (outcome.status === 'failed') {
		expect(outcome.problem).toMatchObject({ stage: 'fetch', kind, outage: expected.outage });
		expect(outcome.attempts).toBe(expected.attempts);
	}
	const page = await source.searchPage(villas, 1, 50, { signal });
	expect(page.status).toBe(outcomeStatus);
});

test.each([
	[400, true],
	[408, true],
	[413, true],
	[500, undefined],
	[504, true],
	[410, undefined],
])('HTTP %d of a page: that less may be given is %s', async (status, tooMuch) => {
	const { source } = await answering(status, 'no');
	const outcome = await source.searchPage(villas, 1, 500, { signal });
	expect(outcome.status === 'failed' && outcome.problem.tooMuch).toBe(tooMuch);
});

test('a browser challenge is blocked, with words for people', async () => {
	const html = '<!DOCTYPE html><title>Just a moment...</title>';
	const { source } = await answering(403, html, { 'content-type': 'text/html' });
	expect(await source.fetchHome(id, { signal })).toMatchObject({
		status: 'blocked',
		message: expect.stringContaining('refuses this client'),
	});
});

test('an answer that is not JSON is the answer’s fault, and no outage', async () => {
	const { source } = await answering(200, '<html></html>', { 'content-type': 'text/html' });
	expect(await source.fetchHome(id, { signal })).toMatchObject({
		status: 'failed',
		problem: { stage: 'validate', kind: 'malformed', outage: false },
	});
});

test('a record that breaks the contract fails with every problem and with what came', async () => {
	const body = address({ floor: 3, roadName: 'a\0b', buildings: [{ buildingNumber: 1 }] });
	const { source } = await answering(200, body);
	expect(await source.fetchHome(id, { signal })).toEqual({
		status: 'failed',
		attempts: 1,
		ms: 0,
		problem: {
			stage: 'validate',
			kind: 'invalid',
			message: 'floor: expected text, got 3; buildings[0].buildingNumber: expected text, got 1',
			payload: { ...body, roadName: 'ab' },
		},
	});
});

test('a record too deep to keep is a failure that says so in place of what came', async () => {
	const { source } = await answering(200, `{"a":${'['.repeat(3000)}${']'.repeat(3000)}}`);
	expect(await source.fetchHome(id, { signal })).toMatchObject({
		status: 'failed',
		problem: { kind: 'invalid', payload: { characters: null, beginning: 'nested too deep to be kept' } },
	});
});

test('an abort rejects with the reason of the signal, and is no outcome', async () => {
	const abort = new AbortController();
	const reason = new Error('stop');
	const { source } = await sourceOn(() => abort.abort(reason));
	expect(await rejection(source.fetchHome(id, { signal: abort.signal }))).toBe(reason);
	expect(await rejection(source.searchPage(villas, 1, 50, { signal: abort.signal }))).toBe(reason);
});
