import { expect, onTestFinished, test } from 'vitest';
import { quiet, rejection, simulate } from './support.ts';
import { type Scene, startScene, tally } from './support-run.ts';
import { refusals } from './support-store.ts';
import { failedPage, home, homes, invalid, outage } from './support-world.ts';

test('a page that cannot be read makes the run incomplete, never silently shorter', async () => {
	const scene = startScene({
		world: { homes: homes(1000), onPage: ({ page }) => (page === 2 ? failedPage('HTTP 500') : undefined) },
	});
	const result = await scene.end();
	expect(result.status).toBe('incomplete');
	expect(tally(result.counts)).toEqual({ expected: 1000, discovered: 800, imported: 800 });
	expect(scene.state().partitions).toMatchObject([{ gap: 'page 2 could not be read: HTTP 500' }]);
});

test('a refusal of the API stops the run as blocked; what was in flight is still committed', async () => {
	let fetches = 0;
	const scene = startScene({
		world: {
			homes: homes(500),
			onFetch: () => (++fetches === 30 ? { status: 'blocked', message: 'The API refuses us.' } : undefined),
		},
	});
	const result = await scene.end();
	expect(result).toMatchObject({ status: 'blocked', stopReason: { kind: 'blocked', message: 'The API refuses us.' } });
	expect(result.counts.failed).toBe(0);
	expect(scene.store.homes.size).toBe(result.counts.imported);
	expect(result.counts.imported).toBe(fetches - 1);
	expect(result.counts.discovered).toBe(fetches - 1);
});

test('a run that is ended at once after it was blocked is still told as blocked', async () => {
	const scene = startScene({
		world: {
			homes: homes(5),
			latency: (id) => (id === home(1).id ? 1 : 60_000),
			onFetch: () => ({ status: 'blocked', message: 'no' }),
		},
	});
	await scene.clock.advance(100);
	scene.running.control.abort();
	expect(await scene.end()).toMatchObject({ status: 'blocked', stopReason: { kind: 'blocked' } });
});

test('a page that is refused stops the run as blocked too', async () => {
	const scene = startScene({ world: { onPage: () => ({ status: 'blocked', message: 'no' }) } });
	expect(await scene.end()).toMatchObject({ status: 'blocked', stopReason: { kind: 'blocked' }, requests: 1 });
});

test('an API that is knocked at is left alone once the run is to end, though what is stored takes its time', async () => {
	const knocks = (): number => scene.world.pages.filter(({ perPage }) => perPage === 1).length;
	const scene: Scene = startScene({
		world: {
			homes: homes(100),
			onPage: ({ perPage }) => (perPage === 1 ? { status: 'failed', problem: outage } : undefined),
			onFetch: (id, { gate }) => {
				gate?.answered();
				if (id <= home(20).id) return undefined;
				for (let failed = 0; failed < 5; failed++) {
					gate?.failed({ message: 'away', sentAt: scene.clock.now(), pushedBack: false });
				}
				return { status: 'failed', problem: outage };
			},
		},
		store: { latency: 60_000 },
		listen: (event) => {
			if (event.type === 'api.waiting') scene.running.control.stop();
		},
	});
	await scene.end();
	expect(scene.of('api.waiting')).toHaveLength(1);
	expect(knocks()).toBe(1);
});

test('an API that goes down fails the run after a few homes, and the others are left for the next', async () => {
	let fetches = 0;
	const scene = startScene({
		world: {
			homes: homes(1000),
			onFetch: () => (++fetches > 100 ? { status: 'failed', problem: outage, attempts: 5 } : undefined),
		},
	});
	const result = await scene.end();
	expect(result).toMatchObject({ status: 'failed', stopReason: { kind: 'api-unavailable', message: outage.message } });
	expect(result.counts.imported).toBe(100);
	// Two failures per worker, and what was in flight then.
	expect(result.counts.failed).toBeLessThanOrEqual(12);
	expect(result.counts.discovered).toBe(100 + result.counts.failed);
	expect(scene.store.failures).toHaveLength(result.counts.failed);
	const next = startScene({ world: { homes: homes(1000) }, stored: [...scene.store.homes] });
	expect(tally((await next.end()).counts)).toEqual({ expected: 1000, discovered: 1000, skipped: 100, imported: 900 });
});

test('an API that is down from the start fails the run after one request', async () => {
	const scene = startScene({ world: { onPage: () => ({ status: 'failed', problem: outage }) } });
	expect(await scene.end()).toMatchObject({ status: 'failed', stopReason: { kind: 'api-unavailable' }, requests: 1 });
});

test('2 % of answers that fail for good are failures, and nothing else is lost', async () => {
	let fetches = 0;
	const scene = startScene({
		world: {
			homes: homes(1000),
			onFetch: () => (++fetches % 50 === 0 ? { status: 'failed', problem: outage, attempts: 5 } : undefined),
		},
	});
	const result = await scene.end();
	expect(result.status).toBe('completed');
	expect(tally(result.counts)).toEqual({ expected: 1000, discovered: 1000, imported: 980, failed: 20 });
});

