import { expect, test } from 'vitest';
import { aarhus, failedPage, home, homes, villas } from '../support-world.ts';
import { type Reading, type ReadingOptions, readAll, spread } from './support.ts';

/** Homes of codes that no list names, read beside those of the known ones. */
function read(knownZipCodes: readonly number[], options: Omit<ReadingOptions, 'query'>): Promise<Reading> {
	return readAll({
		query: { ...villas, municipality: { ...aarhus, knownZipCodes } },
		...{ pageLatency: 100, usedMs: 20 },
		...options,
	});
}

const strangers = homes(5, { zipCode: 4321 });

test('come out while the known ones are still being read', async () => {
	const { report, listed } = await read([8000, 8200], {
		homes: spread({ 8000: 6000, 8200: 5000, 8201: 150 }),
		pageLatency: 500,
		usedMs: 270,
	});
	expect(report).toMatchObject({ expected: 11_150, listed: 11_150 });
	expect(report.gap).toBeUndefined();
	expect(listed.findIndex(({ zipCode }) => zipCode === 8201)).toBeLessThan(3000);
});

test('the groups are opened while the first homes are made use of', async () => {
	const { world, endedAt } = await read([8000], { homes: spread({ 8000: 9501 }), usedMs: 5000, enough: 1 });
	expect(endedAt).toBe(5100);
	expect(world.pages[1]?.query.zipCodes).toEqual([8000]);
});

test('a group that nobody needs any more is not waited for', async () => {
	const { report, endedAt } = await read([8000, 8200], {
		homes: spread({ 8000: 6000, 8200: 5000, 8201: 150 }),
		pageLatency: 100,
		moreLatency: ({ zipCodes = [] }) => (zipCodes.length > 2 && !zipCodes.includes(8201) ? 300_000 : 0),
	});
	expect(report).toMatchObject({ expected: 11_150, listed: 11_150 });
	expect(report.gap).toBeUndefined();
	expect(endedAt).toBeLessThan(10_000);
});

test('a group that cannot be read is no gap where the others hold the whole, and one where they do not', async () => {
	const reading = (unread: number): Promise<Reading> =>
		read([8000, 8200], {
			homes: spread({ 8000: 6000, 8200: 5000, 8201: 150 }),
			onPage: ({ query: { zipCodes = [] } }) =>
				zipCodes.length > 2 && zipCodes.includes(unread) ? failedPage('HTTP 500') : undefined,
		});
	// Of the next group, which is opened beside that of 8201 and not needed.
	const next = await reading(7700);
	expect(next.world.pages.some(({ query }) => query.zipCodes?.includes(7700))).toBe(true);
	expect(next.report).toMatchObject({ expected: 11_150, listed: 11_150 });
	expect(next.report.gap).toBeUndefined();
	const needed = await reading(8201);
	expect(needed.report).toMatchObject({ listed: 11_000 });
	expect(needed.report.gap).toMatch(/^page 1 of zip codes \d+ to \d+ could not be read: HTTP 500$/);
});

test('an API that ignores the filter for one of them costs the known ones nothing', async () => {
	const { report, listed } = await read([8000, 8200], {
		homes: spread({ 8000: 6000, 8200: 3500, 8201: 150 }),
		onPage: ({ query }, answer) => (query.zipCodes?.includes(8201) ? { ...answer(), rows: strangers } : undefined),
	});
	expect(listed).toHaveLength(9500);
	expect(report).toMatchObject({ expected: 9650, listed: 9500 });
	expect(report.gap).toMatch(/zip code 4321, which was not asked for/);
});

test('a gap of theirs does not end the reading of a code by its values', async () => {
	const known = Array.from({ length: 12_000 }, (_, index) => home(index + 1, { zipCode: 8000, area: index % 97 }));
	const others = Array.from({ length: 450 }, (_, index) => home(20_000 + index, { zipCode: 8201 }));
	const moving = known[6000];
	let counted = false;
	const { report, listed } = await read([8000], {
		homes: [...known, ...others],
		onPage: ({ query, page, perPage, world }, answer) => {
			if (query.zipCodes?.includes(8201) && page === 2) return failedPage('HTTP 500');
			const ofCode = query.zipCodes?.length === 1;
			if (ofCode && perPage === 1) counted = true;
			if (counted || !ofCode || (query.area === undefined && query.order === undefined)) return undefined;
			// In the first reading one home is between two pages.
			const all = world.homes;
			world.homes = all.filter((one) => one !== moving);
			const page1 = answer();
			world.homes = all;
			return page1;
		},
	});
	expect(report).toMatchObject({
		readAgain: 1,
		gap: expect.stringMatching(/^page 2 of zip codes \d+ to \d+ could not/),
	});
	expect(listed.some(({ id }) => id === moving?.id)).toBe(true);
});

const many = { 8000: 3000, 8001: 3000, 8002: 3000, 8003: 3000, 8004: 3000, 8005: 3000, 8006: 150 };
const knownOfMany = [8000, 8001, 8002, 8003, 8004, 8005];

test('once nobody takes any more, nothing more is asked for', async () => {
	const { sentAfter, report, listed } = await read(knownOfMany, { homes: spread(many), usedMs: 200, enough: 1500 });
	expect(sentAfter).toBe(0);
	expect(report.listed).toBe(listed.length);
});

test('once the API has ignored a filter, nothing more is asked for, and what came before it comes out', async () => {
	const { sentAfter, report, listed } = await read(knownOfMany, {
		homes: spread(many),
		usedMs: 200,
		onPage: ({ query, page }, answer) =>
			query.zipCodes?.includes(8000) && page === 5 ? { ...answer(), rows: strangers } : undefined,
	});
	expect(report.gap).toMatch(/zip code 4321/);
	expect(sentAfter).toBe(0);
	expect(report.listed).toBe(listed.length);
});

test('once the API has refused us, nothing more is asked for', async () => {
	let sent: readonly unknown[] = [];
	let sentBefore = 0;
	const reading = read(knownOfMany, {
		homes: spread(many),
		usedMs: 200,
		onPage: ({ query, page, world }) => {
			if (!query.zipCodes?.includes(8000) || page !== 5) return undefined;
			sent = world.pages;
			sentBefore = sent.length;
			return { status: 'blocked', message: 'HTTP 403' };
		},
	});
	await expect(reading).rejects.toThrow();
	expect(sentBefore).toBeGreaterThan(0);
	expect(sent).toHaveLength(sentBefore);
});
