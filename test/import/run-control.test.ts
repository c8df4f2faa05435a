import { expect, test } from 'vitest';
import { stateOf } from './support.ts';
import { startScene, tally } from './support-run.ts';
import { refusals } from './support-store.ts';
import { homes } from './support-world.ts';

test('a pause lets what is in flight end, commits it, and starts nothing; resume goes on to the end', async () => {
	const scene = startScene({ world: { homes: homes(200), latency: 100 }, run: { workers: 8, batchSize: 50 } });
	const { control, finished } = scene.running;
	await scene.clock.advance(350);
	control.pause();
	await scene.clock.advance(150);
	const asked = scene.world.fetched.length;
	expect(asked).toBeGreaterThan(8);
	expect(scene.world.inFlight).toBe(0);
	expect(scene.store.homes.size).toBe(asked);
	await scene.clock.advance(3_600_000);
	expect(scene.world.fetched).toHaveLength(asked);
	expect(scene.state().control.paused).toBe(true);
	expect(await stateOf(finished)).toBe('pending');
	control.resume();
	const result = await scene.end();
	expect(tally(result.counts)).toEqual({ expected: 200, discovered: 200, imported: 200 });
	expect(result.status).toBe('completed');
	expect(result.durationMs).toBeGreaterThan(3_600_000);
	expect(result.propertiesPerSecond).toBeGreaterThan(10);
});

test('workers can be added and taken away while it runs, and no fetch is cut short', async () => {
	const scene = startScene({ world: { homes: homes(600), latency: 100 }, run: { workers: 2 } });
	const { control } = scene.running;
	await scene.clock.advance(150);
	expect(scene.world.inFlight).toBe(2);
	control.setWorkers(20);
	await scene.clock.advance(1);
	expect(scene.world.inFlight).toBe(20);
	control.setWorkers(3);
	expect(scene.world.inFlight).toBe(20);
	await scene.clock.advance(200);
	expect(scene.world.inFlight).toBe(3);
	expect(scene.state().control.workers).toBe(3);
	control.setWorkers(64);
	expect(tally((await scene.end()).counts)).toEqual({ expected: 600, discovered: 600, imported: 600 });
	expect(scene.of('worker.finished').every(({ outcome }) => outcome === 'fetched')).toBe(true);
});

test('workers stay within 1 and 64, batches within 1 and 1,000, whatever is asked', async () => {
	const scene = startScene({ world: { homes: homes(10) } });
	const { control } = scene.running;
	control.setWorkers(0);
	control.setBatchSize(-5);
	expect(scene.state().control).toMatchObject({ paused: false, workers: 1, batchSize: 1 });
	control.setWorkers(1000);
	control.setBatchSize(99_999);
	expect(scene.state().control).toMatchObject({ paused: false, workers: 64, batchSize: 1000 });
	control.setWorkers(2.6);
	expect(scene.state().control.workers).toBe(3);
	await scene.end();
});

test('another batch size holds from the open batch on', async () => {
	const scene = startScene({ world: { homes: homes(100), latency: 10 }, run: { workers: 1, batchSize: 50 } });
	await scene.clock.advance(300);
	scene.running.control.setBatchSize(5);
	await scene.end();
	expect(scene.store.commits.every((size) => size <= 5)).toBe(true);
	expect(scene.store.homes.size).toBe(100);
});

test('a stop finishes and commits what is in flight and leaves the rest for the next run', async () => {
	const scene = startScene({ world: { homes: homes(3000), latency: 100 }, run: { workers: 8, batchSize: 50 } });
	await scene.clock.advance(1050);
	const inFlight = scene.world.inFlight;
	scene.running.control.stop();
	const asked = scene.world.fetched.length;
	const result = await scene.end();
	expect(inFlight).toBe(8);
	expect(scene.world.fetched).toHaveLength(asked);
	expect(scene.store.homes.size).toBe(asked);
	expect(result).toMatchObject({ status: 'interrupted', stopReason: { kind: 'asked', atOnce: false } });
	expect(result.counts).toMatchObject({ expected: 3000, discovered: asked, imported: asked });
	expect(scene.of('run.stopping')).toHaveLength(1);
	expect(scene.of('worker.finished').every(({ outcome }) => outcome === 'fetched')).toBe(true);
});

