import { expect, test } from 'vitest';
import { readThreshold } from '../../config/thresholds.ts';
import type { RunResult } from '../../src/import/events.ts';
import { initialState } from '../../src/import/progress.ts';
import { AnswerTimes } from '../../src/report/answer-times.ts';
import { judge, verdictWords } from '../../src/report/thresholds.ts';
import { resultOf } from './support.ts';

const counts = { ...initialState.counts, discovered: 300, imported: 95, skipped: 200, failed: 5 };

function timesOf(milliseconds: readonly number[], attempts = 1): AnswerTimes {
	const times = new AnswerTimes();
	for (const ms of milliseconds) {
		times.listen({ type: 'worker.finished', worker: 1, id: 'x', outcome: 'fetched', ms, attempts, at: 0 });
	}
	return times;
}

function verdicts(limits: readonly string[], result: RunResult, times = timesOf([])): string[] {
	return judge(
		limits.flatMap((limit) => readThreshold(limit) ?? []),
		result,
		times,
	).map(verdictWords);
}

test('each metric is measured in its unit and held against its limit', () => {
	const result = resultOf(initialState, { counts, requests: 120, durationMs: 20_500, propertiesPerSecond: 4.9 });
	const times = timesOf(Array.from({ length: 100 }, (_, index) => (index + 1) * 10));
	expect(
		verdicts(['speed>5', 'failed<10', 'failed%<5', 'failed%<=5', 'duration<20', 'requests<121'], result, times),
	).toEqual([
		'speed>5 missed: 4.90 homes/s',
		'failed<10 kept: 5 homes',
		'failed%<5 missed: 5 %',
		'failed%<=5 kept: 5 %',
		'duration<20 missed: 20.5 s',
		'requests<121 kept: 120 requests',
	]);
	const [p50, p95] = judge(
		[readThreshold('p50<600'), readThreshold('p95<900')].flatMap((each) => each ?? []),
		result,
		times,
	);
	expect(p50).toMatchObject({ kept: true, measured: expect.closeTo(500, -1) });
	expect(p95).toMatchObject({ kept: false, measured: expect.closeTo(950, -1.5) });
	expect(verdicts(['retries<4'], result, timesOf([1, 1], 3))).toEqual([
		'retries<4 missed: 4 requests more than one a home',
	]);
});

test('where nothing was fetched there is nothing to miss', () => {
	const result = resultOf(initialState, { propertiesPerSecond: 0 });
	expect(verdicts(['speed>5', 'p95<1', 'failed%<1'], result)).toEqual([
		'speed>5 kept: nothing was fetched',
		'p95<1 kept: nothing was fetched',
		'failed%<1 kept: nothing was fetched',
	]);
});
