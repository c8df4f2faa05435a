import { expect, test } from 'vitest';
import { isRefresh, lookOf } from '../../src/import/refresh.ts';
import { type Scene, startScene, tally } from './support-run.ts';
import { home, homes, invalid, outage, villas } from './support-world.ts';

test.each(['none', 'listed', 'all', 'stale:12h', 'stale:7d', 'stale:4w'])('%s is a policy', (words) => {
	expect(isRefresh(words)).toBe(true);
});

test.each(['', 'some', 'stale', 'stale:', 'stale:0d', 'stale:7', 'stale:7y', 'stale:-1d', 'stale:99999d'])(
	'%j is none',
	(words) => {
		expect(isRefresh(words)).toBe(false);
	},
);

test('what was checked since the run began needs no other look, whatever the policy', () => {
	expect(lookOf('none', 1000, ['a'])).toEqual({ at: 'none' });
	expect(lookOf('listed', 1000, ['a'])).toEqual({ at: 'listed', onMarket: ['a'], uncheckedSince: 1000 });
	expect(lookOf('all', 1000, [])).toEqual({ at: 'all', uncheckedSince: 1000 });
	expect(lookOf('stale:12h', 50_000_000, [])).toEqual({ at: 'all', uncheckedSince: 6_800_000 });
});

const stored = homes(10).map(({ id }) => id);

test('stored homes that a whole list does not hold are asked for: gone, or still there', async () => {
	const scene = startScene({
		world: { homes: homes(8), onFetch: (id) => (id === home(9).id ? { status: 'gone' } : undefined) },
		run: { refresh: 'all' },
		stored,
	});
	const { counts } = await scene.end();
	expect(tally(counts)).toEqual({ expected: 10, discovered: 10, skipped: 8, unchanged: 1, gone: 1 });
	expect(scene.of('homes.unlisted')).toMatchObject([{ count: 2 }]);
	expect(scene.state().unlisted).toBe(2);
});

test.each([
	['nobody wants a refresh', { refresh: 'none' as const }, {}, []],
	['only the first homes are wanted', { refresh: 'all' as const, limit: 5 }, {}, [home(11).id]],
	[
		'the list is not whole',
		{ refresh: 'all' as const },
		{ onPage: () => ({ status: 'failed' as const, problem: { ...outage, outage: false } }) },
		[home(11).id],
	],
])('no such home is asked for where %s', async (_, run, world, failed) => {
	const scene = startScene({ world: { homes: homes(8), ...world }, run, stored, failed });
	await scene.end();
	expect(scene.world.fetched).toEqual([]);
});

test('homes that failed before and are listed no more are asked for once more, whatever is refreshed', async () => {
	const failed = [2, 9, 10, 11].map((number) => home(number).id);
	const scene = startScene({
		world: {
			homes: homes(8),
			onFetch: (id) => {
				if (id === home(9).id) return { status: 'gone' };
				return id === home(10).id ? { status: 'failed', problem: invalid } : undefined;
			},
		},
		stored,
		failed,
	});
	const { counts } = await scene.end();
	expect(scene.world.fetched.toSorted()).toEqual(failed.slice(1));
	expect(tally(counts)).toEqual({ expected: 11, discovered: 11, skipped: 8, imported: 1, gone: 1, failed: 1 });
	expect(scene.of('homes.unlisted')).toMatchObject([{ count: 3 }]);
	expect(scene.store.failures).toMatchObject([{ id: home(10).id, unlisted: true }]);
});

test('a home that is stored, failed and is listed no more is asked for once', async () => {
	const [id] = [home(9).id];
	const scene = startScene({
		world: { homes: homes(8) },
		run: { refresh: 'all' },
		stored: stored.slice(0, 9),
		failed: [id],
	});
	const { counts } = await scene.end();
	expect(scene.world.fetched).toEqual([id]);
	expect(tally(counts)).toEqual({ expected: 9, discovered: 9, skipped: 8, unchanged: 1 });
});

test('a stop leaves those that were not asked for yet to the next run', async () => {
	const scene = startScene({
		world: { homes: [], latency: 1000 },
		run: { refresh: 'all', workers: 2, queries: [villas] },
		stored,
	});
	await scene.clock.advance(500);
	scene.running.control.stop();
	const { counts, status } = await scene.end();
	expect(status).toBe('interrupted');
	expect(counts.discovered).toBe(counts.unchanged);
});

test('a timeline that cannot be read is told and counted, and costs nobody the home', async () => {
	const scene = startScene({
		world: {
			homes: homes(3),
			onTimeline: (id) => (id === home(2).id ? { status: 'failed', problem: invalid } : { status: 'read', events: [] }),
		},
		run: { timeline: true },
	});
	const result = await scene.end();
	expect(tally(result.counts)).toEqual({ expected: 3, discovered: 3, imported: 3 });
	expect(result.timelines).toEqual({ read: 2, failed: 1 });
	expect(scene.state().timelines.latestProblem).toBe(invalid.message);
});

test('a timeline that waits when a run pauses once more is asked for with its home after that', async () => {
	const scene: Scene = startScene({
		world: {
			...{ homes: homes(1), latency: 100 },
			// As if it had to wait for its turn.
			async onTimeline(_, { patience }) {
				await scene.clock.sleep(1000, patience);
				return { status: 'read', events: [] };
			},
		},
		run: { timeline: true },
	});
	const { control } = scene.running;
	await scene.clock.advance(50);
	for (const ms of [200, 5000]) {
		control.pause();
		control.resume();
		await scene.clock.advance(ms);
	}
	const result = await scene.end();
	expect(result).toMatchObject({ status: 'completed', timelines: { read: 1 } });
	expect(tally(result.counts)).toEqual({ expected: 1, discovered: 1, imported: 1 });
});

test('an API that refuses a timeline has refused us', async () => {
	const scene = startScene({
		world: { homes: homes(3), onTimeline: () => ({ status: 'blocked', message: 'no' }) },
		run: { timeline: true },
	});
	expect((await scene.end()).status).toBe('blocked');
	expect(scene.store.homes.size).toBe(0);
});
