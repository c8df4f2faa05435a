import { describe, expect, test } from 'vitest';
import { type Fault, startSandbox } from '../../src/sandbox/server.ts';
import { UserError } from '../../src/shared/errors.ts';
import { sandbox } from './client.ts';

const path = '/search/addresses?municipalities=dragoer&addressTypes=villa&per_page=5&sortBy=address';
const once = (fault: Fault) => sandbox({ script: ({ count }) => (count === 1 ? fault : undefined) });

describe('faults on request', () => {
	test('status: with a Retry-After of one second when busy', async () => {
		const server = await once({ kind: 'status', status: 429 });
		const response = await fetch(server.url + path);
		expect(response.status).toBe(429);
		expect(response.headers.get('retry-after')).toBe('1');
		expect((await fetch(server.url + path)).status).toBe(200);
	});

	test('status 403 is a page of HTML, as for a blocked client', async () => {
		const server = await once({ kind: 'status', status: 403 });
		const response = await fetch(server.url + path);
		expect(response.headers.get('content-type')).toContain('text/html');
		expect(await response.text()).toContain('Just a moment...');
	});

	test('status: body, headers and content type as told', async () => {
		const headers = { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' };
		const server = await once({ kind: 'status', status: 503, body: 'tea', contentType: 'text/plain', headers });
		const response = await fetch(server.url + path);
		expect([response.status, await response.text()]).toEqual([503, 'tea']);
		expect(response.headers.get('retry-after')).toBe(headers['Retry-After']);
	});

	test('body: 200 with something else in it', async () => {
		const server = await once({ kind: 'body', body: '{"addresses": [' });
		const response = await fetch(server.url + path);
		expect([response.status, await response.text()]).toEqual([200, '{"addresses": [']);
	});

	test('delay: the normal answer, later', async () => {
		const server = await once({ kind: 'delay', ms: 120 });
		const started = performance.now();
		expect((await fetch(server.url + path)).status).toBe(200);
		expect(performance.now() - started).toBeGreaterThan(110);
	});

	test('hang: no answer until the client gives up', async () => {
		const server = await once({ kind: 'hang' });
		await expect(fetch(server.url + path, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/i);
	});

	test('reset: the connection breaks before an answer', async () => {
		const server = await once({ kind: 'reset' });
		await expect(fetch(server.url + path)).rejects.toThrow('fetch failed');
	});

	test.each([undefined, 0, 100])('cut: the body stops short (bytes: %s)', async (bytes) => {
		const server = await once(bytes === undefined ? { kind: 'cut' } : { kind: 'cut', bytes });
		const read = fetch(server.url + path).then((response) => response.text());
		await expect(read).rejects.toThrow();
	});

	test('drip: the whole answer, slowly', async () => {
		const server = await once({ kind: 'drip', bytesPerSecond: 100_000 });
		const slow = await (await fetch(server.url + path)).text();
		expect(slow).toBe(await (await fetch(server.url + path)).text());
	});

	test('body: made of the normal one', async () => {
		const server = await once({ kind: 'body', body: (normal) => normal.replaceAll('"', "'"), contentType: 'text/odd' });
		const response = await fetch(server.url + path);
		expect(response.headers.get('content-type')).toBe('text/odd');
		expect(await response.text()).toMatch(/^{'_links':.*}$/);
	});

	test('flood: a body without announced length, as long as told', async () => {
		const server = await once({ kind: 'flood', bytes: 5_000_000 });
		const response = await fetch(server.url + path);
		expect(response.headers.get('content-length')).toBeNull();
		expect(Math.abs((await response.text()).length - 5_000_000)).toBeLessThan(70_000);
		expect(server.stats().byStatus).toEqual({ 200: 1 });
	});

	test('raw: whatever bytes, past HTTP', async () => {
		const server = await once({ kind: 'raw', bytes: 'HTTP/1.1 418 Odd\r\nContent-Length: 3\r\n\r\ntea' });
		const response = await fetch(server.url + path);
		expect([response.status, await response.text()]).toEqual([418, 'tea']);
		const broken = await once({ kind: 'raw', bytes: 'SSH-2.0-OpenSSH_9.6\r\n' });
		await expect(fetch(broken.url + path)).rejects.toThrow('fetch failed');
		const open = await once({ kind: 'raw', bytes: 'HTTP/1.1 200 OK\r\n', open: true });
		await expect(fetch(open.url + path, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/i);
	});

	test('the script sees path, parameters and how often a URL was asked for', async () => {
		const seen: string[] = [];
		const server = await sandbox({
			script: ({ method, path: asked, searchParams, count, total }) => {
				seen.push([method, asked, searchParams.get('page'), count, total].join(' '));
				return undefined;
			},
		});
		for (const url of ['/municipalities?page=2', '/municipalities?page=2', '/nothing']) await fetch(server.url + url);
		expect(seen).toEqual(['GET /municipalities 2 1 1', 'GET /municipalities 2 2 2', 'GET /nothing  1 3']);
	});

	test('random faults come at the wished rate, the same ones for the same seed', async () => {
		const statuses = async () => {
			const server = await sandbox({ failRate: 0.1, statuses: new Map([[429, 0.1]]) });
			const answers: number[] = [];
			for (let index = 0; index < 300; index++) {
				const response = await fetch(`${server.url}/municipalities`);
				await response.arrayBuffer();
				answers.push(response.status);
			}
			return { answers, counted: server.stats().byStatus };
		};
		const [first, second] = [await statuses(), await statuses()];
		expect(first.answers).toEqual(second.answers);
		expect(first.counted[500]).toBeGreaterThan(10);
		expect(first.counted[500]).toBeLessThan(60);
		expect(first.counted[429]).toBe(first.answers.filter((status) => status === 429).length);
	});
});

describe('starting and stopping', () => {
	test('a port that is taken is an error for the person, with what to do', async () => {
		const server = await sandbox();
		const error = await startSandbox({ port: server.port }).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(UserError);
		expect(error).toMatchObject({ exitCode: 64, hint: expect.stringContaining('--port 0') });
		expect(String(error)).toContain(`Port ${server.port}`);
	});

	test('close breaks what hangs and what waits, at once', async () => {
		const hanging = await startSandbox({ script: () => ({ kind: 'hang' }) });
		const waiting = await startSandbox({ latencyMs: 60_000 });
		const requests = [hanging, waiting].map((server) => fetch(server.url + path).catch(() => 'broken'));
		await expect.poll(() => hanging.stats().requests + waiting.stats().requests).toBe(2);
		await Promise.all([hanging.close(), waiting.close()]);
		expect(await Promise.all(requests)).toEqual(['broken', 'broken']);
		await hanging.close();
	});

	test('statistics tell searches from details and timelines, until reset', async () => {
		const server = await sandbox();
		await Promise.all(
			['/search/addresses?per_page=1', '/addresses/x', '/addresses/x/timeline'].map((url) => fetch(server.url + url)),
		);
		expect(server.stats()).toMatchObject({
			requests: 3,
			searches: 1,
			details: 1,
			timelines: 1,
			byStatus: { 200: 1, 404: 2 },
		});
		server.reset();
		expect(server.stats()).toMatchObject({ requests: 0, byStatus: {} });
	});
});
