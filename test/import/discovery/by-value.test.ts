import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsWords, halveBounds } from '../../../src/import/discovery/bounds.ts';
import type { Bounds } from '../../../src/import/ports.ts';
import { type FakeHome, home } from '../support-world.ts';
import { idsOf, readAll } from './support.ts';

/** Homes of one zip code, the values of each by its number. */
function oneCode(count: number, values: (number: number) => Partial<FakeHome>): FakeHome[] {
	return Array.from({ length: count }, (_, index) => home(index + 1, values(index + 1)));
}

describe('a zip code beyond the window', () => {
	test('is read by ranges of area, each small enough to be listed whole', async () => {
		const all = oneCode(30_000, (number) => ({ area: 40 + (number % 200) }));
		const { report, listed, world } = await readAll({ homes: all });
		expect(idsOf(listed)).toEqual(idsOf(all));
		expect(report).toMatchObject({ expected: 30_000, listed: 30_000 });
		expect(report.gap).toBeUndefined();
		for (const { page, perPage } of world.pages) expect(page * perPage).toBeLessThanOrEqual(10_000);
		expect(world.pages.some(({ query }) => query.price !== undefined || query.order !== undefined)).toBe(false);
	});

	test('where thousands have one and the same area: those are told apart by price', async () => {
		const all = oneCode(14_000, (number) => ({ area: 100, price: 1_000_000 + number * 500 }));
		const { report, listed } = await readAll({ homes: all });
		expect(listed).toHaveLength(14_000);
		expect(report.gap).toBeUndefined();
	});

	test('homes without an area stand at one end of an order, and are found from there', async () => {
		const all = oneCode(25_000, (number) => (number % 3 === 0 ? {} : { area: number % 300 }));
		const { report, listed } = await readAll({ homes: all });
		expect(listed).toHaveLength(25_000);
		expect(report.gap).toBeUndefined();
	});

	test('what no filter and no order brings within the window is a gap that says how many', async () => {
		const { report, listed } = await readAll({ homes: oneCode(23_456, () => ({})) });
		expect(listed).toHaveLength(20_000);
		expect(report).toMatchObject({
			expected: 23_456,
			listed: 20_000,
			gap: '3456 of 23456 homes of zip code 8000 were not found by area, by price or from either end of any order',
		});
	});

	test('homes of other codes that are read beside it do not stand for those that are not found', async () => {
		const one = oneCode(23_456, () => ({}));
		const others = Array.from({ length: 4000 }, (_, index) => home(50_001 + index, { zipCode: 8200 }));
		const { report } = await readAll({ homes: [...one, ...others] });
		expect(report).toMatchObject({
			expected: 27_456,
			listed: 24_000,
			gap: '3456 of 23456 homes of zip code 8000 were not found by area, by price or from either end of any order',
		});
	});

	test('an API that ignores the bounds is found out, and not asked for ever', async () => {
		const { report, world } = await readAll({
			homes: oneCode(12_000, () => ({ area: 100 })),
			onPage: ({ query, page, perPage }, answer) => {
				if (query.area === undefined) return undefined;
				const rows = oneCode(12_000, () => ({})).slice((page - 1) * perPage, page * perPage);
				return { ...answer(), totalHits: 12_000, rows };
			},
		});
		expect(report.gap).toMatch(
			/^both halves of 0 m² and more hold as many homes as the whole: the API ignored the filter$/,
		);
		expect(world.pages.length).toBeLessThan(20);
	});

	test('homes that come and go while it is read are all there in the end', async () => {
		const all = oneCode(12_000, (number) => ({ area: number % 150 }));
		const extra = home(99_999, { area: 7 });
		const { report, listed } = await readAll({
			homes: all,
			onPage: ({ call, world }, answer) => {
				if (call === 30) world.homes = [extra, ...all.slice(3)];
				return answer();
			},
		});
		const ids = new Set(listed.map(({ id }) => id));
		for (const { id } of [extra, ...all.slice(3)]) expect(ids.has(id)).toBe(true);
		expect(report.gap).toBeUndefined();
	});
});

