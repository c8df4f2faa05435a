import { expect, test } from 'vitest';
import type { ListedHome } from '../../src/import/ports.ts';
import { startScene, tally } from './support-run.ts';
import { aarhus, failedPage, home, homes, invalid, villas } from './support-world.ts';

test('imports every home, commits every batchSize, and accounts for each', async () => {
	const scene = startScene({ world: { homes: homes(1234) } });
	const result = await scene.end();
	expect(result).toMatchObject({ runId: 'run-1', status: 'completed' });
	expect(result).not.toHaveProperty('stopReason');
	expect(tally(result.counts)).toEqual({ expected: 1234, discovered: 1234, imported: 1234 });
	expect(scene.store.homes.size).toBe(1234);
	expect(scene.store.commits).toEqual([...Array(123).fill(10), 4]);
	expect(result.requests).toBe(1234 + 7);
});

test('the first event is run.started, the last is run.finished with the result', async () => {
	const scene = startScene({ world: { homes: homes(30) }, run: { limit: 20, rate: 5 } });
	const result = await scene.end();
	expect(scene.events[0]).toEqual({
		type: 'run.started',
		at: expect.any(Number),
		runId: 'run-1',
		municipalities: ['Aarhus'],
		addressTypes: ['villa'],
		workers: 4,
		batchSize: 10,
		limit: 20,
		fetch: 'details',
		rate: 5,
		apiUrl: 'http://127.0.0.1',
		database: 'memory',
	});
	expect(scene.events.at(-1)).toEqual({ type: 'run.finished', at: scene.clock.now(), ...result });
	expect(scene.state().result).toMatchObject(result);
});

test('nothing follows run.finished, whatever is asked of the run then', async () => {
	const scene = startScene({ world: { homes: homes(3) } });
	await scene.end();
	scene.running.control.pause();
	scene.running.control.setWorkers(9);
	scene.running.control.stop();
	scene.running.control.abort();
	await scene.clock.advance(60_000);
	expect(scene.events.at(-1)?.type).toBe('run.finished');
	expect(scene.state().result?.status).toBe('completed');
});

const readListed = ({ id }: ListedHome) => ({ record: id, notes: { unknownFields: [], repairedTexts: [] } });

test('pages that were read ahead of a limit are given up with it', async () => {
	const scene = startScene({
		world: {
			...{ homes: homes(2000), latency: 0, pageLatency: (page: number) => (page > 3 ? 600_000 : 1) },
			// The second page says what the first has said.
			onPage: ({ page, world }, answer) =>
				page === 2 ? { totalHits: 2000, rows: world.homes.slice(0, 200), problems: [] } : answer(),
		},
		run: { limit: 250 },
	});
	const { counts } = await scene.end();
	expect(counts.imported).toBe(250);
	expect(scene.world.pages.length).toBeGreaterThan(3);
	expect(scene.clock.sleeping).toBe(0);
});

test.each(['details', 'pages'] as const)(
	'a limit asks for no more pages than hold it, where %s are stored',
	async (fetch) => {
		const scene = startScene({ world: { homes: homes(3000), readListed }, run: { fetch, limit: 750 } });
		expect((await scene.end()).counts.discovered).toBe(750);
		expect(scene.world.pages.map(({ page }) => page)).toEqual(fetch === 'pages' ? [1, 2] : [1, 2, 3, 4]);
	},
);

test('fetching starts before discovery ends', async () => {
	const scene = startScene({ world: { homes: homes(5000), pageLatency: 1000, latency: 5 } });
	await scene.end();
	const types = scene.events.map(({ type }) => type);
	expect(types.indexOf('worker.finished')).toBeGreaterThan(0);
	expect(types.indexOf('worker.finished')).toBeLessThan(types.indexOf('discovery.finished'));
	expect(types.indexOf('batch.committed')).toBeLessThan(types.indexOf('discovery.finished'));
});

