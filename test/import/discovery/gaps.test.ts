import { expect, test } from 'vitest';
import { StopRun } from '../../../src/import/stop-run.ts';
import { rejection } from '../support.ts';
import { failedPage, home, homes, invalid, outage } from '../support-world.ts';
import { idsOf, readAll } from './support.ts';

test('a page that cannot be read is a gap with its number and reason; the other pages are still listed', async () => {
	const { report, listed } = await readAll({
		homes: homes(1000),
		onPage: ({ page }) => (page === 3 ? failedPage('The API is in trouble: HTTP 500.') : undefined),
	});
	expect(report.gap).toBe('page 3 could not be read: The API is in trouble: HTTP 500.');
	expect(report).toMatchObject({ expected: 1000, listed: 800 });
	expect(listed).toHaveLength(800);
});

test('several pages that cannot be read are all named', async () => {
	const { report } = await readAll({
		homes: homes(1000),
		onPage: ({ page }) => (page % 2 === 0 ? failedPage('no') : undefined),
	});
	expect(report.gap).toBe('page 2 could not be read: no; page 4 could not be read: no');
});

test('an API that has never given anything of use ends the run, whatever it answers', async () => {
	const error = await rejection(readAll({ homes: homes(10), onPage: () => failedPage('no such path') }));
	expect(error).toHaveProperty('reason', { kind: 'api-unavailable', message: 'no such path' });
});

test('an API that is down from the start ends the run', async () => {
	const error = await rejection(readAll({ onPage: () => ({ status: 'failed', problem: outage }) }));
	expect(error).toBeInstanceOf(StopRun);
	expect(error).toHaveProperty('reason', { kind: 'api-unavailable', message: outage.message });
});

test('a home of another municipality means that the filter was ignored: nothing more is read or believed', async () => {
	const stranger = home(900, { municipalityCode: 101 });
	const { report, listed, world } = await readAll({
		homes: homes(1000),
		onPage: ({ page }, answer) => (page === 2 ? { ...answer(), rows: [home(201), stranger] } : undefined),
	});
	expect(report.gap).toBe('asked for Aarhus, the API answered with a home of municipality 101: it ignored the filter');
	expect(listed.some((row) => row.id === stranger.id)).toBe(false);
	expect(listed).toHaveLength(200);
	expect(Math.max(...world.pages.map(({ page }) => page))).toBeLessThanOrEqual(6);
});

test('a whole country instead of one municipality lists nothing', async () => {
	const rows = homes(200, { municipalityCode: 101 });
	const { report, listed, world } = await readAll({ onPage: () => ({ totalHits: 9000, rows, problems: [] }) });
	expect(listed).toEqual([]);
	expect(report.gap).toContain('it ignored the filter');
	expect(world.pages.map(({ page }) => page)).toEqual([1, 2, 3]); // those read ahead, and none after them
});

test('a row that comes twice is listed once, and the count of its repetitions is told', async () => {
	const rows = [...homes(3), home(2), home(1)];
	const { report, listed } = await readAll({ onPage: () => ({ totalHits: 3, rows, problems: [] }) });
	expect(idsOf(listed)).toEqual(idsOf(homes(3)));
	expect(report).toMatchObject({ listed: 3, repeated: 2 });
	expect(report.gap).toBeUndefined();
});

test('a home that is missing is looked for in three readings, and then named as a gap', async () => {
	const all = homes(300);
	const { report, listed, world } = await readAll({
		homes: all,
		onPage: (_call, answer) => ({ ...answer(), rows: answer().rows.filter((row) => row.id !== home(250).id) }),
	});
	expect(listed).toHaveLength(299);
	expect(report.gap).toBe('1 of 300 homes were not listed in 3 readings');
	expect(world.pages).toHaveLength(6);
});

test('a row that cannot be read does not stand for a home that is missing, however often both are met', async () => {
	const { report, problems } = await readAll({
		onPage: ({ page }) =>
			page === 1 ? { totalHits: 4, rows: homes(2), problems: [invalid] } : { totalHits: 4, rows: [], problems: [] },
	});
	expect(report.gap).toBe('1 of 4 homes were not listed in 3 readings');
	expect(problems).toEqual([invalid]);
});

test('a home that moved between pages while they were read is found by reading again, and comes out once', async () => {
	const missing = home(250);
	const { report, listed, world } = await readAll({
		homes: homes(300),
		onPage: ({ call, page }, answer) => {
			if (page === 1 || call > 3) return undefined;
			return { ...answer(), rows: [home(7), ...answer().rows.filter((row) => row.id !== missing.id)] };
		},
	});
	expect(idsOf(listed)).toEqual(idsOf(homes(300)));
	expect(listed.at(-1)).toEqual(missing);
	expect(report).toMatchObject({ expected: 300, listed: 300, repeated: 1 });
	expect(report.gap).toBeUndefined();
	expect(world.pages).toHaveLength(4);
});

test('a page that cannot be read in a later reading is a gap', async () => {
	const { report } = await readAll({
		homes: homes(100),
		onPage: ({ call }, answer) => (call === 1 ? { ...answer(), rows: [...homes(99), home(1)] } : failedPage('no')),
	});
	expect(report.gap).toBe('page 1 could not be read: no');
});

test('a home that appears while the pages are read is listed too: the newest total counts', async () => {
	const { report, listed } = await readAll({
		homes: homes(300),
		onPage: ({ call, world }, answer) => {
			if (call === 2) world.homes = [home(0), ...homes(300)];
			return answer();
		},
	});
	expect(idsOf(listed)).toEqual(idsOf([home(0), ...homes(300)]));
	expect(report).toMatchObject({ expected: 301, listed: 301 });
	expect(report.gap).toBeUndefined();
});

test('a home that is withdrawn while the pages are read is no gap', async () => {
	const { report, listed } = await readAll({
		homes: homes(300),
		onPage: ({ call, world }, answer) => {
			if (call === 2) world.homes = homes(299);
			return answer();
		},
	});
	expect(listed).toHaveLength(299);
	expect(report).toMatchObject({ expected: 299, listed: 299 });
	expect(report.gap).toBeUndefined();
});

test('pages without rows though homes were counted are a gap, not an empty partition', async () => {
	const { report, world } = await readAll({ onPage: () => ({ totalHits: 5, rows: [], problems: [] }) });
	expect(report).toMatchObject({ expected: 5, listed: 0, gap: '5 of 5 homes were not listed in 3 readings' });
	expect(world.pages).toHaveLength(3);
});
