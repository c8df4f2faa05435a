import { type MetricName, metrics, type Threshold } from '../../config/thresholds.ts';
import { dealtWith } from '../import/counts.ts';
import type { RunResult } from '../import/events.ts';
import type { AnswerTimes } from './answer-times.ts';

/** What a run came to, beside what it was to keep to. */
export interface Verdict {
	/** "p95<3000" */
	readonly threshold: string;
	readonly unit: string;
	/** null where nothing was fetched, so that there is nothing to measure: then it counts as kept. */
	readonly measured: number | null;
	readonly kept: boolean;
}

type Measured = (result: RunResult, times: AnswerTimes) => number | undefined;

const measures: Readonly<Record<MetricName, Measured>> = {
	speed: (result) => (dealtWith(result.counts) === 0 ? undefined : result.propertiesPerSecond),
	p50: (_, times) => times.percentile(0.5),
	p95: (_, times) => times.percentile(0.95),
	failed: ({ counts }) => counts.failed,
	'failed%': (result) =>
		dealtWith(result.counts) === 0 ? undefined : (100 * result.counts.failed) / dealtWith(result.counts),
	duration: ({ durationMs }) => durationMs / 1000,
	requests: ({ requests }) => requests,
	retries: (_, times) => times.retries,
};

export function judge(thresholds: readonly Threshold[], result: RunResult, times: AnswerTimes): readonly Verdict[] {
	return thresholds.map(({ text, metric, comparison, limit }) => {
		const exact = measures[metric](result, times);
		const facts = { threshold: text, unit: metrics[metric] };
		if (exact === undefined) return { ...facts, measured: null, kept: true };
		return { ...facts, measured: Math.round(exact * 1000) / 1000, kept: holds(exact, comparison, limit) };
	});
}

/** "p95<3000 kept: 412 ms", "speed>5 missed: 3.2 homes/s" */
export function verdictWords({ threshold, unit, measured, kept }: Verdict): string {
	if (measured === null) return `${threshold} kept: nothing was fetched`;
	const digits = Number.isInteger(measured) ? 0 : measured < 10 ? 2 : 1;
	return `${threshold} ${kept ? 'kept' : 'missed'}: ${measured.toFixed(digits)} ${unit}`;
}

function holds(value: number, comparison: Threshold['comparison'], limit: number): boolean {
	switch (comparison) {
		case '<':
			return value < limit;
		case '<=':
			return value <= limit;
		case '>':
			return value > limit;
		case '>=':
			return value >= limit;
	}
}
