import { describe, expect, test } from 'vitest';
import { sandbox, search } from './client.ts';

const villas = 'municipalities=koebenhavn&addressTypes=villa';

describe('searching', () => {
	test('a page beyond 10,000 rows is refused, the last one inside is not', async () => {
		const server = await sandbox();
		expect((await search(server, `${villas}&sortBy=address&page=50&per_page=200`)).addresses).toHaveLength(200);
		const beyond = await fetch(`${server.url}/search/addresses?${villas}&page=51&per_page=200`);
		expect(beyond.status).toBe(400);
	});

	test('a page past the last row has addresses: null and still the total', async () => {
		const server = await sandbox();
		expect(await search(server, 'municipalities=dragoer&addressTypes=villa&page=17&per_page=200')).toMatchObject({
			addresses: null,
			totalHits: 3_001,
		});
	});

	test('an unknown parameter is ignored, so the whole country comes back', async () => {
		const server = await sandbox();
		const country = await search(server, 'per_page=1');
		const misspelt = await search(server, 'municipalityCodes=101&zipCode=2300&isOnMarket=true&per_page=1');
		expect(misspelt.totalHits).toBe(country.totalHits);
		expect(country.totalHits).toBeGreaterThan(2_000_000);
	});

	test.each(['addressTypes=house', 'addressTypes=villa,house', 'sortBy=name', 'priceMin=1.5', 'areaMax=big', 'page=0'])(
		'%s is answered with 400 and the allowed values as JSON',
		async (query) => {
			const server = await sandbox();
			const response = await fetch(`${server.url}/search/addresses?${query}`);
			expect(response.status).toBe(400);
			expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
			expect(await response.json()).toHaveProperty('allowed');
		},
	);

	test('municipalities: any case or slug, repeated; a comma list or an unknown name finds nothing', async () => {
		const server = await sandbox();
		const hits = async (query: string) => (await search(server, `addressTypes=villa&per_page=1&${query}`)).totalHits;
		expect(await hits('municipalities=K%C3%98BENHAVN')).toBe(14_368);
		expect(await hits('municipalities=koebenhavn&municipalities=Drag%C3%B8r')).toBe(14_368 + 3_001);
		expect(await hits('municipalities=koebenhavn,dragoer')).toBe(0);
		expect(await hits('municipalities=atlantis')).toBe(0);
	});

	test('address types come as a comma list or repeated, and add up', async () => {
		const server = await sandbox();
		const hits = async (types: string) =>
			(await search(server, `municipalities=dragoer&per_page=1&${types}`)).totalHits;
		const [villa, condo] = [await hits('addressTypes=villa'), await hits('addressTypes=condo')];
		expect(condo).toBeGreaterThan(0);
		expect(await hits('addressTypes=villa,condo')).toBe(villa + condo);
		expect(await hits('addressTypes=villa&addressTypes=condo')).toBe(villa + condo);
	});

	test('the default page has 50 rows and a page never more than 500', async () => {
		const server = await sandbox();
		expect((await search(server, villas)).addresses).toHaveLength(50);
		expect((await search(server, `${villas}&per_page=1000`)).addresses).toHaveLength(500);
	});

	test('sorted by address two answers are alike, without sortBy they are not', async () => {
		const server = await sandbox();
		const ids = async (query: string) => (await search(server, query)).addresses?.map((row) => row.addressID);
		expect(await ids(`${villas}&sortBy=address`)).toEqual(await ids(`${villas}&sortBy=address`));
		expect(await ids(villas)).not.toEqual(await ids(villas));
	});

	test('sortAscending=false turns the order round', async () => {
		const server = await sandbox();
		const areas = async (ascending: boolean) => {
			const page = await search(server, `${villas}&sortBy=zipCode&sortAscending=${ascending}&per_page=500`);
			return page.addresses?.map((row) => row.zipCode) ?? [];
		};
		expect(await areas(true)).toEqual((await areas(true)).toSorted((left, right) => left - right));
		expect(await areas(false)).toEqual((await areas(false)).toSorted((left, right) => right - left));
	});

	test('a range leaves out the rows that have no value', async () => {
		const server = await sandbox();
		const priced = await search(server, `${villas}&priceMin=1&sortBy=price&per_page=500`);
		expect(priced.totalHits).toBeGreaterThan(100);
		expect(priced.totalHits).toBeLessThan(400);
		expect(priced.addresses?.every((row) => row.isOnMarket === true && (row.casePrice ?? 0) > 0)).toBe(true);
		const sized = await search(server, `${villas}&areaMin=100&areaMax=120&sortBy=livingArea&per_page=500`);
		const areas = sized.addresses?.map((row) => row.livingArea ?? 0) ?? [];
		expect(Math.min(...areas)).toBeGreaterThanOrEqual(100);
		expect(Math.max(...areas)).toBeLessThanOrEqual(120);
	});
});
