import { describe, expect, test } from 'vitest';
import {
	homesToFetch,
	type PartitionFigures,
	type StoredFigures,
	type WorkloadFigures,
	workloadOf,
} from '../../src/import/plan.ts';

/** Stored homes, of which so many are looked at again, and of those so many are for sale. */
function stored(homes: number, due = 0, dueForSale = 0): StoredFigures {
	return { homes, due, dueForSale };
}

/** Nothing stored of 1,000 homes; a page takes 400 ms, a home 200 ms. */
const usual: WorkloadFigures<PartitionFigures> = {
	partitions: [{ homes: 1000, stored: stored(0) }],
	limit: undefined,
	fetch: 'details',
	timeline: false,
	workers: 10,
	rate: 0,
	detailMs: 200,
	pageMs: 400,
	shareOfDetails: 0.016,
};
/** Half of it stored, of which so many are looked at again. */
const half = (due = 0, dueForSale = 0): readonly PartitionFigures[] => [
	{ homes: 1000, stored: stored(500, due, dueForSale) },
];
const several = (due = 0, dueForSale = 0): readonly PartitionFigures[] => [
	{ homes: 300, stored: stored(300, due, dueForSale) },
	{ homes: 0, stored: stored(0) },
	{ homes: 600, stored: stored(0) },
];

const large: readonly PartitionFigures[] = [{ homes: 10_000, stored: stored(0) }];

describe('the homes to fetch', () => {
	test.each([
		['nothing stored', { partitions: usual.partitions }, 1000, 0],
		['half of it stored', { partitions: half() }, 500, 0],
		['not known what is stored', { partitions: [{ homes: 1000, stored: undefined }] }, 1000, 0],
		[
			'those stored that are not listed are looked at too',
			{ partitions: [{ homes: 10, stored: stored(30, 30) }] },
			0,
			30,
		],
		['what is due again', { partitions: half(8, 8) }, 500, 8],
		['all again', { partitions: half(500) }, 500, 500],
		['a limit below what is new', { partitions: half(500), limit: 100 }, 100, 0],
		['a limit above what is new', { partitions: half(500), limit: 600 }, 500, 100],
		['a limit among stored homes', { partitions: several(300), limit: 100 }, 0, 100],
		['a limit reaches its part of what is due', { partitions: several(9, 9), limit: 100 }, 0, 3],
		['a limit counts stored homes as well', { partitions: several(9), limit: 400 }, 100, 9],
		['several partitions', { partitions: several(5) }, 600, 5],
	])('%s', (_, changed, toImport, toCheck) => {
		expect(homesToFetch({ ...usual, ...changed })).toMatchObject({ toImport, toCheck });
	});

	test('each partition is told with its own, whatever the limit', () => {
		const partitions = several(300).map((figures, index) => ({ ...figures, name: `partition ${index}` }));
		expect(homesToFetch({ partitions, limit: 1 }).partitions).toEqual([
			{ name: 'partition 0', homes: 300, stored: stored(300, 300), toImport: 0, toCheck: 300 },
			{ name: 'partition 1', homes: 0, stored: stored(0), toImport: 0, toCheck: 0 },
			{ name: 'partition 2', homes: 600, stored: stored(0), toImport: 600, toCheck: 0 },
		]);
	});
});

