import { describe, expect, test } from 'vitest';
import type { ListedHome, PageOutcome } from '../../src/import/ports.ts';
import { doneWith } from '../../src/import/progress.ts';
import { startScene, tally } from './support-run.ts';
import { refusals } from './support-store.ts';
import { fetchedHome, home, homes, invalid, villas } from './support-world.ts';

const tooMuch: PageOutcome = {
	status: 'failed',
	problem: { stage: 'fetch', kind: 'timeout', message: 'too slow', outage: true, tooMuch: true },
};

/** Every search record says of a home what its detail says, unless the test has it otherwise. */
const honest = {
	readListed: ({ id }: ListedHome) => ({ record: `record of ${id}`, notes: { unknownFields: [], repairedTexts: [] } }),
};

describe('an import from pages', () => {
	test('stores search records, and fetches a sample of 1 %, at least 5 and at most 50', async () => {
		for (const [count, sample] of [
			[4, 4],
			[300, 5],
			[9000, 50],
		] as const) {
			const scene = startScene({ world: { homes: homes(count), ...honest }, run: { fetch: 'pages' }, random: dice() });
			const result = await scene.end();
			expect(result.status).toBe('completed');
			expect(tally(result.counts)).toEqual({ expected: count, discovered: count, imported: count });
			expect(scene.store.homes.size).toBe(count);
			expect(scene.world.fetched).toHaveLength(sample);
			expect(scene.state().pages).toMatchObject({ stored: count - sample, differences: [] });
		}
	});

	test('with a limit the sample is of the homes that it lets in', async () => {
		const scene = startScene({
			world: { homes: homes(9000), ...honest },
			run: { fetch: 'pages', limit: 1000 },
			random: dice(),
		});
		const result = await scene.end();
		expect(tally(result.counts)).toEqual({ expected: 1000, discovered: 1000, imported: 1000 });
		expect(scene.world.fetched).toHaveLength(10);
	});

	test('fetches what its search record cannot stand for', async () => {
		const listed = new Set(
			homes(1000)
				.filter((_, index) => index % 10 === 0)
				.map(({ id }) => id),
		);
		const readListed = (row: ListedHome) => (listed.has(row.id) ? undefined : honest.readListed(row));
		const scene = startScene({ world: { homes: homes(1000), readListed }, run: { fetch: 'pages' }, random: dice() });
		expect(tally((await scene.end()).counts)).toEqual({ expected: 1000, discovered: 1000, imported: 1000 });
		for (const id of listed) expect(scene.world.fetched).toContain(id);
		expect(scene.world.fetched.length).toBeLessThanOrEqual(listed.size + 10);
	});

	test('reads its pages in the workers’ places, no more at once than there are', async () => {
		const scene = startScene({
			world: { homes: homes(8000), ...honest, pageLatency: 100 },
			run: { fetch: 'pages', workers: 3 },
		});
		await scene.end();
		expect(scene.world.mostPagesInFlight).toBe(3);
		expect(scene.of('worker.fetching').some(({ label }) => label === 'page 2 of Aarhus · villa')).toBe(true);
		expect(scene.world.pages[0]?.perPage).toBe(500);
		const pages = scene.of('worker.finished').filter(({ outcome }) => outcome === 'listed');
		for (const page of pages) expect(page).toMatchObject({ ms: 100, attempts: 1 });
	});

	test('a home that is refused from its page and again from its own record has failed once, and else is stored', async () => {
		const bad = new Set(
			homes(60)
				.map(({ id }) => id)
				.slice(40),
		);
		for (const [refusedAgain, failed] of [
			[true, 20],
			[false, 0],
		] as const) {
			const scene = startScene({
				world: { homes: homes(300), ...honest, differences: () => ['livingArea'], latency: 2000, pageLatency: 10 },
				run: { fetch: 'pages' },
				store: {
					refuse: (entries) => {
						const refused = entries.some(
							(entry) => entry.kind === 'home' && bad.has(entry.id) && (refusedAgain || entry.fromPage === true),
						);
						return refused ? refusals.record() : undefined;
					},
				},
			});
			const { status, counts } = await scene.end();
			expect(status).toBe('completed');
			expect(tally(counts)).toEqual({
				...{ expected: 300, discovered: 300, imported: 300 - failed },
				...(failed > 0 && { failed }),
			});
			expect(scene.store.homes.size).toBe(300 - failed);
		}
	});

	test('stops in order while the sample of one partition is open and the next one is being listed', async () => {
		const condo = { ...villas, addressType: 'condo' };
		const scene = startScene({
			world: { homes: [...homes(300), ...homes(600, { addressType: 'condo' }).slice(300)], ...honest, latency: 10_000 },
			run: { fetch: 'pages', queries: [villas, condo] },
			listen: (event, { running }) => {
				if (event.type === 'partition.counted' && event.partition.endsWith('condo')) running.control.stop();
			},
		});
		expect((await scene.end()).status).toBe('interrupted');
	});

	test('skips what is stored, whatever the page says', async () => {
		const scene = startScene({
			world: { homes: homes(500), ...honest },
			run: { fetch: 'pages' },
			stored: homes(400).map(({ id }) => id),
		});
		expect(tally((await scene.end()).counts)).toEqual({ expected: 500, discovered: 500, skipped: 400, imported: 100 });
	});

	test('at the first difference falls back to details, for what was stored from its pages as well; nothing counts twice', async () => {
		const scene = startScene({
			world: { homes: homes(3000), ...honest, differences: () => ['livingArea'] },
			run: { fetch: 'pages' },
			random: dice(),
		});
		const result = await scene.end();
		expect(result.status).toBe('completed');
		expect(tally(result.counts)).toEqual({ expected: 3000, discovered: 3000, imported: 3000 });
		expect(new Set(scene.world.fetched).size).toBe(3000);
		expect(scene.of('pages.distrusted').length).toBeGreaterThanOrEqual(1);
		expect(scene.state().pages).toMatchObject({ differences: ['livingArea'] });
	});

	test('what is fetched once more is left to do: it counts in what is done, in the time left and in the speed', async () => {
		const shares: number[] = [];
		const scene = startScene({
			world: { homes: homes(3000), ...honest, differences: () => ['livingArea'] },
			run: { fetch: 'pages' },
			random: dice(),
			listen: (event, { state }) => {
				if (event.type === 'batch.committed' && scene.of('pages.distrusted').length > 0)
					shares.push(doneWith(state()) / state().counts.expected);
			},
		});
		await scene.end();
		expect(shares[0]).toBeLessThan(0.5);
		expect(shares.at(-1)).toBe(1);
		const { pages, pace } = scene.state();
		expect(pages.fetchedAgain).toBe(pages.recalled);
		expect(pace.completed).toBe(3000 + pages.recalled);
	});

	test('a difference that shows only in the last home of the sample is acted upon as well', async () => {
		const last = home(60).id;
		const scene = startScene({
			world: {
				homes: homes(60),
				...honest,
				latency: (id) => (id === last ? 5000 : 10),
				differences: (listed) => (listed === `record of ${last}` ? ['road'] : []),
			},
			run: { fetch: 'pages' },
			random: () => 0.9999,
		});
		const result = await scene.end();
		expect(tally(result.counts)).toEqual({ expected: 60, discovered: 60, imported: 60 });
		expect(new Set(scene.world.fetched).size).toBe(60);
	});

	test('a home of the sample that cannot be fetched says nothing of the pages, and is a failure as ever', async () => {
		const scene = startScene({
			world: {
				homes: homes(200),
				...honest,
				onFetch: (id) => (id === home(200).id ? { status: 'gone' } : fetchedHome(id)),
			},
			run: { fetch: 'pages' },
			random: () => 0.9999,
		});
		expect(tally((await scene.end()).counts)).toEqual({ expected: 200, discovered: 200, imported: 199, gone: 1 });
		expect(scene.state().pages).toMatchObject({ compared: 4, differences: [] });
	});

	test('a stop in the middle accounts for every home, stored, fetched or left', async () => {
		const scene = startScene({
			world: { homes: homes(5000), ...honest, pageLatency: 200, latency: 500 },
			run: { fetch: 'pages' },
			random: dice(),
		});
		await scene.clock.advance(900);
		scene.running.control.stop();
		const { counts, status } = await scene.end();
		expect(status).toBe('interrupted');
		expect(counts.imported).toBe(counts.discovered);
		expect(scene.store.homes.size).toBe(counts.imported);
	});

	test('a size that was refused once is not asked for again, and what is left of the others is read in parts', async () => {
		const most = (query: { page: number }) => (query.page === 1 ? 500 : 100);
		const scene = startScene({
			world: {
				homes: homes(3000),
				...honest,
				onPage: ({ page, perPage }) => (perPage > most({ page }) ? tooMuch : undefined),
			},
			run: { fetch: 'pages', workers: 1 },
		});
		const result = await scene.end();
		expect(tally(result.counts)).toEqual({ expected: 3000, discovered: 3000, imported: 3000 });
		const sizes = scene.world.pages.map(({ perPage }) => perPage);
		// Four are under way when the first is refused.
		expect(sizes.filter((size) => size === 250).length).toBeLessThanOrEqual(4);
		expect(sizes).toContain(50);
	});

	test('a partition none of whose sample could be fetched is not trusted', async () => {
		let asked = 0;
		const scene = startScene({
			world: {
				homes: homes(300),
				...honest,
				onFetch: (id) => (++asked <= 5 ? { status: 'gone' } : fetchedHome(id)),
			},
			run: { fetch: 'pages' },
		});
		expect(tally((await scene.end()).counts)).toEqual({ expected: 300, discovered: 300, imported: 295, gone: 5 });
		expect(scene.of('pages.distrusted')).toMatchObject([{ compared: 0, recalled: 295 }]);
		expect(scene.world.fetched).toHaveLength(300);
	});

	test('the sample is of all pages, not of the first alone, and of the homes that are not stored yet', async () => {
		const places: number[] = [];
		for (let seed = 1; seed <= 40; seed++) {
			const stored = homes(250).map(({ id }) => id);
			const scene = startScene({
				world: { homes: homes(500), ...honest, mostPerPage: 50 },
				run: { fetch: 'pages' },
				stored,
				random: dice(seed),
			});
			await scene.end();
			expect(scene.world.fetched.length).toBeGreaterThanOrEqual(4);
			expect(scene.world.fetched.length).toBeLessThanOrEqual(6);
			places.push(...scene.world.fetched.map((id) => Number(id.slice(-6))));
		}
		for (const from of [250, 300, 350, 400, 450])
			expect(places.filter((place) => place > from && place <= from + 50).length, `${from}`).toBeGreaterThan(10);
	});

	test('a record that cannot be read, though its search record can, is a difference', async () => {
		const scene = startScene({
			world: { homes: homes(300), ...honest, onFetch: () => ({ status: 'failed', problem: invalid }) },
			run: { fetch: 'pages' },
			random: dice(),
		});
		await scene.end();
		expect(scene.of('pages.distrusted')[0]).toMatchObject({ differs: true });
	});

	test('a partition half of whose sample could not be fetched is not trusted', async () => {
		let asked = 0;
		const scene = startScene({
			world: {
				homes: homes(300),
				...honest,
				onFetch: (id) => (++asked <= 3 ? { status: 'gone' } : fetchedHome(id)),
			},
			run: { fetch: 'pages' },
			random: dice(),
		});
		await scene.end();
		expect(scene.of('pages.distrusted')).toMatchObject([{ compared: 2, differs: false }]);
	});

	test('a page that is too large is not asked for again by the partitions that follow', async () => {
		const condo = { ...villas, addressType: 'condo' };
		const scene = startScene({
			world: {
				homes: [...homes(300), ...homes(600, { addressType: 'condo' }).slice(300)],
				...honest,
				onPage: ({ perPage }) =>
					perPage > 250
						? { status: 'failed', problem: { stage: 'fetch', kind: 'bad-request', message: 'too many', tooMuch: true } }
						: undefined,
			},
			run: { fetch: 'pages', queries: [villas, condo] },
		});
		expect((await scene.end()).status).toBe('completed');
		expect(scene.world.pages.filter(({ perPage }) => perPage === 500)).toHaveLength(1);
	});

	test('which homes of a small partition are its sample is left to chance', async () => {
		const scene = startScene({ world: { homes: homes(300), ...honest }, run: { fetch: 'pages' }, random: dice() });
		await scene.end();
		const first = new Set(homes(20).map(({ id }) => id));
		expect(scene.world.fetched.filter((id) => !first.has(id)).length).toBeGreaterThan(0);
	});

	test('every search record is counted, those of pages that are not trusted any more as well', async () => {
		let counted = 0;
		const scene = startScene({
			world: {
				homes: homes(2000),
				readListed: (row) => {
					counted++;
					return honest.readListed(row);
				},
				countListed: () => void counted++,
				differences: () => ['livingArea'],
			},
			run: { fetch: 'pages' },
		});
		await scene.end();
		expect(scene.of('pages.distrusted')).toHaveLength(1);
		expect(counted).toBe(2000);
	});

	test('of a page that is asked for in parts, one that cannot be read costs no more than its own homes', async () => {
		const scene = startScene({
			world: {
				homes: homes(1000),
				...honest,
				onPage: ({ page, perPage }) => {
					if (page === 2 && perPage === 500) return tooMuch;
					return page === 3 && perPage === 250 ? { status: 'failed', problem: invalid } : undefined;
				},
			},
			run: { fetch: 'pages' },
		});
		const result = await scene.end();
		expect(result.status).toBe('incomplete');
		expect(scene.store.homes.size).toBe(750);
	});

	test('a home that is fetched again before its page is committed is stored once', async () => {
		const scene = startScene({
			world: { homes: homes(40), ...honest, differences: () => ['livingArea'], latency: 100 },
			run: { fetch: 'pages', batchSize: 50, workers: 30 },
			random: dice(),
		});
		const result = await scene.end();
		expect(scene.store.commits.some((size) => size > 40)).toBe(true);
		expect(tally(result.counts)).toEqual({ expected: 40, discovered: 40, imported: 40 });
	});

	test('a page that is too large for the API is asked for in halves', async () => {
		const scene = startScene({
			world: {
				homes: homes(3000),
				...honest,
				onPage: ({ perPage }) => (perPage > 125 ? tooMuch : undefined),
			},
			run: { fetch: 'pages' },
		});
		// The first answer decides whether the API is there at all: a server that only knows small pages is.
		const result = await scene.end();
		expect(tally(result.counts)).toEqual({ expected: 3000, discovered: 3000, imported: 3000 });
		expect(scene.world.pages.map(({ perPage }) => perPage).filter((size) => size > 125)).toEqual([500, 250, 200]);
		expect(scene.of('pages.lowered')).toMatchObject([
			{ tooMany: 500, rows: 250, reason: 'timeout' },
			{ tooMany: 250, rows: 200 },
			{ tooMany: 200, rows: 100 },
		]);
	});
});

/** Chance that repeats itself. */
function dice(seed = 42): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}
