import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partitionName } from '../../../src/import/discovery/names.ts';
import { StopRun } from '../../../src/import/stop-run.ts';
import { rejection } from '../support.ts';
import { aarhus, home, homes, invalid, villas } from '../support-world.ts';
import { idsOf, readAll } from './support.ts';

test('lists every home of a partition once, page by page, and reports that it is whole', async () => {
	const { report, listed, world, events } = await readAll({ homes: homes(1234) });
	expect(idsOf(listed)).toEqual(idsOf(homes(1234)));
	expect(report).toEqual({
		name: 'Aarhus · villa',
		expected: 1234,
		listed: 1234,
		otherType: 0,
		withoutType: 0,
		repeated: 0,
		moved: 0,
		readAgain: 0,
	});
	expect(world.pages.map(({ page, perPage }) => [page, perPage])).toEqual([1, 2, 3, 4, 5, 6, 7].map((p) => [p, 200]));
	expect(events).toEqual([{ type: 'partition.counted', partition: 'Aarhus · villa', expected: 1234 }]);
});

test('asks for two pages at a time, whose homes others fetch meanwhile', async () => {
	const { report, world } = await readAll({ homes: homes(3000) });
	expect(report.listed).toBe(3000);
	expect(world.mostPagesInFlight).toBe(2);
});

test('an empty partition is whole', async () => {
	const { report, listed, world } = await readAll({ homes: [] });
	expect(listed).toEqual([]);
	expect(report).toMatchObject({ expected: 0, listed: 0 });
	expect(report.gap).toBeUndefined();
	expect(world.pages).toHaveLength(1);
});

test('follows a server that gives fewer rows a page than it was asked for', async () => {
	const { report, listed, world } = await readAll({ homes: homes(333), mostPerPage: 50 });
	expect(listed).toHaveLength(333);
	expect(report.gap).toBeUndefined();
	expect(world.pages.slice(1).map(({ page, perPage }) => [page, perPage])).toEqual([
		...[2, 3, 4, 5, 6, 7].map((page) => [page, 50]),
	]);
});

test('any number of homes and any size of page come out whole', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 0, max: 900 }),
			fc.integer({ min: 20, max: 250 }),
			async (count, mostPerPage) => {
				const { report, listed } = await readAll({ homes: homes(count), mostPerPage });
				expect(listed).toHaveLength(count);
				expect(report).toMatchObject({ expected: count, listed: count, repeated: 0 });
				expect(report.gap).toBeUndefined();
			},
		),
		{ numRuns: 40 },
	);
});

test('leaves homes of another type out and counts them, and keeps those without a type', async () => {
	const rows = [...homes(3), home(4, { addressType: 'condo' }), home(5, { addressType: undefined })];
	const { report, listed } = await readAll({ onPage: () => ({ totalHits: 5, rows, problems: [] }) });
	expect(idsOf(listed)).toEqual(idsOf([...homes(3), home(5)]));
	expect(report).toMatchObject({ expected: 5, listed: 4, otherType: 1, withoutType: 1 });
	expect(report.gap).toBeUndefined();
});

test('asked for every type, it keeps every type', async () => {
	const rows = [
		home(1, { addressType: 'condo' }),
		home(2, { addressType: 'villa' }),
		home(3, { addressType: undefined }),
	];
	const query = { municipality: aarhus, addressType: undefined };
	const { report } = await readAll({ homes: rows, query });
	expect(report).toMatchObject({ name: 'Aarhus · all types', expected: 3, listed: 3, otherType: 0, withoutType: 1 });
});

test('rows that cannot be read are handed on as problems, and the sum holds with them', async () => {
	const { report, problems, listed } = await readAll({
		onPage: () => ({ totalHits: 3, rows: homes(2), problems: [invalid] }),
	});
	expect(listed).toHaveLength(2);
	expect(problems).toEqual([invalid]);
	expect(report).toMatchObject({ expected: 3, listed: 2 });
	expect(report.gap).toBeUndefined();
});

