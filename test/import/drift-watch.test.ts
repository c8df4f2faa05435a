import { expect, test } from 'vitest';
import { DriftWatch } from '../../src/import/drift-watch.ts';
import type { ContractWatch } from '../../src/import/ports.ts';
import { type Scene, type SceneOptions, startScene, tally } from './support-run.ts';
import { homes } from './support-world.ts';

const changes = [{ field: 'energyLabel', message: 'energyLabel was in 75.0 % of homes and is in none of 200 now' }];

/** Sees a change from so many records on. */
class FakeContract implements ContractWatch {
	readonly compares = true;
	scene: Scene | undefined;
	looks: number[] = [];
	readonly #changedFrom: number;

	constructor(changedFrom: number) {
		this.#changedFrom = changedFrom;
	}

	get records(): ReadonlyMap<string, number> {
		return new Map([['details', this.stored]]);
	}

	get stored(): number {
		return this.scene?.world.fetched.length ?? 0;
	}

	changes() {
		const records = this.stored;
		this.looks.push(records);
		return records >= this.#changedFrom ? changes : [];
	}
}

function scene(changedFrom: number, count: number, options: SceneOptions = {}) {
	const contract = new FakeContract(changedFrom);
	const started = startScene({ ...options, world: { homes: homes(count), ...options.world }, contract });
	contract.scene = started;
	return { ...started, contract };
}

test('nothing is committed before 200 records were judged, and all of it then', async () => {
	const firstCommit: number[] = [];
	const { end, world, contract } = scene(Number.POSITIVE_INFINITY, 500, {
		listen: (event) => {
			if (event.type === 'batch.flushing') firstCommit.push(world.fetched.length);
		},
	});
	expect(tally((await end()).counts)).toMatchObject({ discovered: 500, imported: 500 });
	expect(firstCommit[0]).toBeGreaterThanOrEqual(200);
	expect(contract.looks.filter((records, index) => records !== contract.looks[index - 1]).slice(0, 2)).toEqual([
		expect.closeTo(203, -1),
		expect.closeTo(403, -1),
	]);
});

test('a change ends the run with nothing written, every home left for the next', async () => {
	const { end, store, of } = scene(150, 500);
	const result = await end();
	expect(result).toMatchObject({ status: 'failed', stopReason: { kind: 'drift' } });
	expect(tally(result.counts)).toEqual({ expected: 500 });
	expect(store.saves).toBe(0);
	expect(of('contract.drifted')).toMatchObject([{ changes, reaction: 'stop' }]);
});

test('a change that shows only later ends it there', async () => {
	const { end, store } = scene(450, 1500);
	const result = await end();
	expect(result.stopReason).toMatchObject({ kind: 'drift' });
	expect(result.counts.imported).toBe(store.homes.size);
	expect(store.homes.size).toBeGreaterThan(400);
	expect(store.homes.size).toBeLessThan(801);
});

test('beyond the first thousand, each thousand is looked at', async () => {
	const { end, contract } = scene(Number.POSITIVE_INFINITY, 4520);
	await end();
	expect(contract.looks.filter((records) => records > 1700)).toEqual(
		[2600, 3600, 4520].map((records) => expect.toSatisfy((look: number) => look >= records && look < records + 50)),
	);
});

test('a group that begins late is looked at as early as the first', async () => {
	const { contract } = scene(Number.POSITIVE_INFINITY, 0);
	const looks: number[] = [];
	let second = 0;
	const watch = new DriftWatch({
		contract: {
			...{ compares: true, stored: 5000 },
			get records() {
				return new Map([...contract.records, ['first', 5000], ['second', second]]);
			},
			changes: () => {
				looks.push(second);
				return [];
			},
		},
		...{ onDrift: 'stop', emit: () => {}, stopping: new AbortController().signal, pause: () => {} },
	});
	await watch.pass();
	for (second = 10; second <= 60; second += 10) await watch.pass();
	expect(looks).toEqual([0, 30, 50]);
});

test('a run of 199 is not judged', async () => {
	const { end, contract, clock } = scene(1, 199);
	expect((await end()).counts.imported).toBe(199);
	expect(contract.looks).toEqual([]);
	expect(clock.sleeping).toBe(0);
});

test('on the dashboard it pauses; to go on is to accept, and what changes more is only told', async () => {
	const { end, of, store } = scene(150, 500, {
		run: { onDrift: 'pause' },
		listen: (event, { running: { control }, store }) => {
			if (event.type !== 'control.changed' || !event.control.paused) return;
			expect(store.saves).toBe(0);
			queueMicrotask(() => control.resume());
		},
	});
	const result = await end();
	expect(result).toMatchObject({ status: 'completed', counts: { imported: 500 } });
	expect(of('contract.drifted')).toMatchObject([{ reaction: 'pause' }]);
	expect(of('contract.accepted')).toHaveLength(1);
	expect(store.homes.size).toBe(500);
});

test('to stop instead leaves all of it unwritten', async () => {
	const { end, store, state } = scene(150, 500, {
		run: { onDrift: 'pause' },
		listen: (event, { running: { control } }) => {
			if (event.type === 'control.changed' && event.control.paused) queueMicrotask(() => control.stop());
		},
	});
	expect(await end()).toMatchObject({ status: 'interrupted', counts: { discovered: 0 } });
	expect(store.saves).toBe(0);
	expect(state().drift?.decision).toBe('awaited');
});

test('who accepts it beforehand is told before the first commit, and all is written', async () => {
	const told: string[] = [];
	const { end, of, state } = scene(150, 500, {
		run: { onDrift: 'go on' },
		listen: ({ type }) => {
			if (/^contract\.|^batch\.flushing/.test(type)) told.push(type);
		},
	});
	expect(await end()).toMatchObject({ status: 'completed', counts: { imported: 500 } });
	expect(told.slice(0, 2)).toEqual(['contract.drifted', 'batch.flushing']);
	expect(of('contract.drifted')).toMatchObject([{ reaction: 'go on' }]);
	expect(state().drift?.decision).toBe('accepted');
});

test.each([
	[Number.POSITIVE_INFINITY, 'is committed where it looks as it did'],
	[1, 'waits on where it does not'],
])('what is there when a person pauses before the verdict (a change from record %d) %s', async (changedFrom) => {
	const saves: number[] = [];
	let paused = false;
	const { end } = scene(changedFrom, 500, {
		listen: (event, { running: { control }, world, clock, store }) => {
			if (paused || event.type !== 'worker.finished' || world.fetched.length < 100) return;
			paused = true;
			control.pause();
			void clock.sleep(10_000).then(() => {
				saves.push(store.saves);
				control.resume();
			});
		},
	});
	const result = await end();
	expect(saves.map((count) => count > 0)).toEqual([changedFrom > 1]);
	expect(result.stopReason?.kind).toBe(changedFrom > 1 ? undefined : 'drift');
});

test('failures that fill the room while few records came do not hold the run for ever', async () => {
	const problem = { stage: 'fetch', kind: 'HTTP 404', message: 'No.' } as const;
	const contract: ContractWatch = { compares: true, records: new Map([['details', 3]]), stored: 3, changes: () => [] };
	const { end } = startScene({
		world: { homes: homes(1000), onFetch: () => ({ status: 'failed', problem }) },
		run: { batchSize: 50 },
		contract,
	});
	expect((await end()).counts.failed).toBe(1000);
});
