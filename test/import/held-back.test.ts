import { describe, expect, test } from 'vitest';
import type { OnDrift } from '../../src/import/drift-watch.ts';
import { HeldBack } from '../../src/import/held-back.ts';
import type { BatchEntry, ContractWatch } from '../../src/import/ports.ts';
import { startScene } from './support-run.ts';
import { homes } from './support-world.ts';

function home(id: string, bytes = 0): BatchEntry<string> {
	return { kind: 'home', id, label: id, partition: 'p', record: id, attempts: 1, bytes };
}

describe('entries that are held back', () => {
	const doubtful = new Set<string>();
	const heldBack = (most = { entries: 3, bytes: 100 }) =>
		new HeldBack<string>({
			doubt: ({ id }) => (doubtful.has(id ?? '') ? () => doubtful.has(id ?? '') : undefined),
			most,
		});

	test('are those that are doubtful, until they are not; the others go on', () => {
		doubtful.add('a').add('c');
		const held = heldBack();
		expect(held.sift(['a', 'b', 'c'].map((id) => home(id)))).toMatchObject([{ id: 'b' }]);
		expect(held.sift([])).toEqual([]);
		doubtful.delete('a');
		expect(held.sift([home('d')])).toMatchObject([{ id: 'a' }, { id: 'd' }]);
		expect(held.release()).toMatchObject([{ id: 'c' }]);
		expect(held.release()).toEqual([]);
	});

	test('are so many or so heavy at most', () => {
		doubtful.add('a').add('b').add('c');
		const held = heldBack();
		held.sift([home('a'), home('b')]);
		expect(held.isFull).toBe(false);
		held.sift([home('c')]);
		expect(held.isFull).toBe(true);
		const heavy = heldBack();
		heavy.sift([home('a', 101)]);
		expect(heavy.isFull).toBe(true);
	});
});

/** Every so many-th home is one of few; of those, all but the first `having` lack what they had, which shows once the run is through. */
function scene({ having = 0, every = 50, isDrift = true, onDrift = 'stop' as OnDrift } = {}) {
	const all = homes(1000);
	const few = all.filter((_, index) => index % every === 0).map(({ id }) => id);
	const lacking = new Set(few.slice(having));
	const come = (): string[] => started.world.fetched;
	const looks: number[] = [];
	const contract: ContractWatch = {
		compares: true,
		get stored() {
			return come().length;
		},
		get records() {
			return new Map([['details', come().length]]);
		},
		changes(last) {
			if (last) looks.push(come().length);
			return last && isDrift ? [{ field: 'price', message: 'price is gone' }] : [];
		},
		missing(_, record) {
			const id = String(record).replace('record of ', '');
			if (!lacking.has(id)) return [];
			const since = come().length;
			const cameSince = () =>
				come()
					.slice(since)
					.some((later) => few.includes(later) && !lacking.has(later));
			return [{ field: 'price', cameSince }];
		},
	};
	const started = startScene({ world: { homes: all }, run: { onDrift }, contract });
	return { ...started, lacking, looks };
}

describe('records that lack what nearly all such records had', () => {
	test('overwrite nothing before it is known that the API has changed; what is good is committed', async () => {
		const { end, store, lacking, of } = scene();
		const result = await end();
		expect(result).toMatchObject({ status: 'failed', stopReason: { kind: 'drift' } });
		expect([...lacking].filter((id) => store.homes.has(id))).toEqual([]);
		expect(store.homes.size).toBeGreaterThan(900);
		expect(result.counts.discovered).toBe(store.homes.size);
		expect(of('homes.released').reduce((sum, { count }) => sum + count, 0)).toBe(1000 - store.homes.size);
	});

	test('are committed where it is accepted beforehand, or nothing has changed', async () => {
		for (const options of [{ onDrift: 'go on' as const }, { isDrift: false }]) {
			const { end, store, of } = scene(options);
			expect(await end()).toMatchObject({ status: 'completed', counts: { imported: 1000 } });
			expect(store.homes.size).toBe(1000);
			expect(Math.max(...of('batch.committed').map(({ size }) => size))).toBeLessThanOrEqual(10);
		}
	});

	test('are judged before their time when there are more than can be kept', async () => {
		const { end, store, looks, lacking } = scene({ every: 2 });
		expect((await end()).stopReason?.kind).toBe('drift');
		expect(looks[0]).toBeLessThan(1000);
		expect([...lacking].filter((id) => store.homes.has(id))).toEqual([]);
	});
});
