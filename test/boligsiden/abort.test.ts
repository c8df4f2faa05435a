import { spawn } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import { clientFor, rejection, reply, serve } from './support.ts';

test('an abort before the request sends nothing', async () => {
	const { client } = clientFor('http://127.0.0.1:9');
	const reason = new Error('stop');
	expect(await rejection(client.getJson('/', { signal: AbortSignal.abort(reason) }))).toBe(reason);
	expect(client.requests).toBe(0);
});

test.each([
	['the headers', false],
	['the body', true],
])('an abort while waiting for %s ends at once with its reason and closes the connection', async (_name, headers) => {
	const run = new AbortController();
	const reason = new Error('the person pressed q');
	let closed = false;
	const server = await serve((_request, response) => {
		response.on('close', () => {
			closed = true;
		});
		if (headers) response.writeHead(200, { 'content-type': 'application/json' }).write('{');
		setTimeout(() => run.abort(reason), 20);
	});
	const { client } = clientFor(server.url);
	const attempts: unknown[] = [];
	const onAttempt = (attempt: unknown) => attempts.push(attempt);
	expect(await rejection(client.getJson('/', { signal: run.signal, onAttempt }))).toBe(reason);
	expect(client.requests).toBe(1);
	expect(attempts).toEqual([]);
	expect(getEventListeners(run.signal, 'abort')).toHaveLength(0);
	await expect.poll(() => closed).toBe(true);
});

test('an abort during the delay ends at once with its reason', async () => {
	const run = new AbortController();
	const reason = new Error('stop');
	const server = await serve((_request, response) => reply(response, 503, '{}', { 'retry-after': '600' }));
	const { client } = clientFor(server.url, { clock: systemClock });
	const onRetry = () => setTimeout(() => run.abort(reason), 10);
	expect(await rejection(client.getJson('/', { signal: run.signal, onRetry }))).toBe(reason);
	expect(client.requests).toBe(1);
	expect(getEventListeners(run.signal, 'abort')).toHaveLength(0);
});

test('an abort while waiting for its turn sends nothing', async () => {
	const run = new AbortController();
	const { client } = clientFor('http://127.0.0.1:9', { pace: async () => run.abort('stop') });
	expect(await rejection(client.getJson('/', { signal: run.signal }))).toBe('stop');
	expect(client.requests).toBe(0);
});

test('nothing gathers on the signal of the run, and Node never warns of it', async () => {
	const run = new AbortController();
	const warnings: unknown[] = [];
	const warn = (warning: unknown) => warnings.push(warning);
	process.on('warning', warn);
	onTestFinished(() => void process.off('warning', warn));
	let most = 0;
	const server = await serve((_request, response, number) => reply(response, number % 5 === 0 ? 500 : 200, '{}'));
	const { client } = clientFor(server.url);
	const onAttempt = () => {
		most = Math.max(most, getEventListeners(run.signal, 'abort').length);
	};
	const worker = async () => {
		for (let count = 0; count < 20; count++) await client.getJson('/', { signal: run.signal, onAttempt });
	};
	await Promise.all(Array.from({ length: 30 }, worker));
	await new Promise(setImmediate);
	expect(most).toBeLessThanOrEqual(30);
	expect(getEventListeners(run.signal, 'abort')).toHaveLength(0);
	expect(warnings).toEqual([]);
});

test('the process can exit as soon as the answer is there', async () => {
	const server = await serve((_request, response) => reply(response, 200, '{"a":1}'));
	const module = new URL('../../src/boligsiden/client.ts', import.meta.url).href;
	const script = `
		const { BoligsidenClient } = await import(${JSON.stringify(module)});
		const client = new BoligsidenClient({ baseUrl: ${JSON.stringify(server.url)}, userAgent: 'test/1', timeoutMs: 60_000 });
		console.log(JSON.stringify(await client.getJson('/')));`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let output = '';
	let answeredAt = 0;
	child.stdout.on('data', (chunk) => {
		output += chunk;
		answeredAt = performance.now();
	});
	const code = await new Promise((resolve) => child.on('exit', resolve));
	expect([code, output.trim()]).toEqual([0, '{"a":1}']);
	// A timer left behind would hold it for 60 s, an idle connection for 4 s.
	expect(performance.now() - answeredAt).toBeLessThan(3000);
});