test.each([1, 99, 200, 250, 1000, 1001, 1200])('a limit of %d takes exactly so many homes', async (limit) => {
	const scene = startScene({ world: { homes: homes(1200), latency: 1 }, run: { limit, workers: 60 } });
	const { counts, status } = await scene.end();
	expect(tally(counts)).toEqual({ expected: limit, discovered: limit, imported: limit });
	expect(scene.world.fetched).toHaveLength(limit);
	expect(status).toBe('completed');
});

test('a limit counts rows that cannot be read as well, and is never exceeded by them', async () => {
	const scene = startScene({
		world: { onPage: () => ({ totalHits: 12, rows: homes(10), problems: [invalid, invalid] }) },
		run: { limit: 10 },
	});
	const { counts } = await scene.end();
	expect(counts).toMatchObject({ discovered: 10 });
	expect(counts.imported + counts.failed).toBe(10);
});

test('a limit above what there is changes nothing', async () => {
	const scene = startScene({ world: { homes: homes(30) }, run: { limit: 1000 } });
	expect(tally((await scene.end()).counts)).toEqual({ expected: 30, discovered: 30, imported: 30 });
});

test('what is stored already is skipped without a request, found by one query for the first page and one per 1,024 ids', async () => {
	const stored = homes(2400).map(({ id }) => id);
	const scene = startScene({ world: { homes: homes(2450) }, stored });
	const { counts } = await scene.end();
	expect(tally(counts)).toEqual({ expected: 2450, discovered: 2450, skipped: 2400, imported: 50 });
	// The first page by itself, so that workers have something to do.
	expect(scene.store.checks).toEqual([200, 1024, 1024, 202]);
	expect(scene.world.fetched).toHaveLength(50);
});

test('a second run over the same homes skips them all', async () => {
	const first = startScene({ world: { homes: homes(100) } });
	await first.end();
	const second = startScene({ world: { homes: homes(100) }, stored: [...first.store.homes] });
	expect(tally((await second.end()).counts)).toEqual({ expected: 100, discovered: 100, skipped: 100 });
	expect(second.world.fetched).toEqual([]);
	expect(second.store.saves).toBe(0);
});

test.each([1, 4, 12, 64])('never more than %d workers are in flight, and all of them are used', async (workers) => {
	const scene = startScene({ world: { homes: homes(500), latency: 20 }, run: { workers } });
	await scene.end();
	expect(scene.world.mostInFlight).toBe(workers);
	expect(Math.max(...scene.of('worker.fetching').map(({ worker }) => worker))).toBe(workers);
});

test('one worker does it one after the other, in the order of the API', async () => {
	const scene = startScene({ world: { homes: homes(50) }, run: { workers: 1 } });
	await scene.end();
	expect(scene.world.fetched).toEqual(homes(50).map(({ id }) => id));
});

test.each([true, false])(
	'what later partitions hold is counted beforehand, where the API tells it (%s)',
	async (tells) => {
		const all = Array.from({ length: 300 }, (_, index) => home(index + 1, { addressType: undefined }));
		const queries = ['villa', 'condo', 'terraced house'].map((addressType) => ({ ...villas, addressType }));
		const scene = startScene({
			world: {
				onPage: ({ perPage, query }) => {
					if (perPage === 1 && !tells) return failedPage('no');
					const from = 100 * queries.findIndex(({ addressType }) => addressType === query.addressType);
					return { totalHits: 100, rows: all.slice(from, from + Math.min(perPage, 100)), problems: [] };
				},
			},
			run: { queries },
		});
		const { counts } = await scene.end();
		expect(tally(counts)).toEqual({ expected: 300, discovered: 300, imported: 300 });
		expect(scene.of('partitions.counted').map(({ expectedOf }) => expectedOf)).toEqual(
			tells ? [{ 'Aarhus · condo': 100, 'Aarhus · terraced house': 100 }] : [],
		);
		expect(scene.world.pages.filter(({ perPage }) => perPage === 1)).toHaveLength(tells ? 2 : 1);
	},
);

