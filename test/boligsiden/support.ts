import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { BoligsidenClient, type ClientOptions } from '../../src/boligsiden/client.ts';
import type { Clock } from '../../src/shared/clock.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse, number: number) => void;

export interface TestServer {
	readonly url: string;
	/** Every request in the order of arrival. */
	readonly seen: IncomingMessage[];
}

/** A real server on a free port, gone with its test. `number` counts its requests from 1. */
export async function serve(handler: Handler): Promise<TestServer> {
	const seen: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		seen.push(request);
		handler(request, response, seen.length);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(
		() =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	);
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** Answers with one body, JSON unless `headers` say otherwise. */
export function reply(
	response: ServerResponse,
	status: number,
	body: string | Uint8Array,
	headers: Record<string, string> = {},
): void {
	const length = { 'content-length': String(Buffer.byteLength(body)) };
	response.writeHead(status, { 'content-type': 'application/json', ...length, ...headers }).end(body);
}

/** A clock whose sleeps are recorded and over at once; they move its time. */
export class FakeClock implements Clock {
	readonly sleeps: number[] = [];
	#now = Date.UTC(2026, 10, 23, 12, 0, 0);

	now(): number {
		return this.#now;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		this.sleeps.push(ms);
		this.#now += ms;
	}

	async turn(): Promise<void> {}
}

export interface TestClient {
	readonly client: BoligsidenClient;
	readonly clock: FakeClock;
}

/** A client on a fake clock; its jitter is always half of what it may be. */
export function clientFor(baseUrl: string, options: Partial<ClientOptions> = {}): TestClient {
	const clock = new FakeClock();
	const client = new BoligsidenClient({
		baseUrl,
		userAgent: 'bolig-import-test/1',
		clock,
		random: () => 0.5,
		...options,
	});
	return { client, clock };
}

/** What a promise is rejected with; fails when it is not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
	try {
		await promise;
	} catch (error) {
		return error;
	}
	throw new Error('It was not rejected.');
}
