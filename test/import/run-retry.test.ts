import { expect, test } from 'vitest';
import { startScene, tally } from './support-run.ts';
import { home, homes, invalid, outage } from './support-world.ts';

/** A run in which every `nth` home fails at its first fetch. */
function failingOnce(count: number, nth: number, latency: (id: string) => number = () => 10) {
	const tried = new Set<string>();
	return startScene({
		world: {
			homes: homes(count),
			latency,
			onFetch: (id) => {
				const first = !tried.has(id);
				tried.add(id);
				return first && Number(id.slice(5)) % nth === 0
					? { status: 'failed', problem: invalid, attempts: 1 }
					: undefined;
			},
		},
	});
}

test('the failed homes of a kind are fetched again while the run goes on, and each counts once', async () => {
	const scene = failingOnce(400, 10);
	await scene.clock.advance(500);
	const failed = scene.state().counts.failed;
	expect(failed).toBeGreaterThan(5);
	scene.running.control.retry('another kind');
	expect(scene.of('homes.retried')).toEqual([]);
	scene.running.control.retry('invalid');
	scene.running.control.retry('invalid');
	expect(scene.of('homes.retried')).toMatchObject([{ kind: 'invalid', count: failed }]);
	expect(scene.state().counts.failed).toBe(0);
	expect(scene.state().errorGroups).toEqual([]);
	const { counts } = await scene.end();
	expect(tally(counts)).toEqual({ expected: 400, discovered: 400, imported: 400 - (40 - failed), failed: 40 - failed });
});

test('homes that are tried again come before those that wait', async () => {
	const scene = failingOnce(400, 10);
	await scene.clock.advance(500);
	const asked = scene.world.fetched.length;
	scene.running.control.retry('invalid');
	await scene.clock.advance(500);
	// p-map holds up to 64 homes that were handed out before.
	expect(scene.world.fetched.slice(asked, asked + 75)).toContain(home(10).id);
	await scene.end();
});

test('as long as the last homes are in flight failed ones can still be tried again', async () => {
	const scene = failingOnce(8, 4, (id) => (id === home(7).id ? 60_000 : 10));
	await scene.clock.advance(10_000);
	expect(scene.state().counts.failed).toBe(2);
	scene.running.control.retry('invalid');
	const { counts } = await scene.end();
	expect(counts).toMatchObject({ discovered: 8, imported: 8, failed: 0 });
});

test('a retry after a stop loses nothing either', async () => {
	const scene = failingOnce(400, 10, () => 100);
	await scene.clock.advance(2050);
	scene.running.control.stop();
	scene.running.control.retry('invalid');
	const result = await scene.end();
	expect(result.status).toBe('interrupted');
	expect(result.counts.imported + result.counts.failed).toBe(result.counts.discovered);
});

test('a home that fails again is one failure', async () => {
	const scene = startScene({
		world: {
			homes: homes(100),
			onFetch: (id) => (id === home(1).id ? { status: 'failed', problem: outage, attempts: 5 } : undefined),
		},
	});
	await scene.clock.advance(60);
	scene.running.control.retry(outage.kind);
	const { counts } = await scene.end();
	expect(scene.world.fetched.filter((id) => id === home(1).id)).toHaveLength(2);
	expect(tally(counts)).toEqual({ expected: 100, discovered: 100, imported: 99, failed: 1 });
});

test('failed homes that are tried again, and left because the run stops, are failed as before', async () => {
	let down = true;
	const scene = startScene({
		world: {
			homes: homes(300),
			latency: 100,
			onFetch: (id) =>
				down && Number(id.slice(-6)) <= 20
					? { status: 'failed', problem: { ...outage, outage: false }, attempts: 5 }
					: undefined,
		},
	});
	await scene.clock.advance(3000);
	expect(scene.state().counts.failed).toBe(20);
	scene.running.control.pause();
	await scene.clock.advance(3000);
	down = false;
	scene.running.control.retry('HTTP 500');
	expect(scene.state().counts.failed).toBe(0);
	scene.running.control.stop();
	const { counts } = await scene.end();
	expect(counts.failed).toBe(20);
	expect(scene.state().errorGroups).toMatchObject([{ kind: 'HTTP 500', count: 20 }]);
	expect(counts.discovered).toBe(counts.imported + 20);
});