test('a stop while paused ends it as well', async () => {
	const scene = startScene({ world: { homes: homes(500), latency: 100 } });
	await scene.clock.advance(500);
	scene.running.control.pause();
	await scene.clock.advance(500);
	scene.running.control.stop();
	expect(await scene.end()).toMatchObject({ status: 'interrupted' });
});

test('a stop before the first page came ends it with nothing discovered', async () => {
	const scene = startScene({ world: { homes: homes(500), pageLatency: 5000 } });
	scene.running.control.stop();
	const result = await scene.end();
	expect(result).toMatchObject({ status: 'interrupted', durationMs: 0 });
	expect(tally(result.counts)).toEqual({});
});

test('what was stopped goes on where it was with the same command', async () => {
	const first = startScene({ world: { homes: homes(300), latency: 100 } });
	await first.clock.advance(1050);
	first.running.control.stop();
	await first.end();
	const done = first.store.homes.size;
	const second = startScene({ world: { homes: homes(300) }, stored: [...first.store.homes] });
	expect(tally((await second.end()).counts)).toEqual({
		expected: 300,
		discovered: 300,
		skipped: done,
		imported: 300 - done,
	});
});

test('an abort cuts what is in flight short, commits nothing more, and still accounts for everything', async () => {
	const scene = startScene({ world: { homes: homes(500), latency: 100 }, run: { workers: 8, batchSize: 50 } });
	await scene.clock.advance(350);
	expect(scene.world.inFlight).toBe(8);
	const start = scene.clock.now();
	scene.running.control.abort();
	const result = await scene.end();
	expect(scene.clock.now()).toBe(start);
	expect(scene.world.inFlight).toBe(0);
	expect(scene.store.homes.size).toBe(0);
	expect(result.status).toBe('interrupted');
	expect(tally(result.counts)).toEqual({ expected: 500 });
	expect(scene.of('worker.finished').filter(({ outcome }) => outcome === 'aborted')).toHaveLength(8);
	expect(scene.clock.sleeping).toBe(0);
});

test('an abort after a stop ends the waiting for what is in flight', async () => {
	const scene = startScene({ world: { homes: homes(500), latency: 60_000 } });
	await scene.clock.advance(100);
	scene.running.control.stop();
	await scene.clock.advance(1000);
	scene.running.control.abort();
	const result = await scene.end();
	expect(result).toMatchObject({ status: 'interrupted', stopReason: { kind: 'asked', atOnce: true } });
	expect(result.durationMs).toBe(1100);
	expect(scene.of('run.stopping')).toHaveLength(1);
});

test('an abort while the database is away does not wait for it', async () => {
	const scene = startScene({ world: { homes: homes(50) }, store: { refuse: refusals.unavailable } });
	await scene.clock.advance(20_000);
	scene.running.control.abort();
	const result = await scene.end();
	expect(result).toMatchObject({ status: 'interrupted', durationMs: 20_000 });
	expect(result.counts).toMatchObject({ discovered: 0, failed: 0 });
});

test('failed homes of one kind are fetched again while the run goes on, and no longer count as failed', async () => {
	let down = true;
	const scene = startScene({
		world: {
			homes: homes(300),
			latency: 100,
			onFetch: (id) => {
				if (!down || Number(id.slice(-6)) > 20) return undefined;
				const problem = { stage: 'fetch', kind: 'HTTP 500', message: 'HTTP 500' } as const;
				return { status: 'failed', problem, attempts: 5 };
			},
		},
	});
	await scene.clock.advance(3000);
	expect(scene.state().counts.failed).toBe(20);
	down = false;
	scene.running.control.retry('another kind');
	scene.running.control.retry('HTTP 500');
	expect(scene.of('homes.retried')).toMatchObject([{ kind: 'HTTP 500', count: 20 }]);
	expect(scene.state().counts.failed).toBe(0);
	expect(scene.state().errorGroups).toEqual([]);
	scene.running.control.retry('HTTP 500');
	expect(tally((await scene.end()).counts)).toEqual({ expected: 300, discovered: 300, imported: 300 });
	expect(scene.world.fetched).toHaveLength(320);
});
