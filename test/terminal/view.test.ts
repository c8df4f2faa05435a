import { describe, expect, test } from 'vitest';
import { formatSeconds, formatSpeed, formatTimeLeft } from '../../src/terminal/figures.ts';
import { fitHints } from '../../src/terminal/fit-hints.ts';
import { batchSteps, nextBatchSize } from '../../src/terminal/keys.ts';
import { frameRows, layOut, layOutWorkers } from '../../src/terminal/layout.ts';
import { barCells } from '../../src/terminal/parts/progress-line.ts';
import { initialView, noticeAt, reduceView } from '../../src/terminal/view-state.ts';

describe('view', () => {
	test('another screen begins at its top', () => {
		const scrolled = reduceView({ ...initialView, screen: 'log' }, { verb: 'move', by: 7, most: 100 });
		expect(scrolled.scroll).toBe(7);
		expect(reduceView(scrolled, { verb: 'show', screen: 'errors' })).toEqual({ ...initialView, screen: 'errors' });
	});

	test('a list ends at both ends', () => {
		const log = { ...initialView, screen: 'log' } as const;
		expect(reduceView(log, { verb: 'move', by: Number.POSITIVE_INFINITY, most: 40 }).scroll).toBe(40);
		expect(reduceView(log, { verb: 'move', by: -3, most: 40 }).scroll).toBe(0);
	});

	test('what a key did is said until its time, or the next key', () => {
		const told = reduceView(initialView, { verb: 'tell', notice: { text: 'copied', until: 1000 } });
		expect([999, 1000].map((now) => noticeAt(told, now))).toEqual(['copied', undefined]);
		expect(noticeAt(reduceView(told, { verb: 'back' }), 999)).toBeUndefined();
		expect(noticeAt(reduceView(told, { verb: 'open' }), 999)).toBeUndefined();
	});

	test('back closes a group before it leaves the errors', () => {
		const opened = { ...initialView, screen: 'errors', group: 'timeout', opened: true, scroll: 2 } as const;
		const closed = reduceView(opened, { verb: 'back' });
		expect(closed).toEqual({ ...opened, opened: false, scroll: 0 });
		expect(reduceView(closed, { verb: 'back' })).toEqual(initialView);
	});
});

describe('layout', () => {
	test('gives out every row once, whatever the size', () => {
		for (let rows = 1; rows < 90; rows++) {
			for (const columns of [40, 60, 80, 120, 200]) {
				for (const workers of [0, 1, 12, 64]) {
					const layout = layOut({ columns, rows }, workers, 300);
					const parts = [layout.speed, layout.latency, layout.limit, layout.batches, layout.errorHeading];
					const workerRows = layout.workerRows === 0 ? 0 : layout.workerRows + 1;
					const logRows = layout.logRows === 0 ? 0 : layout.logRows + 2;
					const used = parts.filter(Boolean).length + layout.gaps + workerRows + layout.errorRows + logRows;
					expect(used, `${columns}x${rows}`).toBeLessThanOrEqual(Math.max(0, frameRows({ columns, rows }) - 6));
				}
			}
		}
	});

	test('gives the workers a screen of their own in 1, 1, 2 and 3 columns at 60, 80, 120 and 200', () => {
		const all = [60, 80, 120, 200].map((columns) => layOutWorkers({ columns, rows: 40 }, 64));
		expect(all).toEqual([
			{ columns: 1, rows: 34 },
			{ columns: 1, rows: 34 },
			{ columns: 2, rows: 32 },
			{ columns: 3, rows: 22 },
		]);
	});

	test('has 1, 2, 3 and 5 columns of workers at 60, 80, 120 and 200', () => {
		const columns = [60, 80, 120, 200].map((width) => layOut({ columns: width, rows: 40 }, 64, 0).workerColumns);
		expect(columns).toEqual([1, 2, 3, 5]);
	});
});

test('the bar is full only when all is done', () => {
	expect(barCells(0, 10)).toEqual({ full: 0, half: 0 });
	expect(barCells(0.05, 10)).toEqual({ full: 0, half: 1 });
	expect(barCells(0.5, 10)).toEqual({ full: 5, half: 0 });
	expect(barCells(0.999, 10)).toEqual({ full: 9, half: 1 });
	expect(barCells(1, 10)).toEqual({ full: 10, half: 0 });
});

test('batch sizes go step by step, from any size', () => {
	expect(batchSteps.map((size) => nextBatchSize(size, 1))).toEqual([5, 10, 25, 50, 100, 200, 500, 1000, 1000]);
	expect([1, 5, 70, 1000].map((size) => nextBatchSize(size, -1))).toEqual([1, 1, 50, 500]);
});

test('the keys that matter least are the first to go where there is no room', () => {
	const hints = [
		{ keys: 'a', does: 'first', rank: 2 },
		{ keys: 'b', does: 'second as it is', shorter: 'second', rank: 1 },
		{ keys: 'c', does: 'third', rank: 3 },
	];
	const shown = (width: number): readonly string[] => fitHints(hints, width).map(({ keys, does }) => `${keys} ${does}`);
	expect(shown(37)).toEqual(['a first', 'b second as it is', 'c third']);
	expect(shown(36)).toEqual(['a first', 'b second as it is']);
	expect(shown(26)).toEqual(['b second as it is']);
	expect(shown(8)).toEqual(['b second']);
	expect(shown(7)).toEqual(['a first']);
	expect(shown(6)).toEqual([]);
});

test('figures', () => {
	expect([0, 24.06, 99.94, 99.96, 1204.4].map(formatSpeed)).toEqual(['0.0', '24.1', '99.9', '100', '1,204']);
	expect([400, 99_900, 102_300, -5].map(formatSeconds)).toEqual(['0.4s', '99.9s', '102s', '0.0s']);
	expect([900, 38_000, 58_000, 290_000, 4_440_000].map(formatTimeLeft)).toEqual([
		'5 s',
		'40 s',
		'1 min',
		'5 min',
		'1 h 15 min',
	]);
});
