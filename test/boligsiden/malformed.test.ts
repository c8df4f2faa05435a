import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { MalformedResponseError } from '../../src/boligsiden/errors.ts';
import { clientFor, rejection, reply, serve } from './support.ts';

const json = Buffer.from('{"addresses":[{"roadName":"Amager Fælledvej"}],"totalHits":1}');
const gzip = { 'content-encoding': 'gzip' };

test.each([
	['html', 'a web page', '<!doctype html><p>Down for maintenance', { 'content-type': 'text/html' }],
	['html', 'a web page that calls itself JSON', ' \n<html></html>', {}],
	['not-json', 'plain words', 'OK', {}],
	['not-json', 'two values', '{} {}', {}],
	['not-json', 'a wrong value', '{"a": undefined}', {}],
	['content-type', 'JSON that calls itself a web page', '{}', { 'content-type': 'text/html' }],
	['content-type', 'JSON that calls itself a picture', '{}', { 'content-type': 'image/png' }],
	['charset', 'an unknown charset', '{}', { 'content-type': 'application/json; charset=klingon' }],
	['encoding', 'invalid UTF-8', Buffer.from('{"a":"Næstved"}', 'latin1'), {}],
	['encoding', 'a body that is not the gzip it says', '{"a":1}', gzip],
	['encoding', 'a body that is not the brotli it says', '{"a":1}', { 'content-encoding': 'br' }],
])('%s: %s is an error at once', async (reason, _name, body, headers) => {
	const server = await serve((_request, response) => reply(response, 200, body, headers as Record<string, string>));
	const { client } = clientFor(server.url);
	const error = await rejection(client.getJson('/x'));
	expect(error).toBeInstanceOf(MalformedResponseError);
	expect(error).toMatchObject({ kind: 'malformed', reason, status: 200, attempts: 1, url: '/x' });
	expect(client.requests).toBe(1);
});

test.each([
	['truncated', 'JSON that ends in the middle', json.subarray(0, 40), {}],
	['truncated', 'JSON that ends within a letter', Buffer.from('{"a":"Næstved"}').subarray(0, 8), {}],
	['truncated', 'JSON that ends in an escape', '{"a":"x\\', {}],
	['truncated', 'gzip that ends in the middle', gzipSync(json).subarray(0, 40), gzip],
	[
		'truncated',
		'brotli that ends in the middle',
		brotliCompressSync(json).subarray(0, 40),
		{ 'content-encoding': 'br' },
	],
	['empty', 'nothing', '', {}],
	['empty', 'white space', ' \r\n', {}],
])('%s: %s is tried twice more', async (reason, _name, body, headers) => {
	const server = await serve((_request, response) => reply(response, 200, body, headers as Record<string, string>));
	const { client, clock } = clientFor(server.url);
	const error = await rejection(client.getJson('/'));
	expect(error).toBeInstanceOf(MalformedResponseError);
	expect(error).toMatchObject({ reason, attempts: 3 });
	expect(clock.sleeps).toEqual([150, 300]);
});

test('a truncated body heals when the next one is whole', async () => {
	const server = await serve((_request, response, number) =>
		reply(response, 200, number === 1 ? '{"a":[' : '{"a":[]}'),
	);
	expect(await clientFor(server.url).client.getJson('/')).toEqual({ a: [] });
});

test.each([true, false])('a body over the limit is refused, with a length: %s', async (withLength) => {
	const body = JSON.stringify('x'.repeat(200_000));
	const server = await serve((_request, response) => {
		if (withLength) reply(response, 200, body);
		else response.writeHead(200, { 'content-type': 'application/json' }).end(body);
	});
	const { client } = clientFor(server.url, { maxBodyBytes: 100_000 });
	expect(await rejection(client.getJson('/'))).toMatchObject({ reason: 'too-large', attempts: 1 });
});

test('a body exactly at the limit is taken', async () => {
	const server = await serve((request, response) => {
		if (request.url === '/length') reply(response, 200, '"abcdefgh"');
		else response.writeHead(200, { 'content-type': 'application/json' }).end('"abcdefgh"');
	});
	const { client } = clientFor(server.url, { maxBodyBytes: 10 });
	expect(await client.getJson('/length')).toBe('abcdefgh');
	expect(await client.getJson('/chunks')).toBe('abcdefgh');
});

test('a gzip bomb is stopped at the limit of unpacked bytes and never held in memory', async () => {
	const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024, ' '));
	const server = await serve((_request, response) => reply(response, 200, bomb, gzip));
	const { client } = clientFor(server.url);
	const before = process.memoryUsage().arrayBuffers;
	expect(bomb.byteLength).toBeLessThan(1024 * 1024);
	expect(await rejection(client.getJson('/'))).toMatchObject({ reason: 'too-large' });
	expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
});
