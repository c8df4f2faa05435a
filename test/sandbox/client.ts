import { afterEach } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts';

const running: Sandbox[] = [];

/** A sandbox that is closed when the test ends. */
export async function sandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const started = await startSandbox(options);
	running.push(started);
	return started;
}

afterEach(async () => {
	await Promise.all(running.splice(0).map((each) => each.close()));
});

export interface Row {
	readonly addressID: string;
	readonly addressType?: string;
	readonly entryAddressID: string;
	readonly zipCode: number;
	readonly isOnMarket?: boolean;
	readonly cases?: readonly { readonly caseID: string; readonly status: string; readonly priceCash: number }[] | null;
	readonly registrations: readonly {
		readonly registrationID: string;
		readonly amount: number;
		readonly date: string;
	}[];
	readonly road: { readonly roadID: string; readonly name: string };
	readonly livingArea?: number;
	readonly casePrice?: number;
	readonly municipality: { readonly municipalityCode: number };
	readonly [field: string]: unknown;
}

export interface Page {
	readonly addresses: readonly Row[] | null;
	readonly totalHits: number;
}

export async function getJson<T>(server: { readonly url: string }, path: string): Promise<T> {
	const response = await fetch(server.url + path);
	if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
	return (await response.json()) as T;
}

export function search(server: { readonly url: string }, query: string): Promise<Page> {
	return getJson<Page>(server, `/search/addresses?${query}`);
}

/** Every row of a search, page after page, sorted by address. */
export async function allRows(server: { readonly url: string }, query: string): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for (let page = 1; ; page++) {
		const { addresses } = await search(server, `${query}&sortBy=address&per_page=200&page=${page}`);
		if (addresses === null) return rows;
		rows.push(...addresses);
	}
}
