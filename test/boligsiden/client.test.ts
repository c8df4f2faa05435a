import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BoligsidenClient } from '../../src/boligsiden/client.ts';
import { UserError } from '../../src/shared/errors.ts';
import { clientFor, rejection, reply, serve } from './support.ts';

test('gets JSON with the agent and the accept header exactly as set', async () => {
	const server = await serve((_request, response) => reply(response, 200, '{"totalHits":3}'));
	const userAgent = 'bolig-import/0.1 (+https://example.dk; søren@example.dk)';
	const { client } = clientFor(server.url, { userAgent });
	expect(await client.getJson('/search/addresses')).toEqual({ totalHits: 3 });
	expect(server.seen[0]?.headers['user-agent']).toBe(userAgent);
	expect(server.seen[0]?.headers.accept).toBe('application/json');
	expect(server.seen[0]?.url).toBe('/search/addresses');
});

test('sends repeated search parameters as they are, after those of the path', async () => {
	const server = await serve((_request, response) => reply(response, 200, '{}'));
	const { client } = clientFor(server.url);
	const searchParams = new URLSearchParams([
		['municipalities', 'København'],
		['zipCodes', '2300'],
		['zipCodes', '2450'],
	]);
	await client.getJson('/search/addresses?page=2', { searchParams });
	expect(server.seen[0]?.url).toBe(
		'/search/addresses?page=2&municipalities=K%C3%B8benhavn&zipCodes=2300&zipCodes=2450',
	);
});

test.each([
	['', '/municipalities'],
	['/', '/municipalities'],
	['/mirror/v1', '/mirror/v1/municipalities'],
	['/mirror/v1//', '/mirror/v1/municipalities'],
])('joins a base URL that ends with "%s"', async (suffix, expected) => {
	const server = await serve((_request, response) => reply(response, 200, '{}'));
	const { client } = clientFor(server.url + suffix);
	await client.getJson('municipalities');
	await client.getJson('/municipalities');
	expect(server.seen.map(({ url }) => url)).toEqual([expected, expected]);
});

test('refuses a path that leads out of the base URL', async () => {
	const { client } = clientFor('http://127.0.0.1:9/v1');
	expect(await rejection(client.getJson('/addresses/../../secret'))).toBeInstanceOf(TypeError);
	expect(client.requests).toBe(0);
});

test('a path that looks like another host stays on ours', async () => {
	const server = await serve((_request, response) => reply(response, 200, '{}'));
	const { client } = clientFor(server.url);
	await client.getJson('//example.com/addresses');
	expect(server.seen[0]?.url).toBe('/example.com/addresses');
});

test.each([
	'https://user:hunter2@api.boligsiden.dk',
	'https://hunter2@api.boligsiden.dk',
	'hunter2',
	'ftp://hunter2',
	'https://a/?hunter2',
])('refuses the base URL %s without repeating it', (baseUrl) => {
	const create = () => new BoligsidenClient({ baseUrl, userAgent: 'test/1' });
	expect(create).toThrow(UserError);
	expect(create).not.toThrow(/hunter2/);
});

test.each(['', ' test/1', 'test/1\r\nx-evil: 1', 'test/1 (東京)'])('refuses the user agent %j', (userAgent) => {
	expect(() => new BoligsidenClient({ baseUrl: 'https://api.boligsiden.dk', userAgent })).toThrow(UserError);
});

test.each([
	['gzip', gzipSync],
	['br', brotliCompressSync],
])('unpacks %s', async (encoding, pack) => {
	const body = JSON.stringify({ text: 'Amager Fælledvej '.repeat(20_000) });
	const server = await serve((_request, response) =>
		reply(response, 200, pack(body), { 'content-encoding': encoding }),
	);
	const { client } = clientFor(server.url);
	expect(await client.getJson('/')).toEqual(JSON.parse(body));
});

test('reads a body in many chunks, cut inside a character', async () => {
	const body = Buffer.from(JSON.stringify({ roadName: 'Ørestads Boulevard' }));
	const server = await serve(async (_request, response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		for (const byte of body) {
			response.write(Uint8Array.of(byte));
			await new Promise(setImmediate);
		}
		response.end();
	});
	const { client } = clientFor(server.url);
	expect(await client.getJson('/')).toEqual({ roadName: 'Ørestads Boulevard' });
});

