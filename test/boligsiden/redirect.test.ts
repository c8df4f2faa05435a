import { expect, test } from 'vitest';
import { RedirectError } from '../../src/boligsiden/errors.ts';
import { redirectTarget } from '../../src/boligsiden/redirect.ts';
import { clientFor, rejection, reply, serve } from './support.ts';

test.each([301, 302, 303, 307, 308])('follows %d on the same host', async (status) => {
	const server = await serve((request, response) => {
		if (request.url === '/old') reply(response, status, '', { location: '/new?page=1' });
		else reply(response, 200, '{"a":1}');
	});
	const { client } = clientFor(server.url);
	expect(await client.getJson('/old')).toEqual({ a: 1 });
	expect(server.seen.map(({ url }) => url)).toEqual(['/old', '/new?page=1']);
	expect(server.seen[1]?.headers['user-agent']).toBe('bolig-import-test/1');
});

test('follows three redirects and not a fourth', async () => {
	const server = await serve((request, response) => {
		const left = Number(request.url?.slice(1));
		if (left > 0) reply(response, 302, '', { location: `/${left - 1}` });
		else reply(response, 200, '"there"');
	});
	const { client } = clientFor(server.url);
	expect(await client.getJson('/3')).toBe('there');
	const error = await rejection(client.getJson('/4'));
	expect(error).toBeInstanceOf(RedirectError);
	expect(error).toMatchObject({ kind: 'redirect', url: '/4', status: 302, attempts: 1 });
});

test('never asks another host, and does not try again', async () => {
	const other = await serve((_request, response) => reply(response, 200, '{}'));
	const server = await serve((_request, response) => reply(response, 302, '', { location: `${other.url}/x` }));
	const { client } = clientFor(server.url);
	expect(await rejection(client.getJson('/'))).toBeInstanceOf(RedirectError);
	expect(other.seen).toHaveLength(0);
	expect(client.requests).toBe(1);
});

test('a redirect without an address is an error', async () => {
	const server = await serve((_request, response) => reply(response, 302, ''));
	expect(await rejection(clientFor(server.url).client.getJson('/'))).toBeInstanceOf(RedirectError);
});

const from = new URL('https://api.example.dk/a/b');

test.each([
	['http://api.example.dk/a', 'the way there is not encrypted'],
	['https://www.example.dk/a', 'it leads to another host'],
	['//evil.example/a', 'it leads to another host'],
	['https://api.example.dk:8443/a', 'it leads to another host'],
	['https://me:pw@api.example.dk/a', 'the address it gave carries a password'],
	['file:///etc/passwd', 'it leads to another host'],
	['https://[', 'the address it gave is not one'],
])('does not follow %s', (location, why) => {
	expect(redirectTarget(from, location)).toBe(why);
});

test('follows relative addresses, and from http to https on the same host', () => {
	expect(String(redirectTarget(from, '../c'))).toBe('https://api.example.dk/c');
	expect(String(redirectTarget(new URL('http://a.dk/x'), 'https://a.dk/x'))).toBe('https://a.dk/x');
	expect(redirectTarget(new URL('http://a.dk:81/x'), 'https://a.dk/x')).toBe('it leads to another host');
});
