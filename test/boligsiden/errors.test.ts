import { expect, test } from 'vitest';
import {
	ApiError,
	BadRequestError,
	BlockedError,
	NotFoundError,
	RateLimitedError,
	UnavailableError,
	UnexpectedStatusError,
} from '../../src/boligsiden/errors.ts';
import { exitCode, UserError } from '../../src/shared/errors.ts';
import { clientFor, rejection, reply, serve } from './support.ts';

const html = { 'content-type': 'text/html; charset=UTF-8' };
const challenge =
	'<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><script src="/cdn-cgi/challenge-platform/x"></script></body></html>';

async function failure(status: number, body: string | Uint8Array, headers: Record<string, string> = {}) {
	const server = await serve((_request, response) => reply(response, status, body, headers));
	return rejection(clientFor(server.url).client.getJson('/addresses/x?a=1'));
}

test('404 of the API is a NotFoundError with all that a log needs and no host', async () => {
	const error = await failure(404, '{"message":"Not Found"}');
	expect(error).toBeInstanceOf(NotFoundError);
	expect(error).toBeInstanceOf(ApiError);
	expect(error).toBeInstanceOf(UserError);
	expect(error).toMatchObject({
		name: 'NotFoundError',
		kind: 'not-found',
		url: '/addresses/x?a=1',
		status: 404,
		attempts: 1,
		elapsedMs: 0,
		exitCode: exitCode.apiUnavailable,
	});
	expect(String(error)).not.toContain('127.0.0.1');
});

test('404 without a body is a NotFoundError too', async () => {
	expect(await failure(404, '')).toBeInstanceOf(NotFoundError);
});

test.each([
	['<html><h1>404</h1>', {}],
	['', html],
])('404 with a web page marks nothing as gone', async (body, headers) => {
	expect(await failure(404, body, headers)).toBeInstanceOf(UnexpectedStatusError);
});

test.each([
	[403, challenge, html],
	[403, '{"message":"Forbidden"}', {}],
	[403, '', {}],
	[200, challenge, html],
	[200, challenge, {}],
	[503, challenge, html],
	[404, '', { 'cf-mitigated': 'challenge' }],
])('%d with "%.20s" is a BlockedError, not tried again', async (status, body, headers) => {
	const error = await failure(status, body, headers as Record<string, string>);
	expect(error).toBeInstanceOf(BlockedError);
	expect(error).toMatchObject({ kind: 'blocked', status, attempts: 1 });
	expect(error).toHaveProperty(
		'message',
		expect.stringMatching(/refuses this client.*not mean "no results".*not try to get round/),
	);
});

test('a text that only speaks of a challenge is no challenge', async () => {
	const body = JSON.stringify({ descriptionBody: '<title>Just a moment...</title> cf-chl' });
	const server = await serve((_request, response) => reply(response, 200, body));
	expect(await clientFor(server.url).client.getJson('/')).toEqual(JSON.parse(body));
});

test('400 tells what the API said, cut to 300 characters and safe to print', async () => {
	const said = `bad\u001B[31m\u0000 "sortBy"\r\n\tallowed:\u202E ${'æ🏠'.repeat(400)}`;
	const error = await failure(400, said);
	if (!(error instanceof BadRequestError)) throw error;
	expect(error.kind).toBe('bad-request');
	expect(Array.from(error.body)).toHaveLength(300);
	expect(error.body).toMatch(/^bad\uFFFD\[31m\uFFFD "sortBy" allowed:\uFFFD æ🏠.*…$/u);
	expect(error.message).toBe(`The API refused the request: ${error.body}`);
});

test('400 with an empty or broken body is still a BadRequestError', async () => {
	expect(await failure(400, '')).toMatchObject({ body: '', message: 'The API refused the request.' });
	expect(await failure(400, Uint8Array.of(0x61, 0xff))).toMatchObject({ body: 'a\uFFFD' });
});

test.each([401, 405, 410, 418, 204, 206, 304, 501])('%d is an UnexpectedStatusError', async (status) => {
	const server = await serve((_request, response) => response.writeHead(status).end());
	const error = await rejection(clientFor(server.url).client.getJson('/'));
	expect(error).toBeInstanceOf(UnexpectedStatusError);
	expect(error).toMatchObject({ kind: 'unexpected-status', status });
});

test('an error keeps its status when its body breaks off or is endless', async () => {
	const server = await serve((request, response) => {
		const status = Number(request.url?.slice(1));
		response.writeHead(status, { 'content-type': 'application/json' });
		response.write('{"message":');
		if (status === 404) setImmediate(() => response.destroy());
		else response.end('x'.repeat(1_000_000));
	});
	const { client } = clientFor(server.url, { attempts: 1 });
	expect(await rejection(client.getJson('/404'))).toBeInstanceOf(NotFoundError);
	expect(await rejection(client.getJson('/429'))).toBeInstanceOf(RateLimitedError);
	expect(await rejection(client.getJson('/500'))).toBeInstanceOf(UnavailableError);
});