test('a __proto__ key stays a plain property and pollutes nothing', async () => {
	const server = await serve((_request, response) => reply(response, 200, '{"__proto__":{"polluted":true}}'));
	const { client } = clientFor(server.url);
	const json = await client.getJson('/');
	expect(Object.hasOwn(json as object, '__proto__')).toBe(true);
	expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
	expect(json).not.toHaveProperty('polluted');
	expect({}).not.toHaveProperty('polluted');
});

test.each(['application/json; charset=utf-8', 'application/problem+json', 'text/plain', 'application/octet-stream'])(
	'takes JSON that comes as %s',
	async (type) => {
		const server = await serve((_request, response) =>
			reply(response, 200, '\uFEFF {"a":"æ"}', { 'content-type': type }),
		);
		const { client } = clientFor(server.url);
		expect(await client.getJson('/')).toEqual({ a: 'æ' });
	},
);

test('takes JSON without a content type', async () => {
	const server = await serve((_request, response) => response.end('[1]'));
	const { client } = clientFor(server.url);
	expect(await client.getJson('/')).toEqual([1]);
});

test('decodes by the charset it is told', async () => {
	const body = Buffer.from('{"a":"Næstved"}', 'latin1');
	const type = { 'content-type': 'application/json; charset="ISO-8859-1"' };
	const server = await serve((_request, response) => reply(response, 200, body, type));
	const { client } = clientFor(server.url);
	expect(await client.getJson('/')).toEqual({ a: 'Næstved' });
});

test('paces and counts every request, and tells about every attempt', async () => {
	const server = await serve((_request, response, number) => {
		if (number === 1) reply(response, 302, '', { location: '/moved' });
		else if (number === 2) reply(response, 500, '{}');
		else reply(response, 200, '{}');
	});
	const paced: unknown[] = [];
	const told: unknown[] = [];
	const { client } = clientFor(server.url, { pace: async (signal) => void paced.push(signal) });
	const { signal } = new AbortController();
	await client.getJson('/', { signal, onAttempt: ({ ok, status }) => told.push([ok, status]) });
	expect(client.requests).toBe(3);
	expect(server.seen).toHaveLength(3);
	expect(paced).toEqual([signal, signal, signal]);
	expect(told).toEqual([
		[true, 302],
		[false, 500],
		[true, 200],
	]);
});

test('an error of the pace itself goes through untouched and sends nothing', async () => {
	const stop = new Error('paused for good');
	const { client } = clientFor('http://127.0.0.1:9', { pace: () => Promise.reject(stop) });
	expect(await rejection(client.getJson('/'))).toBe(stop);
	expect(client.requests).toBe(0);
});

test('what was asked ahead is taken over by the next get of its address, and sent once', async () => {
	const server = await serve((_request, response) => reply(response, 200, '{"totalHits":3}'));
	const { client } = clientFor(server.url);
	const searchParams = new URLSearchParams([['page', '1']]);
	client.askAhead('/search/addresses', searchParams);
	await expect.poll(() => server.seen.length).toBe(1);
	const attempts: number[] = [];
	const onAttempt = ({ ms }: { readonly ms: number }): void => void attempts.push(ms);
	expect(await client.getJson('/search/addresses', { searchParams, onAttempt })).toEqual({ totalHits: 3 });
	expect([server.seen.length, attempts.length, client.requests]).toEqual([1, 1, 1]);
	await client.getJson('/search/addresses', { searchParams, onAttempt });
	expect([server.seen.length, attempts.length, client.requests]).toEqual([2, 2, 2]);
});

test('a failure of what was asked ahead is the first try of the get that takes it over', async () => {
	const server = await serve((_request, response) => {
		if (server.seen.length === 1) reply(response, 503, '{}');
		else reply(response, 200, '{"totalHits":3}');
	});
	const { client } = clientFor(server.url);
	client.askAhead('/search/addresses');
	await expect.poll(() => client.requests).toBe(1);
	const retried: number[] = [];
	const onRetry = ({ attempt }: { readonly attempt: number }): void => void retried.push(attempt);
	expect(await client.getJson('/search/addresses', { onRetry })).toEqual({ totalHits: 3 });
	expect([server.seen.length, retried]).toEqual([2, [1]]);
});

test('who no longer waits for what was asked ahead is let go at once', async () => {
	const server = await serve(() => {});
	const { client } = clientFor(server.url);
	client.askAhead('/search/addresses');
	const stop = new AbortController();
	const waiting = client.getJson('/search/addresses', { signal: stop.signal });
	stop.abort(new Error('enough'));
	expect(await rejection(waiting)).toBe(stop.signal.reason);
});
