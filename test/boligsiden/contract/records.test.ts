import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readAddress } from '../../../src/boligsiden/contract/read-address.ts';
import { BoligsidenSource } from '../../../src/boligsiden/source.ts';
import { clientFor, reply, serve } from '../support.ts';

type Json = Record<string, unknown> & { addressID: string };

const folder = fileURLToPath(new URL('../../../../shared/records/', import.meta.url));
const present = existsSync(folder);
const missing = `real records: skipped, there is no ${folder} beside this repository`;

const bodies = present
	? readdirSync(folder)
			.filter((file) => file.endsWith('.json'))
			.map((file) => JSON.parse(readFileSync(folder + file, 'utf8')))
	: [];
const pages = bodies.filter((body) => 'addresses' in body);
const records: Json[] = bodies.flatMap((body) => ('addresses' in body ? body.addresses : [body]));

test.skipIf(!present)(present ? 'there are real records to read' : missing, () => {
	expect(records.length).toBeGreaterThan(10);
	expect(pages.length).toBeGreaterThan(0);
	expect(records.some(({ cases }) => Array.isArray(cases) && cases.length > 0)).toBe(true);
});

test.skipIf(!present)('every real record is read as it is, and no field of it is unknown', () => {
	for (const record of records) {
		const read = readAddress(record, record.addressID);
		expect(read).toMatchObject({ ok: true, unknownFields: [], repaired: [] });
	}
});

test.skipIf(!present)('every real record is fetched from a server that replays them', async () => {
	const byPath = new Map(records.map((record) => [`/addresses/${record.addressID}`, record]));
	const server = await serve((request, response) => {
		const record = byPath.get(request.url ?? '');
		reply(response, record === undefined ? 404 : 200, JSON.stringify(record ?? { message: 'Not Found' }));
	});
	const source = new BoligsidenSource(clientFor(server.url).client);
	const { signal } = new AbortController();
	for (const { addressID } of records) {
		expect(await source.fetchHome(addressID, { signal })).toMatchObject({ status: 'fetched', record: { addressID } });
	}
	expect(await source.fetchHome('ffffffff-d4f8-32b8-e044-0003ba298018', { signal })).toMatchObject({ status: 'gone' });
});

test.skipIf(!present)('every row of a real search page is listed', async () => {
	const server = await serve((_request, response, number) => reply(response, 200, JSON.stringify(pages[number - 1])));
	const source = new BoligsidenSource(clientFor(server.url).client);
	const { signal } = new AbortController();
	const municipality = { code: 751, name: 'Aarhus', slug: 'aarhus', knownZipCodes: [] };
	for (const { addresses, totalHits } of pages) {
		const outcome = await source.searchPage({ municipality, addressType: undefined }, 1, 50, { signal });
		if (outcome.status !== 'read') throw new Error(JSON.stringify(outcome));
		expect(outcome.page.totalHits).toBe(totalHits);
		expect(outcome.page.problems).toEqual([]);
		expect(outcome.page.rows.map(({ id }) => id)).toEqual((addresses as Json[]).map(({ addressID }) => addressID));
		for (const row of outcome.page.rows) expect(row.label).toMatch(/^\S.* \d+.*, \d{4}$/);
	}
});
