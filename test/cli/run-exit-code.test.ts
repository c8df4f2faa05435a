import { expect, test } from 'vitest';
import { exitCodeOf, isOverMaxFailures } from '../../src/cli/run-exit-code.ts';
import { initialState } from '../../src/import/progress.ts';
import { resultOf } from '../report/support.ts';

const counts = { ...initialState.counts, discovered: 300, imported: 95, skipped: 200, failed: 5 };

test('failures up to what is allowed end with 0; a share is one of the homes dealt with', () => {
	const result = resultOf(initialState, { counts });
	expect(exitCodeOf(result)).toBe(3);
	expect(exitCodeOf(result, { maxFailures: { count: 4 } })).toBe(3);
	expect(exitCodeOf(result, { maxFailures: { count: 5 } })).toBe(0);
	expect(isOverMaxFailures(counts, { share: 0.05 })).toBe(false);
	expect(isOverMaxFailures(counts, { share: 0.049 })).toBe(true);
	expect(exitCodeOf({ ...result, status: 'incomplete' }, { maxFailures: { count: 9 } })).toBe(75);
});

test('a missed threshold outweighs 0 and 3 and nothing else', () => {
	const missed = { thresholdMissed: true };
	expect(exitCodeOf(resultOf(initialState), missed)).toBe(99);
	expect(exitCodeOf(resultOf(initialState, { counts }), missed)).toBe(99);
	expect(exitCodeOf(resultOf(initialState, { status: 'incomplete' }), missed)).toBe(75);
	const stopReason = { kind: 'drift', message: 'x' } as const;
	expect(exitCodeOf(resultOf(initialState, { status: 'failed', stopReason }), missed)).toBe(65);
});
