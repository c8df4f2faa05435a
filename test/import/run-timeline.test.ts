import { expect, test } from 'vitest';
import type { WantedHome } from '../../src/import/ports.ts';
import { type SceneOptions, startScene, tally } from './support-run.ts';
import { partition, refusals } from './support-store.ts';
import { home, homes, invalid } from './support-world.ts';

const [sold, ...others] = homes(8);
const id = sold?.id ?? '';
const wanted = (of: string): WantedHome => ({ id: of, label: of, partition });

/** A run in which no home is for sale any more, and one was when it was last looked at. */
function afterSale({ world, ...options }: SceneOptions) {
	const timelines: string[] = [];
	const scene = startScene({
		...options,
		world: {
			...world,
			isListed: () => false,
			onTimeline: (of) => {
				timelines.push(of);
				return { status: 'read', events: [] };
			},
		},
		run: { timeline: true, ...options.run },
		forSale: [id],
	});
	return { ...scene, timelines };
}

test.each([
	['that cannot be fetched', 'fetch'],
	['that the database refuses', 'store'],
])('the timeline of a home that was for sale, %s at first, is read when it is tried again', async (_, stage) => {
	let isFirst = true;
	const scene = afterSale({
		world: {
			homes: homes(8),
			latency: (of) => (of === home(8).id ? 60_000 : 10),
			onFetch: (of) => {
				if (stage !== 'fetch' || of !== id || !isFirst) return undefined;
				isFirst = false;
				return { status: 'failed', problem: invalid };
			},
		},
		store: {
			refuse: (entries) =>
				stage === 'store' && isFirst && entries.some((entry) => entry.kind === 'home' && entry.id === id)
					? refusals.record()
					: undefined,
		},
		run: { refresh: 'all' },
		listen: (event, { running }) => {
			if (event.type !== 'batch.committed' || event.failed === 0) return;
			isFirst = false;
			for (const kind of [invalid.kind, refusals.record().kind]) running.control.retry(kind);
		},
	});
	const { counts } = await scene.end();
	expect(tally(counts)).toEqual({ expected: 8, discovered: 8, imported: 8 });
	expect(scene.of('homes.retried')).toHaveLength(1);
	expect(scene.timelines).toEqual(stage === 'fetch' ? [id] : [id, id]);
});

test('the timeline of a home that was for sale is read when a later run tries it again', async () => {
	const scene = afterSale({ run: { replay: [id, ...others.map((other) => other.id)].map(wanted) } });
	const { counts, timelines } = await scene.end();
	expect(tally(counts)).toEqual({ expected: 8, discovered: 8, imported: 8 });
	expect(scene.timelines).toEqual([id]);
	expect(timelines).toEqual({ read: 1, failed: 0 });
});

test('the timeline of a home that was for sale, failed and is listed no more is read, whatever is refreshed', async () => {
	const scene = afterSale({ world: { homes: others }, failed: [id] });
	expect(tally((await scene.end()).counts)).toEqual({ expected: 8, discovered: 8, imported: 8 });
	expect(scene.timelines).toEqual([id]);
});

test('without timelines nobody asks which homes were for sale', async () => {
	const scene = afterSale({ run: { timeline: false, replay: [wanted(id)] } });
	scene.store.forSale = () => Promise.reject(new Error('asked'));
	expect((await scene.end()).status).toBe('completed');
	expect(scene.timelines).toEqual([]);
});
