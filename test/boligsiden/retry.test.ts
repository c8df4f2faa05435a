import { expect, test } from 'vitest';
import { RateLimitedError, UnavailableError } from '../../src/boligsiden/errors.ts';
import { backoffDelay, type Retry } from '../../src/boligsiden/retry.ts';
import { clientFor, rejection, reply, serve } from './support.ts';

test.each([408, 425, 429, 500, 502, 503, 504])('tries again after %d, and says so', async (status) => {
	const server = await serve((_request, response, number) => reply(response, number < 3 ? status : 200, '{"a":1}'));
	const { client, clock } = clientFor(server.url);
	const retries: Retry[] = [];
	expect(await client.getJson('/x', { onRetry: (retry) => retries.push(retry) })).toEqual({ a: 1 });
	expect(clock.sleeps).toEqual([150, 300]);
	expect(client.requests).toBe(3);
	expect(retries).toMatchObject([
		{ attempt: 1, attempts: 5, delayMs: 150, reason: { status, attempts: 1 } },
		{ attempt: 2, attempts: 5, delayMs: 300, reason: { status, attempts: 2, elapsedMs: 150 } },
	]);
});

test.each([400, 401, 403, 404, 405, 410, 418, 501, 505])('does not try again after %d', async (status) => {
	const server = await serve((_request, response) => reply(response, status, '{}'));
	const { client, clock } = clientFor(server.url);
	expect(await rejection(client.getJson('/x'))).toMatchObject({ status, attempts: 1 });
	expect(client.requests).toBe(1);
	expect(clock.sleeps).toEqual([]);
});

test('of its tries only so many may time out, where that is asked for', async () => {
	const server = await serve((_request, response, number) => {
		if (number !== 1 && number !== 3) reply(response, 503, '{}');
	});
	const { client } = clientFor(server.url, { timeoutMs: 50 });
	expect(await rejection(client.getJson('/x', { timeouts: 2 }))).toMatchObject({ kind: 'timeout', attempts: 3 });
	expect(await rejection(client.getJson('/x', { timeouts: 2 }))).toMatchObject({ kind: 'HTTP 503', attempts: 5 });
});

test('gives up after the tries it has, and names their number and time', async () => {
	const server = await serve((_request, response) => reply(response, 500, 'oops'));
	const { client, clock } = clientFor(server.url);
	const error = await rejection(client.getJson('/x'));
	expect(error).toBeInstanceOf(UnavailableError);
	expect(error).toMatchObject({ kind: 'HTTP 500', status: 500, attempts: 5, elapsedMs: 150 + 300 + 600 + 1200 });
	expect(error).toHaveProperty('message', 'The API is in trouble: it answered with HTTP 500 (5 tries).');
	expect(clock.sleeps).toEqual([150, 300, 600, 1200]);
});

test('the backoff doubles up to 30 s and jitters over all of it', () => {
	const highest = Array.from({ length: 10 }, (_, index) => backoffDelay(index + 1, () => 1));
	expect(highest).toEqual([300, 600, 1200, 2400, 4800, 9600, 19_200, 30_000, 30_000, 30_000]);
	expect(backoffDelay(5000, () => 1)).toBe(30_000);
	expect(backoffDelay(4, () => 0)).toBe(0);
});

test.each([429, 503])('obeys Retry-After of %d, in seconds and as a date, without jitter', async (status) => {
	const answers = ['7', 'Mon, 23 Nov 2026 12:01:07 GMT', 'Mon, 23 Nov 2026 11:00:00 GMT', 'nonsense'];
	const server = await serve((_request, response, number) => {
		const wait = answers[number - 1];
		if (wait === undefined) reply(response, 200, '{}');
		else reply(response, status, '{}', { 'retry-after': wait });
	});
	const { client, clock } = clientFor(server.url);
	await client.getJson('/');
	// 7 s; from 12:00:07 to 12:01:07; and the backoff for a date in the past and where the header says nothing.
	expect(clock.sleeps).toEqual([7000, 60_000, 600, 1200]);
});

test('waits the 15 min it may be asked for, and not a second more', async () => {
	const server = await serve((_request, response, number) => {
		if (number < 3) reply(response, 429, '{}', { 'retry-after': number === 1 ? '900' : '901' });
		else reply(response, 200, '{}');
	});
	const { client, clock } = clientFor(server.url);
	const error = await rejection(client.getJson('/'));
	expect(error).toBeInstanceOf(RateLimitedError);
	expect(error).toMatchObject({ attempts: 2, retryAfterMs: 901_000 });
	expect(clock.sleeps).toEqual([900_000]);
});

test('says how long it was asked to wait when that is too long', async () => {
	const server = await serve((_request, response) => reply(response, 503, '{}', { 'retry-after': '7200' }));
	const { client, clock } = clientFor(server.url);
	expect(await rejection(client.getJson('/'))).toHaveProperty(
		'message',
		'The API is in trouble: it answered with HTTP 503. It asks us to wait 2 h, and we wait 15 min at most.',
	);
	expect(clock.sleeps).toEqual([]);
});

test('429 on every try is a RateLimitedError', async () => {
	const server = await serve((_request, response) => reply(response, 429, '{}', { 'retry-after': '2' }));
	const { client } = clientFor(server.url, { attempts: 2 });
	const error = await rejection(client.getJson('/'));
	expect(error).toBeInstanceOf(RateLimitedError);
	expect(error).toMatchObject({ kind: 'rate-limited', attempts: 2, retryAfterMs: 2000 });
	expect(error).toHaveProperty('message', 'The API says that we ask too often (2 tries).');
});

test('an error thrown by a callback is not taken for a failed try', async () => {
	const server = await serve((_request, response) => reply(response, 200, '{}'));
	const bug = new Error('in the callback');
	const { client } = clientFor(server.url);
	const onAttempt = () => {
		throw bug;
	};
	expect(await rejection(client.getJson('/', { onAttempt }))).toBe(bug);
	expect(client.requests).toBe(1);
});