test('a row that cannot be read but for its id lists that home, once in however many readings', async () => {
	const named = { ...invalid, id: home(3).id };
	const { report, problems, listed, lists } = await readAll({
		onPage: ({ call }) => {
			if (call === 1) return { totalHits: 4, rows: homes(2), problems: [named] };
			const again = { ...named, message: 'zipCode: expected a number, got nothing' };
			return { totalHits: 4, rows: [...homes(2), home(4)], problems: [again] };
		},
	});
	expect(report).toMatchObject({ expected: 4, listed: 4, readAgain: 1 });
	expect(report.gap).toBeUndefined();
	expect(problems).toEqual([named]);
	expect(idsOf(listed)).toEqual([home(1).id, home(2).id, home(4).id]);
	expect(lists(home(3).id)).toBe(true);
});

test.each([
	['first', 1],
	['last', 2],
])('a home whose row can be read in one reading and not in another, the %s, is one home', async (_, bad) => {
	const { report, problems, listed } = await readAll({
		onPage: ({ call }) => {
			const rows = call === 1 ? homes(2) : [...homes(2), home(4)];
			if (call !== bad) return { totalHits: 4, rows: [...rows, home(3)], problems: [] };
			return { totalHits: 4, rows, problems: [{ ...invalid, id: home(3).id }] };
		},
	});
	expect(report).toMatchObject({ expected: 4, listed: 4 });
	expect(listed.length + problems.length).toBe(4);
});

test('a home that comes twice as a row that cannot be read stands for no other that is missing', async () => {
	const named = { ...invalid, id: home(3).id };
	const { report, problems } = await readAll({
		onPage: () => ({ totalHits: 4, rows: homes(2), problems: [named, named] }),
	});
	expect(problems).toEqual([named]);
	expect(report).toMatchObject({ listed: 3, gap: '1 of 4 homes were not listed in 3 readings' });
});

test('a retry of a page is told with its partition and page', async () => {
	const retry = { attempt: 2, attempts: 5, delayMs: 300, reason: 'HTTP 500' };
	const { events } = await readAll({
		homes: homes(300),
		onPage: ({ page, onRetry }) => {
			if (page === 2) onRetry(retry);
			return undefined;
		},
	});
	expect(events).toContainEqual({ type: 'discovery.retrying', partition: 'Aarhus · villa', page: 2, retry });
});

test('a refusal of the API ends the run as blocked', async () => {
	const error = await rejection(
		readAll({
			homes: homes(500),
			onPage: ({ page }) => (page === 2 ? { status: 'blocked', message: 'Go away.' } : undefined),
		}),
	);
	expect(error).toBeInstanceOf(StopRun);
	expect(error).toHaveProperty('reason', { kind: 'blocked', message: 'Go away.' });
});

test('an abort ends it with the reason of the signal', async () => {
	const abort = new AbortController();
	const reason = new StopRun({ kind: 'asked', atOnce: false });
	const reading = readAll({
		homes: homes(5000),
		signal: abort.signal,
		onPage: ({ page }) => {
			if (page === 3) abort.abort(reason);
			return undefined;
		},
	});
	expect(await rejection(reading)).toBe(reason);
});

test('a partition is named by its municipality and its type', () => {
	expect(partitionName(villas)).toBe('Aarhus · villa');
	expect(partitionName({ municipality: aarhus, addressType: undefined })).toBe('Aarhus · all types');
});

test('a home that slips over a page border while another is withdrawn is found, though the sum was right', async () => {
	const all = homes(2000);
	const { report, listed } = await readAll({
		homes: all,
		onPage: ({ page, call, world }, answer) => {
			if (page === 5 && call < 12) world.homes = all.slice(1);
			return answer();
		},
	});
	expect(report.gap).toBeUndefined();
	expect(new Set(idsOf(listed))).toEqual(new Set(idsOf(all)));
});
