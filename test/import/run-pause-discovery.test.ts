import { expect, test } from 'vitest';
import type { ListedHome } from '../../src/import/ports.ts';
import { type SceneOptions, startScene, tally } from './support-run.ts';
import { refusals } from './support-store.ts';
import { homes } from './support-world.ts';

const readListed = ({ id }: ListedHome) => ({
	record: `record of ${id}`,
	notes: { unknownFields: [], repairedTexts: [] },
});

test.each<[string, SceneOptions]>([
	['that skips what is stored', { stored: homes(9000).map(({ id }) => id) }],
	['that fetches', { world: { latency: 100 } }],
	['from pages', { world: { readListed }, run: { fetch: 'pages' } }],
])(
	'a pause in the middle of discovery, in a run %s, asks for nothing more and stores nothing more',
	async (_, options) => {
		const scene = startScene({ ...options, world: { homes: homes(9000), pageLatency: 50, ...options.world } });
		await scene.clock.advance(120);
		scene.running.control.pause();
		await scene.clock.advance(3000);
		const { requests } = scene.world;
		const { counts } = scene.state();
		expect(counts.discovered).toBeLessThan(9000);
		await scene.clock.advance(60_000);
		expect(scene.world.requests).toBe(requests);
		expect(scene.state().counts).toEqual(counts);
		expect(scene.state().result).toBeUndefined();
		scene.running.control.resume();
		const ended = await scene.end();
		expect(ended.status).toBe('completed');
		expect(ended.counts.discovered).toBe(9000);
	},
);

test('a page that waits for another try does not go on while the run is paused, and does after it', async () => {
	for (const fetch of ['details', 'pages'] as const) {
		const pageWait = (page: number): number => (page === 3 ? 10_000 : 0);
		const scene = startScene({ world: { homes: homes(3000), readListed, pageWait }, run: { fetch } });
		await scene.clock.advance(5000);
		scene.running.control.pause();
		await scene.clock.advance(1000);
		const { requests } = scene.world;
		await scene.clock.advance(60_000);
		expect(scene.world.requests).toBe(requests);
		expect(scene.state().workers.every(({ activity }) => activity === 'idle')).toBe(true);
		scene.running.control.resume();
		expect((await scene.end()).counts).toMatchObject({ discovered: 3000, imported: 3000 });
	}
});

test('what was to be stored from its page is committed when a run pauses, though no more homes fit in before the workers', async () => {
	const stands = ({ id }: ListedHome) => Number(id.slice(-6)) % 3 === 0;
	const scene = startScene({
		world: {
			...{ homes: homes(9000), pageLatency: 50, latency: 1000 },
			readListed: (row) => (stands(row) ? readListed(row) : undefined),
		},
		run: { fetch: 'pages' },
	});
	await scene.clock.advance(20_000);
	scene.running.control.pause();
	await scene.clock.advance(10_000);
	const fromPages = scene.of('homes.listed').reduce((sum, listed) => sum + listed.fromPages, 0);
	expect(fromPages).toBeGreaterThan(500);
	expect(fromPages).toBeLessThan(3000);
	const fetched = new Set(scene.world.fetched);
	expect([...scene.store.homes].filter((id) => !fetched.has(id))).toHaveLength(fromPages);
	scene.running.control.stop();
	await scene.end();
});

test('a stop while paused in the middle of discovery ends the run in order', async () => {
	for (const fetch of ['details', 'pages'] as const) {
		const scene = startScene({ world: { homes: homes(9000), pageLatency: 50, readListed }, run: { fetch } });
		await scene.clock.advance(120);
		scene.running.control.pause();
		await scene.clock.advance(1000);
		scene.running.control.stop();
		const { status, counts } = await scene.end();
		expect(status).toBe('interrupted');
		expect(scene.store.homes.size).toBe(counts.imported);
		expect(tally(counts)).toEqual({ expected: 9000, discovered: counts.imported, imported: counts.imported });
	}
});

test('a recalled batch that the database refuses for good, or a stop, leaves no home counted twice', async () => {
	const differences = () => ['livingArea'];
	for (const refuseFrom of [3, 6, 12, Number.POSITIVE_INFINITY]) {
		const scene = startScene({
			world: { homes: homes(3000), readListed, differences, latency: 20 },
			run: { fetch: 'pages' },
			store: { refuse: (_, call) => (call > refuseFrom ? refusals.fatal() : undefined) },
		});
		await scene.clock.advance(400);
		if (refuseFrom === Number.POSITIVE_INFINITY) scene.running.control.abort();
		const { status, counts } = await scene.end();
		expect(['failed', 'interrupted']).toContain(status);
		for (const count of Object.values(counts)) expect(count).toBeGreaterThanOrEqual(0);
	}
});
