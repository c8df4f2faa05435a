import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { connectionCode, connectionWords } from '../../src/boligsiden/connection-words.ts';
import { ApiTimeoutError, UnavailableError } from '../../src/boligsiden/errors.ts';
import { clientFor, rejection, reply, serve } from './support.ts';

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('No port.');
	return address.port;
}

test('a refused connection is tried five times and told in words', async () => {
	const { client, clock } = clientFor(`http://127.0.0.1:${await closedPort()}`);
	const error = await rejection(client.getJson('/x'));
	expect(error).toBeInstanceOf(UnavailableError);
	expect(error).toMatchObject({ kind: 'connection', code: 'ECONNREFUSED', status: undefined, attempts: 5, url: '/x' });
	expect(error).toHaveProperty(
		'message',
		'The connection to the API failed: the other side refused it (ECONNREFUSED, 5 tries).',
	);
	expect(error).toHaveProperty('cause.message', 'fetch failed');
	expect(clock.sleeps).toHaveLength(4);
	expect(client.requests).toBe(5);
});

test('a host that does not exist is told in words', async () => {
	const { client } = clientFor('http://no-such-host.invalid', { attempts: 1 });
	const error = await rejection(client.getJson('/'));
	expect(error).toMatchObject({ kind: 'connection' });
	expect(error).toHaveProperty('message', expect.stringMatching(/the host name (was not found|cannot be looked up)/));
});

test('a port that fetch refuses is told in words', async () => {
	const { client } = clientFor('http://127.0.0.1:9', { attempts: 1 });
	expect(await rejection(client.getJson('/'))).toHaveProperty(
		'message',
		expect.stringMatching(/: that port is for .*bad port/),
	);
});

test('a connection closed before the answer is tried again', async () => {
	const server = await serve((request, response, number) => {
		if (number < 3) request.socket.resetAndDestroy();
		else reply(response, 200, '{}');
	});
	const { client } = clientFor(server.url);
	expect(await client.getJson('/')).toEqual({});
	expect(client.requests).toBe(3);
});

test('an answer that is not HTTP is a connection error', async () => {
	const server = createServer((socket) =>
		socket.on('data', () => socket.end('SSH-2.0-OpenSSH\r\n\r\n')).on('error', () => undefined),
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	const error = await rejection(clientFor(`http://127.0.0.1:${port}`, { attempts: 1 }).client.getJson('/'));
	server.close();
	expect(error).toMatchObject({
		kind: 'connection',
		message: expect.stringMatching(/the answer was not HTTP \((HTTPParserError|HPE_)/),
	});
});

const whole = JSON.stringify({ text: 'x'.repeat(50_000) });

test.each([
	['with a length', { 'content-length': String(whole.length) }, Buffer.from(whole)],
	['in chunks', {}, Buffer.from(whole)],
	['compressed', { 'content-encoding': 'gzip' }, gzipSync(whole)],
])('a body cut off in the middle, %s, is tried again', async (_name, headers, body) => {
	const server = await serve((_request, response, number) => {
		if (number === 4) return reply(response, 200, whole);
		response.writeHead(200, { 'content-type': 'application/json', ...headers });
		response.write(body.subarray(0, body.length / 2));
		setTimeout(() => response.destroy(), 10);
	});
	const { client } = clientFor(server.url);
	const reasons: unknown[] = [];
	expect(await client.getJson('/', { onRetry: ({ reason }) => reasons.push([reason.kind, reason.message]) })).toEqual(
		JSON.parse(whole),
	);
	expect(reasons).toHaveLength(3);
	expect(reasons[0]).toEqual([
		'connection',
		'The connection to the API failed: the other side closed it before the answer was complete (UND_ERR_SOCKET).',
	]);
});

test('silence ends with the time of one try', async () => {
	const server = await serve(() => undefined);
	const { client } = clientFor(server.url, { timeoutMs: 50 });
	const error = await rejection(client.getJson('/x'));
	expect(error).toBeInstanceOf(ApiTimeoutError);
	expect(error).toMatchObject({ kind: 'timeout', timeoutMs: 50, attempts: 5, url: '/x' });
	expect(error).toHaveProperty('message', 'The API did not answer within 50 ms (5 tries).');
	expect(client.requests).toBe(5);
});

test.each([200, 500])('a body of %d that drips cannot outlast the time of one try', async (status) => {
	let closed = 0;
	const server = await serve((_request, response) => {
		response.writeHead(status, { 'content-type': 'application/json' });
		const drip = setInterval(() => response.write(' '), 5);
		response.on('close', () => {
			clearInterval(drip);
			closed++;
		});
	});
	const { client } = clientFor(server.url, { timeoutMs: 60, attempts: 2 });
	const startedAt = performance.now();
	expect(await rejection(client.getJson('/'))).toBeInstanceOf(ApiTimeoutError);
	expect(performance.now() - startedAt).toBeLessThan(2000);
	// The connection goes too, or the server would drip for ever.
	await expect.poll(() => closed).toBe(2);
});

test('a timeout of whole seconds reads as seconds', async () => {
	const server = await serve(() => undefined);
	const { client } = clientFor(server.url, { timeoutMs: 1000, attempts: 1 });
	expect(await rejection(client.getJson('/'))).toHaveProperty('message', 'The API did not answer within 1 s.');
});

test('finds the code of a connection error wherever fetch hid it', () => {
	const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
	expect(connectionCode(new TypeError('fetch failed', { cause: new AggregateError([refused]) }))).toBe('ECONNREFUSED');
	const circle = new Error('circle');
	circle.cause = circle;
	expect(connectionCode(circle)).toBeUndefined();
	expect(connectionWords('EWHATEVER')).toBe('the reason is not known');
	expect(connectionWords('toString')).toBe('the reason is not known');
});
