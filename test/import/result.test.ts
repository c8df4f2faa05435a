import { expect, test } from 'vitest';
import type { PartitionReport, StopReason } from '../../src/import/events.ts';
import { setResting, startPace } from '../../src/import/pace.ts';
import { type ImportState, initialState } from '../../src/import/progress.ts';
import { settle } from '../../src/import/result.ts';

const whole: PartitionReport = {
	name: 'Aarhus · villa',
	expected: 1,
	listed: 1,
	otherType: 0,
	withoutType: 0,
	repeated: 0,
	moved: 0,
	readAgain: 0,
};

function statusOf(partitions: readonly PartitionReport[], stopReason?: StopReason) {
	return settle({ ...initialState, partitions }, 0, stopReason, 0).status;
}

test('what a run came to follows from its gaps and from what stopped it', () => {
	expect(statusOf([whole])).toBe('completed');
	expect(statusOf([whole, { ...whole, gap: 'page 2 could not be read' }])).toBe('incomplete');
	expect(statusOf([{ ...whole, gap: 'x' }], { kind: 'asked', atOnce: false })).toBe('interrupted');
	expect(statusOf([whole], { kind: 'blocked', message: 'no' })).toBe('blocked');
	expect(statusOf([whole], { kind: 'api-unavailable', message: 'down' })).toBe('failed');
	expect(statusOf([whole], { kind: 'database', message: 'away' })).toBe('failed');
});

test.each(['imported', 'updated', 'unchanged', 'skipped', 'failed', 'gone'] as const)(
	'homes that are %s are accounted for, and one that is not is a bug',
	(outcome) => {
		const counts = { ...initialState.counts, discovered: 3, [outcome]: 3 };
		expect(settle({ ...initialState, counts }, 0, undefined, 0).counts).toBe(counts);
		const lost = { ...counts, discovered: 4 };
		expect(() => settle({ ...initialState, counts: lost }, 0, undefined, 0)).toThrow(
			'4 homes were discovered but 3 accounted for',
		);
	},
);

test('paused time counts for how long it took, and not for how fast it was', () => {
	const pace = setResting(setResting(startPace(0), true, 5000), false, 15_000);
	const counts = { ...initialState.counts, discovered: 100, imported: 100 };
	const state: ImportState = { ...initialState, pace, counts, fetchMs: 60_000 };
	expect(settle(state, 7, undefined, 25_000)).toMatchObject({
		durationMs: 25_000,
		propertiesPerSecond: 100 / 15,
		sequentialEstimateMs: 60_000,
		requests: 7,
	});
});

test('a run of no time has no speed rather than an infinite one', () => {
	expect(settle({ ...initialState, pace: startPace(5) }, 0, undefined, 5).propertiesPerSecond).toBe(0);
});
