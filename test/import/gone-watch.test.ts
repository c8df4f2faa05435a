import { expect, test } from 'vitest';
import { GoneWatch } from '../../src/import/gone-watch.ts';
import { StopRun } from '../../src/import/stop-run.ts';
import { startScene } from './support-run.ts';
import { homes } from './support-world.ts';

function stopsAfter(answers: readonly boolean[]): number | undefined {
	const watch = new GoneWatch();
	for (const [index, gone] of answers.entries()) {
		try {
			watch.answered(gone);
		} catch (error) {
			expect(error).toBeInstanceOf(StopRun);
			return index + 1;
		}
	}
	return undefined;
}

const every = (step: number, count: number): boolean[] =>
	Array.from({ length: count }, (_, index) => index % step === 0);

test('twenty listed homes in a row that are gone stop the run, and so does every second one', () => {
	expect(stopsAfter(every(1, 100))).toBe(20);
	expect(stopsAfter([...every(1000, 999).fill(false), ...every(1, 100)])).toBe(1019);
	expect(stopsAfter(every(2, 100))).toBe(39);
});

test('a home that goes now and then does not, nor do nineteen', () => {
	expect(stopsAfter(every(3, 1000))).toBeUndefined();
	expect(stopsAfter(every(1, 19))).toBeUndefined();
});

test('an API that lists homes and has only a 404 for them is not believed: nothing is marked', async () => {
	const scene = startScene({
		world: { homes: homes(60), onFetch: () => ({ status: 'gone' }) },
		run: { batchSize: 50 },
	});
	const { status, stopReason, counts } = await scene.end();
	expect([status, stopReason?.kind]).toEqual(['failed', 'drift']);
	expect(counts.gone).toBe(0);
	expect(scene.store.commits).toEqual([]);
});

test('where changes are accepted they are gone', async () => {
	const scene = startScene({
		world: { homes: homes(60), onFetch: () => ({ status: 'gone' }) },
		run: { onDrift: 'go on' },
	});
	expect((await scene.end()).counts.gone).toBe(60);
});
