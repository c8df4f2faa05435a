import { expect, test } from 'vitest';
import { aarhus, failedPage, homes, villas } from '../support-world.ts';
import { idsOf, type ReadingOptions, readAll, spread } from './support.ts';

const unlisted = { 8000: 6000, 8200: 3000, 8210: 700, 9999: 11, 1: 2 };

test('a partition above 9,500 is split by zip codes, and homes of codes that no list names are found', async () => {
	const { report, listed, world } = await readAll({ homes: spread(unlisted) });
	expect(idsOf(listed)).toEqual(idsOf(spread(unlisted)));
	expect(report).toMatchObject({ expected: 9713, listed: 9713, repeated: 0 });
	expect(report.gap).toBeUndefined();
	for (const { page, perPage } of world.pages) expect(page * perPage).toBeLessThanOrEqual(10_000);
	for (const { query } of world.pages) expect(query.zipCodes?.length ?? 0).toBeLessThanOrEqual(200);
});

test('9,500 homes are still read as one', async () => {
	const { report, world } = await readAll({ homes: homes(9500) });
	expect(report).toMatchObject({ expected: 9500, listed: 9500 });
	expect(world.pages.every(({ query }) => query.zipCodes === undefined)).toBe(true);
	const one = await readAll({ homes: homes(9501) });
	expect(one.report).toMatchObject({ expected: 9501, listed: 9501 });
	expect(one.world.pages.some(({ query }) => query.zipCodes !== undefined)).toBe(true);
});

test('no zip code is asked for any more once the groups add up to the whole', async () => {
	const { world } = await readAll({ homes: spread({ 8000: 6000, 8200: 3400, 8210: 200 }) });
	const groups = new Set(world.pages.flatMap(({ query }) => query.zipCodes?.join() ?? []));
	expect(groups.size).toBeLessThan(10);
});

/** Zip code and page of every page that was asked for, of four codes with three pages each and more homes than one listing may hold. */
async function pagesOfFour(times: { readonly pageLatency: number; readonly usedMs: number }): Promise<string[]> {
	const knownZipCodes = [8000, 8200, 8210, 8220];
	const { world, report } = await readAll({
		query: { ...villas, municipality: { ...aarhus, knownZipCodes } },
		homes: spread({ 8000: 600, 8200: 600, 8210: 600, 8220: 600 }),
		// In the beginning it tells of so many more that each code is a part.
		onPage: ({ query, call }, answer) =>
			query.zipCodes === undefined && call === 1 ? { ...answer(), totalHits: 15_000 } : undefined,
		...times,
	});
	expect(report).toMatchObject({ expected: 2400, listed: 2400 });
	return world.pages.flatMap(({ query, page }) => (query.zipCodes?.length === 1 ? `${query.zipCodes} ${page}` : []));
}

test('where pages come fast, the next part is opened once the last page of this one is under way', async () => {
	const pages = await pagesOfFour({ pageLatency: 1, usedMs: 100 });
	expect(pages.slice(-7)).toEqual(['8200 3', '8210 1', '8210 2', '8210 3', '8220 1', '8220 2', '8220 3']);
});

test('where pages take long, parts are opened as far ahead as pages are read', async () => {
	const pages = await pagesOfFour({ pageLatency: 100, usedMs: 1 });
	expect(pages.indexOf('8210 1')).toBeLessThan(pages.indexOf('8200 2'));
	expect(pages.indexOf('8220 1')).toBeLessThan(pages.indexOf('8210 2'));
});

test('a group that is itself too large is halved until each part fits', async () => {
	const counts = { 8000: 9000, 8200: 9000, 8201: 9000, 8199: 9400 };
	const { report, listed, world } = await readAll({ homes: spread(counts) });
	expect(listed).toHaveLength(36_400);
	expect(report).toMatchObject({ expected: 36_400, listed: 36_400 });
	expect(report.gap).toBeUndefined();
	for (const { page, perPage } of world.pages) expect(page * perPage).toBeLessThanOrEqual(10_000);
});

test('zip codes that do not add up to the municipality are a gap', async () => {
	const { report, listed } = await readAll({
		homes: spread(unlisted),
		onPage: ({ query }, answer) => (query.zipCodes === undefined ? { ...answer(), totalHits: 9800 } : undefined),
	});
	expect(listed).toHaveLength(9713);
	expect(report).toMatchObject({ expected: 9800, listed: 9713, gap: 'the zip codes hold 9713 of 9800 homes' });
});

test('a total that changed while the zip codes were counted is asked for again before it is called a gap', async () => {
	const { report } = await readAll({
		homes: spread(unlisted),
		onPage: ({ query, call }, answer) => {
			if (query.zipCodes !== undefined) return undefined;
			return { ...answer(), totalHits: call === 1 ? 9714 : 9713 };
		},
	});
	expect(report).toMatchObject({ expected: 9713, listed: 9713 });
	expect(report.gap).toBeUndefined();
});