test('a limit needs no count of what comes later', async () => {
	const queries = ['villa', 'condo'].map((addressType) => ({ ...villas, addressType }));
	const scene = startScene({ world: { homes: homes(50) }, run: { queries, limit: 20 } });
	await scene.end();
	expect(scene.world.pages).toHaveLength(1);
});

test('a home that two partitions list is fetched once and counted as skipped the second time', async () => {
	const shared = home(1, { addressType: undefined });
	const condos = { municipality: aarhus, addressType: 'condo' };
	const scene = startScene({
		world: { onPage: () => ({ totalHits: 1, rows: [shared], problems: [] }) },
		run: { queries: [villas, condos] },
	});
	const { counts } = await scene.end();
	expect(scene.world.fetched).toEqual([shared.id]);
	expect(tally(counts)).toEqual({ expected: 2, discovered: 2, imported: 1, skipped: 1 });
});

test('a home that is committed while the duplicates are looked up is not fetched again', async () => {
	const everyType = { ...villas, addressType: undefined };
	const scene = startScene({
		world: { homes: homes(1000), latency: 100 },
		store: { checkLatency: 250 },
		run: { queries: [everyType, { ...everyType, addressType: 'villa' }], workers: 64, batchSize: 1 },
	});
	const { counts } = await scene.end();
	expect(new Set(scene.world.fetched).size).toBe(scene.world.fetched.length);
	expect(tally(counts)).toEqual({ expected: 2000, discovered: 2000, imported: 1000, skipped: 1000 });
});

test('rows of a page that cannot be read are failures without an id, with what the API sent', async () => {
	const problem = { ...invalid, payload: { zipCode: 'x' } };
	const scene = startScene({ world: { onPage: () => ({ totalHits: 3, rows: homes(2), problems: [problem] }) } });
	const { counts, status } = await scene.end();
	expect(tally(counts)).toEqual({ expected: 3, discovered: 3, imported: 2, failed: 1 });
	expect(status).toBe('completed');
	expect(scene.store.failures).toMatchObject([{ id: null, label: 'a row of a search page', problem }]);
});

test('a home the API lists and does not have is gone, and only a 404 makes it so', async () => {
	const scene = startScene({
		world: {
			homes: homes(3),
			onFetch: (id) => {
				if (id === home(1).id) return { status: 'gone', attempts: 1 };
				return id === home(2).id ? { status: 'failed', problem: invalid, attempts: 1 } : undefined;
			},
		},
	});
	const { counts } = await scene.end();
	expect(tally(counts)).toEqual({ expected: 3, discovered: 3, imported: 1, failed: 1, gone: 1 });
	expect(scene.of('home.gone')).toMatchObject([{ id: home(1).id, label: home(1).label }]);
});

test('fields that nobody has seen before and repaired texts are told', async () => {
	const notes = { unknownFields: ['solar', 'road.paved'], repairedTexts: ['cases[0].descriptionBody'] };
	const scene = startScene({
		world: { homes: homes(2), onFetch: (id) => ({ status: 'fetched', record: id, notes, attempts: 1 }) },
	});
	await scene.end();
	expect(scene.state().unknownFields).toEqual({ solar: 2, 'road.paved': 2 });
	expect(scene.state().repairedHomes).toBe(2);
});

test('the result tells the speed, the requests and the time one worker alone would have needed', async () => {
	const scene = startScene({ world: { homes: homes(100), latency: 1000, pageLatency: 0 }, run: { workers: 10 } });
	const result = await scene.end();
	expect(result.sequentialEstimateMs).toBe(100_000);
	expect(result.durationMs).toBeGreaterThanOrEqual(10_000);
	expect(result.durationMs).toBeLessThan(10_100);
	expect(result.propertiesPerSecond).toBeCloseTo(10, 0);
});
