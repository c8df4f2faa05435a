import { expect, test } from 'vitest';
import { activeMs } from '../../src/import/pace.ts';
import { SleepWatch } from '../../src/import/sleep-watch.ts';
import { startScene } from './support-run.ts';
import { homes } from './support-world.ts';

test('beats every second, even late ones, are no sleep; a gap beyond five seconds is, and is told once', () => {
	const watch = new SleepWatch();
	expect(watch.sleptUntil(1_000_000)).toBe(0);
	watch.beat(1000);
	expect(watch.sleptUntil(5900)).toBe(0);
	watch.beat(5900);
	expect(watch.sleptUntil(65_900)).toBe(60_000);
	expect(watch.sleptUntil(65_901)).toBe(0);
});

test('time in which the program stood still is no time of the run', async () => {
	const scene = startScene({ world: { homes: homes(100), latency: 1000 }, run: { workers: 10 } });
	await scene.clock.advance(2000);
	scene.running.beat();
	await scene.clock.advance(500);
	const active = activeMs(scene.state().pace, scene.clock.now());
	// Nothing beats for an hour, though the fakes go on: it is as if they all woke after it.
	await scene.clock.advance(3_600_000);
	expect(scene.of('run.slept').length).toBe(1);
	expect(activeMs(scene.state().pace, scene.clock.now())).toBeGreaterThanOrEqual(active);
	expect(scene.of('run.slept')[0]?.ms).toBeGreaterThan(5000);
});