test('a page of zip codes that cannot be read is named by its codes', async () => {
	const { report } = await readAll({
		homes: spread(unlisted),
		onPage: ({ query, page }) =>
			(page === 2 && query.zipCodes?.includes(8200) === true) || query.zipCodes?.includes(8210) === true
				? failedPage('HTTP 500')
				: undefined,
	});
	expect(report.gap).toContain('page 2 of zip code 8200 could not be read: HTTP 500');
	expect(report.gap).toMatch(/page 1 of zip codes \d+ to \d+ could not be read: HTTP 500/);
});

test('a row of a zip code that was not asked for means that the filter was ignored', async () => {
	const { report } = await readAll({
		homes: spread(unlisted),
		onPage: ({ query }, answer) =>
			query.zipCodes === undefined ? undefined : { ...answer(), rows: homes(5, { zipCode: 4321 }) },
	});
	expect(report.gap).toBe('the API answered with zip code 4321, which was not asked for: it ignored the filter');
});

test('a home that moved between the pages of one group is found by reading the groups again', async () => {
	const all = spread(unlisted);
	const missing = all[5000];
	const { report, listed } = await readAll({
		homes: all,
		onPage: ({ call }, answer) => {
			if (call > 60) return undefined;
			return { ...answer(), rows: answer().rows.filter((row) => row !== missing) };
		},
	});
	expect(listed).toHaveLength(9713);
	expect(listed).toContain(missing);
	expect(report.gap).toBeUndefined();
});

test('a home that is withdrawn from a split partition while it is read is no gap', async () => {
	const all = spread(unlisted);
	const { report, listed } = await readAll({
		homes: all,
		onPage: ({ page, query, world }, answer) => {
			if (page === 20 && query.zipCodes?.includes(8000) === true) world.homes = all.slice(1);
			return answer();
		},
	});
	expect(report.gap).toBeUndefined();
	expect(report).toMatchObject({ expected: 9712 });
	expect(listed.length - report.expected).toBeLessThanOrEqual(1);
});

test('a caller who takes no more than the window holds is spared the split', async () => {
	const { world, report } = await readAll({ homes: spread(unlisted), limit: 1000 });
	expect(world.pages.every(({ query }) => query.zipCodes === undefined)).toBe(true);
	expect(report.listed).toBeGreaterThanOrEqual(1000);
});

test('half of a group that claims to hold nothing is noticed, though the other half adds up', async () => {
	const { report } = await readAll({
		homes: spread({ 8000: 6000, 8200: 3600 }),
		onPage: ({ query }) =>
			query.zipCodes?.length === 1 && query.zipCodes[0] === 8000 ? { totalHits: 0, rows: [], problems: [] } : undefined,
	});
	expect(report.gap).toMatch(/^the zip codes hold \d+ of 9600 homes$/);
});

/** The whole of a municipality with more known codes than hold a home. */
function readKnown(knownZipCodes: readonly number[], options: Omit<ReadingOptions, 'query'>) {
	return readAll({ query: { ...villas, municipality: { ...aarhus, knownZipCodes } }, ...options });
}

test('no known code is asked for any more once the codes before it hold the whole', async () => {
	const { world, report } = await readKnown([8000, 8001, 8002, 8003, 8004, 8005], {
		homes: spread({ 8000: 6000, 8001: 5000 }),
		usedMs: 100,
	});
	expect(report).toMatchObject({ expected: 11_000, listed: 11_000 });
	const codes = new Set(world.pages.flatMap(({ query }) => query.zipCodes?.join() ?? []));
	expect([...codes]).toEqual(['8000,8001', '8002,8003', '8000', '8001']);
});

test.each([
	['cannot be read', () => failedPage('no')],
	[
		'throws',
		() => {
			throw new Error('no');
		},
	],
])('a group that was opened ahead and is not needed may be one that %s', async (_, answer) => {
	const { report } = await readKnown([8000, 8001, 8002, 8003, 8004, 8005], {
		homes: spread({ 8000: 6000, 8001: 5000 }),
		onPage: ({ query }) => (query.zipCodes?.includes(8002) ? answer() : undefined),
		usedMs: 100,
	});
	expect(report).toMatchObject({ expected: 11_000, listed: 11_000 });
	expect(report.gap).toBeUndefined();
});

test('a known group that cannot be opened is a gap, and those after it are read', async () => {
	const { report } = await readKnown([8000, 8200, 8210], {
		homes: spread({ 8000: 4000, 8200: 110, 8210: 6000 }),
		onPage: ({ query }) => (query.zipCodes?.[0] === 8200 ? failedPage('HTTP 500') : undefined),
		usedMs: 100,
	});
	expect(report).toMatchObject({ expected: 10_110, listed: 10_000 });
	expect(report.gap).toMatch(/^page 1 of zip code 8200/);
});
