import { describe, expect, test } from 'vitest';
import { allRows, getJson, type Row, sandbox, search } from './client.ts';

const listedVillas = 'municipalities=koebenhavn&addressTypes=villa&priceMin=1&sortBy=price&per_page=200';

describe('records', () => {
	test('the same seed gives the same records, another seed other homes', async () => {
		const [first, second, other] = [await sandbox(), await sandbox({ seed: 1 }), await sandbox({ seed: 2 })];
		const page = (server: { url: string }) => search(server, 'municipalities=aarhus&sortBy=address&per_page=20');
		expect(await page(first)).toEqual(await page(second));
		const [here, there] = [await page(first), await page(other)];
		expect(here.addresses?.[0]?.addressID).not.toBe(there.addresses?.[0]?.addressID);
		expect(here.totalHits).toBe(there.totalHits);
	});

	test('a search record and the detail of a home that is off the market say the same', async () => {
		const server = await sandbox();
		const { addresses } = await search(server, 'municipalities=dragoer&addressTypes=villa&sortBy=address&per_page=60');
		const offMarket = addresses?.filter((row) => row.isOnMarket !== true) ?? [];
		expect(offMarket.length).toBeGreaterThan(40);
		for (const row of offMarket) {
			const { cases, ...detail } = await getJson<Row>(server, `/addresses/${row.addressID}`);
			expect(cases ?? []).toEqual([]);
			expect(detail).toEqual(row);
		}
	});

	test('cases stand in details only, with an open one for every home on the market', async () => {
		const server = await sandbox();
		const { addresses, totalHits } = await search(server, listedVillas);
		expect(totalHits / 14_368).toBeCloseTo(0.016, 2);
		expect(addresses?.every((row) => !('cases' in row))).toBe(true);
		let earlier = 0;
		for (const row of addresses ?? []) {
			const { cases } = await getJson<Row>(server, `/addresses/${row.addressID}`);
			expect(cases?.[0]).toMatchObject({ status: 'open', priceCash: row.casePrice });
			if (cases?.[1] !== undefined) earlier++;
		}
		expect(earlier).toBeGreaterThan(5);
	});

	test('isOnMarket is absent for some homes and false for others', async () => {
		const server = await sandbox();
		const { addresses } = await search(server, 'municipalities=dragoer&addressTypes=villa&per_page=300');
		const values = new Set(addresses?.map((row) => String(row.isOnMarket)));
		expect(values).toContain('undefined');
		expect(values).toContain('false');
	});

	test('the flats of a stairway share their sales and their entryAddressID', async () => {
		const server = await sandbox();
		const rows = await allRows(server, 'municipalities=dragoer&addressTypes=condo');
		const entries = Map.groupBy(rows, (row) => row.entryAddressID);
		const sharing = [...entries.values()].filter((units) => units.length > 1);
		expect(sharing.length).toBeGreaterThan(10);
		for (const units of sharing) {
			const ids = units.map((unit) => unit.registrations.map((each) => each.registrationID).join());
			expect(new Set(ids).size).toBe(1);
			expect(new Set(units.map((unit) => `${unit.floor} ${unit.door}`)).size).toBe(units.length);
		}
	});

	test('no home repeats one of its own sales, and one road id is one road', async () => {
		const server = await sandbox();
		const names = new Map<string, string>();
		for (const row of await allRows(server, 'municipalities=frederiksberg&addressTypes=villa,cooperative&text=b')) {
			const ids = row.registrations.map((each) => each.registrationID);
			expect(new Set(ids).size).toBe(ids.length);
			expect(names.get(row.road.roadID) ?? row.road.name).toBe(row.road.name);
			names.set(row.road.roadID, row.road.name);
		}
		expect(names.size).toBeGreaterThan(5);
	});

	test('the timeline is a bare array, newest first, with every sale and the listing', async () => {
		const server = await sandbox();
		const { addresses } = await search(server, listedVillas);
		const row = addresses?.find((each) => each.registrations.length > 2);
		const events = await getJson<{ at: string; type: string; price?: number }[]>(
			server,
			`/addresses/${row?.addressID}/timeline`,
		);
		const times = events.map((event) => event.at);
		expect(times).toEqual(times.toSorted().reverse());
		expect(events.filter((event) => event.type === 'sold')).toHaveLength(row?.registrations.length ?? -1);
		expect(events.some((event) => event.type === 'open')).toBe(true);
	});

	test('listings are searchable and found by their key', async () => {
		const server = await sandbox();
		const { cases, totalHits } = await getJson<{ cases: { caseID: string; addressID: string }[]; totalHits: number }>(
			server,
			'/search/cases?municipalities=koebenhavn&addressTypes=villa&sortBy=address&per_page=1000',
		);
		expect(cases).toHaveLength(totalHits);
		expect(await getJson(server, `/cases/${cases[0]?.caseID}`)).toEqual(cases[0]);
	});

	test('records weigh what the real ones do: about 6.5 kB off the market, about 30 kB a listing', async () => {
		const server = await sandbox();
		const meanBytes = (values: readonly unknown[]) =>
			values.reduce((sum: number, value) => sum + Buffer.byteLength(JSON.stringify(value)), 0) / values.length;
		// Without sortBy the rows of a page are spread over the whole municipality.
		const mixed = (await search(server, 'municipalities=koebenhavn&per_page=500')).addresses ?? [];
		expect(meanBytes(mixed)).toBeGreaterThan(5_500);
		expect(meanBytes(mixed)).toBeLessThan(7_500);
		const villas = (await search(server, 'municipalities=koebenhavn&addressTypes=villa&per_page=500')).addresses ?? [];
		expect(meanBytes(villas)).toBeGreaterThan(5_000);
		expect(meanBytes(villas)).toBeLessThan(7_000);
		const listed = await getJson<{ cases: object[] }>(server, '/search/cases?municipalities=koebenhavn&per_page=200');
		expect(meanBytes(listed.cases)).toBeGreaterThan(25_000);
		expect(meanBytes(listed.cases)).toBeLessThan(36_000);
	});

	test('a test can change any record before it leaves', async () => {
		const server = await sandbox({ map: (record) => ({ ...record, livingArea: 'poison' }) });
		const { addresses } = await search(server, 'municipalities=dragoer&per_page=1');
		expect(addresses?.[0]?.livingArea).toBe('poison');
		expect((await getJson<Row>(server, `/addresses/${addresses?.[0]?.addressID}`)).livingArea).toBe('poison');
	});
});

describe('what is not there', () => {
	test('unknown keys, stairways and paths are 404 with the message of the API', async () => {
		const server = await sandbox();
		const { addresses } = await search(server, 'municipalities=dragoer&per_page=1');
		const paths = [
			`/addresses/${crypto.randomUUID()}`,
			'/addresses/0a3f50c2-d4f8-32b8-e044-0003ba298018',
			`/addresses/${addresses?.[0]?.entryAddressID}`,
			`/addresses/${addresses?.[0]?.entryAddressID}/timeline`,
			`/addresses/${addresses?.[0]?.addressID}/photos`,
			`/cases/${crypto.randomUUID()}`,
			'/addresses/',
			'/nothing',
		];
		for (const path of paths) {
			const response = await fetch(server.url + path);
			expect(response.status, path).toBe(404);
			expect(await response.json()).toEqual({ message: 'Not Found' });
		}
	});
});
