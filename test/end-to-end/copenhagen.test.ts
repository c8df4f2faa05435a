import { describe, expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { serverUrl } from '../support/databases.ts';
import { count, expectResult, freshDatabase, query, runJsonImport } from '../support/scenario.ts';

describe.skipIf(serverUrl === undefined)('København, larger than the API lists in one query', () => {
	test('is complete on a PostgreSQL server, and the second run only searches', { timeout: 180_000 }, async () => {
		const [api, database] = [await sandbox(), await freshDatabase('server')];
		const args = ['--municipality', 'København'];
		const first = await runJsonImport({ api, database, args });
		expectResult(first, 'completed', { expected: 14_368, discovered: 14_368, imported: 14_368 });
		expect(first.code).toBe(0);
		expect(api.stats().details).toBe(14_368);
		expect(await count(database, 'property')).toBe(14_368);
		expect(await count(database, `property where municipality_code = 101 and address_type = 'villa'`)).toBe(14_368);
		await expectOneRowPerReference();

		const checks = first.events.filter((event) => event.type === 'homes.listed');
		expect(checks).toHaveLength(15);
		expect(checks).toHaveLength(15);
		expect(Math.max(...checks.map((event) => Number(event.discovered)))).toBe(1024);

		api.reset();
		const second = await runJsonImport({ api, database, args });
		expectResult(second, 'completed', { discovered: 14_368, skipped: 14_368, imported: 0 });
		expect(second.code).toBe(0);
		expect(api.stats()).toMatchObject({ details: 0, timelines: 0, requests: second.result.requests });

		async function expectOneRowPerReference(): Promise<void> {
			const references = [
				['municipality', 'code', 'municipality_code'],
				['province', 'code', 'province_code'],
				['zip_code', 'code', 'zip_code'],
				['city', 'slug', 'city_slug'],
				['road', 'id', 'road_id'],
				['place', 'id', 'place_id'],
			];
			for (const [table, key, column] of references) {
				const [row] = await query(
					database,
					`select (select count(*)::int from ${table}) as rows, (select count(distinct ${key})::int from ${table}) as keys,
					        (select count(distinct ${column})::int from property) as used`,
				);
				expect(row?.rows, table).toBeGreaterThan(0);
				expect(row, table).toEqual({ rows: row?.used, keys: row?.used, used: row?.used });
			}
			expect(await count(database, 'municipality where name is null or slug is null')).toBe(0);
			expect(await count(database, 'realtor')).toBe(
				await count(database, '(select distinct realtor_id from listing where realtor_id is not null) as used'),
			);
		}
	});
});
