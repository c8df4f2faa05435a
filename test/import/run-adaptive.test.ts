import { expect, test } from 'vitest';
import { pagesAtOnce } from '../../src/import/discovery/context.ts';
import type { ListedHome } from '../../src/import/ports.ts';
import { startScene, tally } from './support-run.ts';
import { homes } from './support-world.ts';

/** A run whose workers adapt, from two on. */
const adaptive = { workers: 2, adaptive: true, batchSize: 50 } as const;

test('workers that adapt grow while the API answers as at ease, step by step for every display', async () => {
	const scene = startScene({ world: { homes: homes(6000), latency: 200 }, run: adaptive });
	await scene.clock.advance(40_000);
	const { control, adapted } = scene.state();
	expect(control).toMatchObject({ adaptive: true });
	expect(control.workers).toBeGreaterThan(20);
	expect(adapted).toMatchObject({ workers: control.workers, binding: 'growing' });
	expect(scene.world.mostInFlight).toBe(control.workers);
	const numbers = scene.of('workers.adapted').map(({ workers }) => workers);
	expect(scene.of('control.changed').map((event) => event.control.workers)).toEqual(numbers);
	expect(tally((await scene.end()).counts)).toEqual({ expected: 6000, discovered: 6000, imported: 6000 });
});

test('they grow on pages as well, which are all the work there is where records stand for homes', async () => {
	const readListed = ({ id }: ListedHome) => ({ record: id, notes: { unknownFields: [], repairedTexts: [] } });
	const world = { homes: homes(9000), latency: 1000, readListed };
	const scene = startScene({ world, run: { ...adaptive, fetch: 'pages' } });
	await scene.clock.advance(9000);
	const workersAfterNineSeconds = scene.state().control.workers;
	expect(tally((await scene.end()).counts)).toEqual({ expected: 9000, discovered: 9000, imported: 9000 });
	expect(workersAfterNineSeconds).toBe(pagesAtOnce);
});

test('a person who sets the number has it: the adapting ends, and the event says so', async () => {
	const scene = startScene({ world: { homes: homes(3000), latency: 200 }, run: adaptive });
	await scene.clock.advance(10_000);
	scene.running.control.setWorkers(3);
	expect(scene.of('control.changed').at(-1)?.control).toMatchObject({ workers: 3, adaptive: false });
	const told = scene.of('workers.adapted').length;
	await scene.clock.advance(60_000);
	expect(scene.state().control.workers).toBe(3);
	expect(scene.of('workers.adapted')).toHaveLength(told);
	scene.running.control.stop();
	await scene.end();
});

test('another batch size, another rate or a pause leave them adapting', async () => {
	const scene = startScene({ world: { homes: homes(3000), latency: 200 }, run: adaptive });
	const { control } = scene.running;
	await scene.clock.advance(5000);
	control.setBatchSize(20);
	control.setRate(500);
	control.pause();
	await scene.clock.advance(60_000);
	const before = scene.state().control.workers;
	control.resume();
	await scene.clock.advance(10_000);
	expect(scene.state().control).toMatchObject({ adaptive: true, batchSize: 20, rate: 500 });
	expect(scene.state().control.workers).toBeGreaterThan(before);
	control.stop();
	await scene.end();
});

test('an API that asks for a rest is asked by fewer: once for all that were under way, and the rest is no latency', async () => {
	let busy = false;
	const scene = startScene({
		world: {
			homes: homes(3000),
			latency: 200,
			onFetch: (_, { gate }) => {
				if (!busy) {
					gate?.answered();
					return undefined;
				}
				const sentAt = scene.clock.now() - 200;
				gate?.failed({ message: 'too many', sentAt, strain: 'HTTP 429', pushedBack: true, retryAfterMs: 1000 });
				return {
					status: 'failed',
					problem: { stage: 'fetch', kind: 'rate-limited', message: 'too many' },
					attempts: 1,
				};
			},
		},
		run: adaptive,
	});
	await scene.clock.advance(20_000);
	const before = scene.state().control.workers;
	busy = true;
	await scene.clock.advance(199);
	busy = false;
	await scene.clock.advance(2000);
	const pushed = scene.of('workers.adapted').filter(({ binding }) => binding === 'push-back');
	expect(pushed).toMatchObject([
		{ workers: Math.floor(before * 0.7), reason: `the API asked for a rest at ${before} workers (HTTP 429)` },
	]);
	expect(scene.of('workers.adapted').some(({ binding }) => binding === 'latency')).toBe(false);
	scene.running.control.stop();
	await scene.end();
});

test('without adapting nothing is told of it', async () => {
	const scene = startScene({ world: { homes: homes(500), latency: 200 }, run: { workers: 2 } });
	await scene.end();
	expect(scene.of('workers.adapted')).toEqual([]);
	expect(scene.state().control).toMatchObject({ workers: 2, adaptive: false });
});
