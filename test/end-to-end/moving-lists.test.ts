import { expect, test } from 'vitest';
import { sandbox } from '../sandbox/client.ts';
import { movingApi } from '../support/moving-api.ts';
import { count, freshDatabase, query, runImport, villas } from '../support/scenario.ts';

const filter = 'municipalities=dragoer&addressTypes=villa';

test('a page that comes empty once: the list is read again, and every home is stored', async () => {
	const world = await sandbox(villas(900));
	const api = await movingApi(world, filter, ({ number }) => (number === 3 ? () => [] : undefined));
	const database = await freshDatabase();
	const ended = await runImport({ api, database });
	expect(ended.stdout).toMatch(/lists +1 reading more to make it add up\n/);
	expect(ended.stdout).toMatch(/in the API +900 +stored 900 +difference 0\n/);
	expect(ended.code).toBe(0);
});

test('rows that come twice are stored once, and said', async () => {
	const world = await sandbox(villas(500));
	const api = await movingApi(world, filter, ({ page }) =>
		page === 2 ? (rows) => [...rows, ...rows.slice(0, 7)] : undefined,
	);
	const database = await freshDatabase();
	const ended = await runImport({ api, database });
	expect(ended.stdout).toMatch(/lists +7 rows came twice\n/);
	expect(ended.stdout).toMatch(/imported +500 +skipped 0 +failed 0\n/);
	expect(ended.stdout).toMatch(/in the API +500 +stored 500 +difference 0\n/);
	expect(ended.code).toBe(0);
});

test('homes that join and leave while the list is read: each effect is named, and the difference explained', async () => {
	const world = await sandbox(villas(900));
	const late: unknown[] = [];
	const api = await movingApi(world, filter, ({ number, api }) => {
		if (number === 1) late.push(...api.rows.splice(5, 2));
		if (number === 3) api.rows = [...(late as typeof api.rows), ...api.rows];
		if (number === 4) api.rows = api.rows.slice(0, -1);
		return undefined;
	});
	const database = await freshDatabase();
	const ended = await runImport({ api, database });
	expect(ended.stdout).toMatch(/lists +(\d+ rows came twice, )?(1 change|2 changes) of the total .*, 1 reading more/);
	expect(ended.stdout).toMatch(/in the API +899 +stored (899|900) +difference (0|-1: 1 left the API meanwhile)\n/);
	expect(ended.code).toBe(0);
	const ids = new Set((await query<{ id: string }>(database, 'select id from property')).map(({ id }) => id));
	expect(api.rows.filter((row) => !ids.has(String(row.addressID)))).toEqual([]);
	expect(await count(database, 'property where gone_at is not null')).toBe(0);
});

test('a home that the API counts and lists nowhere is the difference, by number', async () => {
	const world = await sandbox(villas(300));
	const api = await movingApi(world, filter, ({ page }) => (page === 1 ? (rows) => rows.slice(1) : undefined));
	const database = await freshDatabase();
	const ended = await runImport({ api, database });
	expect(ended.code).toBe(75);
	expect(ended.stdout).toMatch(/! Dragør · villa: \d+ of 300 homes were not listed in 3 readings\n/);
	expect(ended.stdout).toMatch(/in the API +300 +stored (\d+) +difference \d+: \d+ left for the next run\n/);
});
