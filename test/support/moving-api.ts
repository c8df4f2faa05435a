import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { JsonRecord, Sandbox } from '../../src/sandbox/server.ts';
import { allRows } from '../sandbox/client.ts';

export interface MovingApi {
	readonly url: string;
	/** What the lists are made of; to be changed while they are read. */
	rows: JsonRecord[];
}

/** One search page before it is sent. */
export interface PageInTheMaking {
	/** Search pages so far, this one included. */
	readonly number: number;
	readonly page: number;
	readonly api: MovingApi;
}

/**
 * An API whose lists change under the reader: its search pages come from an array of rows, everything else from the sandbox. Real HTTP
 * on loopback, closed when the test ends.
 * @param meddle may change the rows before a page is made, and the rows of the page itself.
 */
export async function movingApi(
	sandbox: Sandbox,
	filter: string,
	meddle: (making: PageInTheMaking) => ((rows: JsonRecord[]) => JsonRecord[]) | undefined,
): Promise<MovingApi> {
	const api = { url: '', rows: [...(await allRows(sandbox, filter))] as JsonRecord[] };
	let number = 0;
	const server = createServer(async (request, response) => {
		const url = new URL(request.url ?? '/', 'http://sandbox');
		if (url.pathname !== '/search/addresses') {
			const answer = await fetch(sandbox.url + url.pathname);
			return send(response, answer.status, await answer.json());
		}
		const page = Number(url.searchParams.get('page'));
		const size = Number(url.searchParams.get('per_page'));
		const change = meddle({ number: ++number, page, api }) ?? ((rows) => rows);
		const addresses = change(api.rows.slice((page - 1) * size, page * size));
		send(response, 200, { addresses, totalHits: api.rows.length });
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return api;
}

function send(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}