test('a database that refuses for good fails the run, and every home it left is accounted for', async () => {
	const scene = startScene({
		world: { homes: homes(2000) },
		store: { refuse: (_, call) => (call > 5 ? refusals.fatal() : undefined) },
	});
	const result = await scene.end();
	expect(result).toMatchObject({
		status: 'failed',
		stopReason: { kind: 'database', message: 'permission denied for table property' },
	});
	expect(tally(result.counts)).toEqual({ expected: 2000, discovered: 50, imported: 50 });
});

test('a database that is lost for good while a run is stopping is told', async () => {
	const scene = startScene({ world: { homes: homes(100), latency: 100 }, store: { refuse: refusals.fatal } });
	await scene.clock.advance(150);
	scene.running.control.stop();
	expect(await scene.end()).toMatchObject({ status: 'failed', stopReason: { kind: 'database' } });
});

test('a database that refuses the rows of a page that could not be read leaves none of them uncounted', async () => {
	const problems = Array.from({ length: 900 }, () => invalid);
	const scene = startScene({
		world: { onPage: () => ({ totalHits: 900, rows: [], problems }) },
		store: { refuse: refusals.fatal },
	});
	const result = await scene.end();
	expect(result).toMatchObject({ status: 'failed', stopReason: { kind: 'database' } });
	expect(tally(result.counts)).toEqual({ expected: 900 });
});

test('a database that is away for a while costs time and nothing else', async () => {
	const scene = startScene({
		world: { homes: homes(2000), latency: 1 },
		store: { refuse: (_, call) => (call > 20 && call < 25 ? refusals.unavailable() : undefined) },
	});
	const result = await scene.end();
	expect(result.status).toBe('completed');
	expect(tally(result.counts)).toEqual({ expected: 2000, discovered: 2000, imported: 2000 });
	expect(scene.of('database.back')).toHaveLength(1);
	expect(scene.state().databaseWait).toBeUndefined();
});

test('a database that is away while duplicates are looked up is waited for as well', async () => {
	const scene = startScene({
		world: { homes: homes(1500) },
		store: { refuseKnown: (_, call) => (call === 1 || call === 3 ? refusals.unavailable() : undefined) },
	});
	const result = await scene.end();
	expect(result.status).toBe('completed');
	expect(result.counts.imported).toBe(1500);
	expect(scene.of('database.waiting')).toHaveLength(2);
});

test('a database that refuses the look-up of duplicates for good fails the run', async () => {
	const scene = startScene({ world: { homes: homes(10) }, store: { refuseKnown: refusals.fatal } });
	expect(await scene.end()).toMatchObject({ status: 'failed', stopReason: { kind: 'database' } });
	expect(scene.world.fetched).toEqual([]);
});

test('a slow database slows the fetching: what is fetched and not committed stays bounded', async () => {
	let mostOpen = 0;
	const scene = startScene({
		world: { homes: homes(3000), latency: 1 },
		store: { latency: 1000 },
		run: { workers: 12, batchSize: 50 },
		listen: (_event, { world, store }) => {
			mostOpen = Math.max(mostOpen, world.fetched.length - store.homes.size);
		},
	});
	const result = await scene.end();
	expect(result.counts.imported).toBe(3000);
	expect(mostOpen).toBeGreaterThan(400);
	expect(mostOpen).toBeLessThanOrEqual(400 + 50 + 12);
});

test.each([
	['fetching a home', { world: { homes: homes(200), onFetch: bugFor(home(77).id) } }],
	['reading a page', { world: { homes: homes(2000), onPage: bugFor(undefined) } }],
	['a commit', { world: { homes: homes(200) }, store: { refuse: bugFor(undefined) } }],
	['the look-up of duplicates', { world: { homes: homes(200) }, store: { refuseKnown: bugFor(undefined) } }],
])('a bug in %s rejects the run with itself and leaves nothing running or unhandled', async (_where, options) => {
	const unhandled: unknown[] = [];
	const note = (reason: unknown): void => void unhandled.push(reason);
	process.on('unhandledRejection', note);
	onTestFinished(() => void process.off('unhandledRejection', note));
	const scene = startScene(options);
	const error = await rejection(simulate(scene.clock, scene.running.finished));
	expect(error).toBeInstanceOf(TypeError);
	await scene.clock.advance(60_000);
	await quiet();
	expect(scene.world.inFlight).toBe(0);
	expect(scene.clock.sleeping).toBe(0);
	expect(unhandled).toEqual([]);
	expect(scene.of('run.finished')).toMatchObject([
		{ status: 'failed', stopReason: { kind: 'bug', message: (error as Error).message } },
	]);
	expect(scene.events.at(-1)?.type).toBe('run.finished');
});

function bugFor(id: string | undefined) {
	return (given: unknown): undefined => {
		if (id === undefined || id === given) throw new TypeError('cannot read properties of undefined');
	};
}