describe('any corpus', () => {
	const share = fc.integer({ min: 0, max: 100 });
	const corpus = fc.record({
		count: fc.integer({ min: 9_000, max: 21_000 }),
		zipCodes: fc.constantFrom([8000], [8000, 8200], [8000, 4321, 1]),
		withArea: share,
		withPrice: share,
		/** One in so many has a value of its own, the others share a few. */
		areas: fc.constantFrom(1, 3, 40, 5000),
		prices: fc.constantFrom(1, 10, 100_000),
	});

	test('every row is found, or the exact difference is told', async () => {
		await fc.assert(
			fc.asyncProperty(corpus, async ({ count, zipCodes, withArea, withPrice, areas, prices }) => {
				const all = oneCode(count, (number) => {
					const dice = (number * 2_654_435_761) % 4_294_967_296;
					return {
						zipCode: zipCodes[dice % zipCodes.length] ?? 8000,
						...(dice % 100 < withArea && { area: (dice % areas) * 7 }),
						...((dice >> 8) % 100 < withPrice && { price: ((dice >> 4) % prices) * 25_000 }),
					};
				});
				const { report, listed } = await readAll({ homes: all });
				const found = new Set(idsOf(listed));
				expect(found.size).toBe(listed.length);
				expect(report.expected).toBe(count);
				expect(report.listed).toBe(found.size);
				if (report.gap === undefined) expect(found.size).toBe(count);
				else {
					const told = [...report.gap.matchAll(/(\d+) of \d+ homes/g)].reduce(
						(sum, match) => sum + Number(match[1]),
						0,
					);
					expect(told).toBe(count - found.size);
				}
			}),
			{ numRuns: 25 },
		);
	}, 120_000);

	test('a row that joins or leaves at any moment costs at most another reading, never a row', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 500, max: 12_500 }),
				fc.array(fc.record({ call: fc.integer({ min: 1, max: 60 }), joins: fc.boolean(), at: fc.nat(20_000) }), {
					maxLength: 4,
				}),
				async (count, moves) => {
					const { report, listed, world } = await readAll({
						homes: oneCode(count, (number) => ({ area: number % 97 })),
						onPage: ({ call, world }, answer) => {
							for (const [index, move] of moves.entries()) {
								if (move.call !== call) continue;
								const at = move.at % world.homes.length;
								const joining = move.joins ? [home(90_000 + index, { area: move.at % 97 })] : [];
								world.homes = [
									...world.homes.slice(0, at),
									...joining,
									...world.homes.slice(at + (move.joins ? 0 : 1)),
								];
							}
							return answer();
						},
					});
					const found = new Set(listed.map(({ id }) => id));
					const missed = world.homes.filter(({ id }) => !found.has(id)).length;
					// One that comes and one that goes between the same two pages leave the total as it was: nothing can tell.
					const exchanged = moves.some(({ joins }) => joins) && moves.some(({ joins }) => !joins);
					if (!exchanged && report.gap === undefined) expect(missed).toBe(0);
				},
			),
			{ numRuns: 40 },
		);
	}, 120_000);
});

describe('halving a range', () => {
	const range = fc.oneof(
		fc.record({ least: fc.nat(2_000_000) }),
		fc.tuple(fc.nat(5_000_000), fc.nat(5_000_000)).map(([least, span]) => ({ least, most: least + span })),
	);

	test('keeps every value, each in one half, and comes to an end', () => {
		fc.assert(
			fc.property(fc.constantFrom('area', 'price'), range, fc.nat(20_000_000), (dimension, bounds: Bounds, value) => {
				const halves = halveBounds(dimension, bounds);
				const holds = ({ least, most }: Bounds): boolean =>
					value >= least && value <= (most ?? Number.POSITIVE_INFINITY);
				if (halves === undefined) expect(bounds.most === bounds.least || bounds.least > 1_000_000).toBe(true);
				else expect(halves.filter(holds)).toHaveLength(holds(bounds) ? 1 : 0);
			}),
		);
	});

	test('is told in words', () => {
		expect(boundsWords('area', { least: 0 })).toBe('0 m² and more');
		expect(boundsWords('price', { least: 1, most: 2 })).toBe('1 to 2 DKK');
	});
});