describe('the requests', () => {
	test.each<[string, Partial<typeof usual>, [searches: number, details: number, timelines: number]]>([
		['a home each, and pages of 200', {}, [5, 1000, 0]],
		[
			'an empty partition is asked for as well, and later ones are counted ahead',
			{ partitions: several() },
			[2 + 1 + 3 + 2, 600, 0],
		],
		[
			'a large partition: the whole is asked for first, and its total in the end',
			{ partitions: large },
			[50 + 2, 10_000, 0],
		],
		['not where a limit ends it', { partitions: large, limit: 9800 }, [49, 9800, 0]],
		['nothing new: the pages alone', { partitions: [{ homes: 1000, stored: stored(1000) }] }, [5, 0, 0]],
		['the search ends at the limit', { limit: 100 }, [1, 100, 0]],
		['a limit among stored homes: the page alone', { partitions: several(), limit: 100 }, [1, 0, 0]],
		['timelines of what is for sale', { timeline: true }, [5, 1000, 16]],
		['timelines of what is fetched alone', { timeline: true, partitions: half() }, [5, 500, 8]],
		[
			'what is looked at for being for sale has a timeline each',
			{ timeline: true, partitions: half(7, 7) },
			[5, 507, 8 + 7],
		],
		[
			'all again, timelines of those that are stored as for sale',
			{ timeline: true, partitions: half(500, 5) },
			[5, 1000, 8 + 5],
		],
		// 1.6 % of 1,000 for sale, and a sample of 1 %.
		['pages of 500: what is for sale, and the sample', { fetch: 'pages' }, [2, 16 + 10, 0]],
		['pages with timelines', { fetch: 'pages', timeline: true }, [2, 16 + 10, 16]],
		['pages, many that they cannot stand for', { fetch: 'pages', shareOfDetails: 0.5 }, [2, 500 + 10, 0]],
		['pages never ask for more homes than there are to fetch', { fetch: 'pages', limit: 3 }, [1, 3, 0]],
		[
			'the limit bounds the sample as well',
			{ fetch: 'pages', partitions: several().slice(1), limit: 2 },
			[1 + 1, 2, 0],
		],
		[
			'a sample of each partition that has anything new',
			{ fetch: 'pages', partitions: several() },
			[1 + 1 + 2 + 2, 10 + 6, 0],
		],
		[
			'pages: what is looked at for being for sale is asked for one by one',
			{ fetch: 'pages', partitions: [{ homes: 10_000, stored: stored(10_000, 70, 70) }], timeline: true },
			[20 + 2, 70, 70],
		],
		['pages, all again', { fetch: 'pages', partitions: half(500, 5) }, [2, 16 + 10, 0]],
		['pages, all again, more for sale than usual', { fetch: 'pages', partitions: half(500, 50) }, [2, 8 + 50 + 10, 0]],
	])('%s', (_, changed, [searches, details, timelines]) => {
		const requests = searches + details + timelines;
		expect(workloadOf({ ...usual, ...changed })).toMatchObject({ searches, details, timelines, requests });
	});
});

test.each<[string, Partial<typeof usual>, boolean]>([
	['partitions that are read whole', { partitions: several() }, false],
	['one that is split among others', { partitions: [...several(), ...large] }, true],
	['one that a limit ends before it need be split', { partitions: large, limit: 9500 }, false],
	['one that a limit does not reach', { partitions: [...several(), ...large], limit: 900 }, false],
])('that they are the fewest is told of %s: %s', (_, changed, split) => {
	expect(workloadOf({ ...usual, ...changed })).toMatchObject({ split });
});

describe('the time', () => {
	test.each<[string, Partial<typeof usual>, number | undefined]>([
		['of the workers together', {}, (5 * 400 + 1000 * 200) / 10],
		['with all workers that there may be, where they adapt', { workers: 'auto' }, (5 * 400 + 1000 * 200) / 64],
		['that the ceiling allows, where that is longer', { rate: 10 }, 1005 * 100],
		['that the ceiling allows, where the workers adapt', { workers: 'auto', rate: 10 }, 1005 * 100],
		['of the workers, where the ceiling is high', { rate: 1000 }, (5 * 400 + 1000 * 200) / 10],
		['with timelines, each as long as a home', { timeline: true }, (5 * 400 + 1016 * 200) / 10],
		['with timelines below a ceiling', { timeline: true, rate: 10 }, 1021 * 100],
		['of homes where no page was timed', { pageMs: undefined }, (1005 * 200) / 10],
		['of pages where no home was timed', { detailMs: undefined }, (1005 * 400) / 10],
		['of writing new homes, where the API is faster', { detailMs: 1, pageMs: 1 }, 1000],
		[
			'of comparing stored ones, where the API is faster',
			{ detailMs: 1, pageMs: 1, partitions: half(500), workers: 'auto' },
			500 + 500 * 4,
		],
		['where nothing was timed', { detailMs: undefined, pageMs: undefined, rate: 10 }, undefined],
	])('%s', (_, changed, expected) => {
		expect(workloadOf({ ...usual, ...changed }).expectedMs).toBe(expected);
	});
});
