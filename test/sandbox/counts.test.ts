import { describe, expect, test } from 'vitest';
import facts from '../../config/municipalities.json' with { type: 'json' };
import { allRows, getJson, sandbox, search } from './client.ts';

describe('how many addresses there are', () => {
	test('København has 14,368 villas: 13,422 in the zip codes we know and 946 in others', async () => {
		const server = await sandbox();
		const all = await search(server, 'municipalities=K%C3%B8benhavn&addressTypes=villa&per_page=1');
		const known = facts.find((each) => each.municipalityCode === 101)?.zips ?? [];
		const zips = known.map(({ zipCode }) => `zipCodes=${zipCode}`).join('&');
		const listed = await search(server, `municipalities=koebenhavn&addressTypes=villa&per_page=1&${zips}`);
		expect(all.totalHits).toBe(14_368);
		expect(listed.totalHits).toBe(13_422);
	});

	test('København has 441,795 addresses of all types, and a quarter of what is not villas has none', async () => {
		const server = await sandbox();
		const all = await search(server, 'municipalities=koebenhavn&per_page=1');
		expect(all.totalHits).toBe(441_795);
		const rows = await search(server, 'municipalities=koebenhavn&per_page=500');
		const untyped = rows.addresses?.filter((row) => row.addressType === undefined).length ?? 0;
		expect(untyped / 500).toBeGreaterThan(0.17);
		expect(untyped / 500).toBeLessThan(0.32);
	});

	test('every municipality counted in 2025 has the villas it had then, by zip code too', async () => {
		const server = await sandbox();
		const counted = facts.filter((each) => each.zips !== undefined && each.municipalityCode !== 101);
		expect(counted).toHaveLength(35);
		let sum = 0;
		for (const { slug, villasStored2025, zips } of counted) {
			const { totalHits } = await search(server, `municipalities=${slug}&addressTypes=villa&per_page=1`);
			expect(totalHits, slug).toBe(villasStored2025);
			sum += totalHits;
			const zip = zips?.[0];
			const inZip = await search(
				server,
				`municipalities=${slug}&addressTypes=villa&zipCodes=${zip?.zipCode}&per_page=1`,
			);
			expect(inZip.totalHits, `${slug} ${zip?.zipCode}`).toBe(zip?.villas);
		}
		expect(sum + 13_422).toBe(228_594);
	});

	test('paging through a municipality meets as many distinct homes as totalHits says', async () => {
		const server = await sandbox();
		const { totalHits } = await search(server, 'municipalities=frederiksberg&addressTypes=villa&per_page=1');
		const rows = await allRows(server, 'municipalities=frederiksberg&addressTypes=villa');
		expect(totalHits).toBe(892);
		expect(rows).toHaveLength(892);
		expect(new Set(rows.map((row) => row.addressID)).size).toBe(892);
		expect(rows.every((row) => row.municipality.municipalityCode === 147 && row.addressType === 'villa')).toBe(true);
	});

	test('all 98 municipalities have villas, also those nobody has counted', async () => {
		const server = await sandbox();
		const { municipalities } = await getJson<{ municipalities: { slug: string }[] }>(server, '/municipalities');
		expect(municipalities).toHaveLength(98);
		for (const { slug } of municipalities) {
			const { totalHits } = await search(server, `municipalities=${slug}&addressTypes=villa&per_page=1`);
			expect(totalHits, slug).toBeGreaterThan(100);
		}
	});

	test('the villas of a municipality can be set for a small test, zero included', async () => {
		const server = await sandbox({
			villas: new Map([
				[101, 37],
				[147, 0],
			]),
		});
		expect(await allRows(server, 'municipalities=koebenhavn&addressTypes=villa')).toHaveLength(37);
		expect(await search(server, 'municipalities=frederiksberg&addressTypes=villa')).toMatchObject({
			addresses: null,
			totalHits: 0,
		});
	});
});
