import { expect, test } from 'vitest';
import { conditionOf, municipalityStatus, type PartitionFacts, worstOf } from '../../src/ledger/freshness.ts';

const now = new Date('2026-11-23T12:00:00Z');
const day = 24 * 3_600_000;
const age = { now, staleAfterMs: 7 * day };
const ago = (days: number): Date => new Date(now.getTime() - days * day);

function partition(changed: Partial<PartitionFacts> = {}): PartitionFacts {
	const whole = {
		addressType: 'villa',
		stored: 100,
		onMarket: 2,
		expected: 100,
		gone: 0,
		failures: 0,
		failedUnstored: 0,
	};
	return { ...whole, checkedAt: ago(1), readAt: ago(1), completeAt: ago(1), ...changed };
}

test.each<[string, Partial<PartitionFacts>, string]>([
	['fresh: complete a day ago', {}, 'fresh'],
	['fresh to the last moment', { completeAt: ago(7), readAt: ago(7) }, 'fresh'],
	['stale: complete eight days ago', { completeAt: ago(8), readAt: ago(8) }, 'stale'],
	['failures: fresh, but for homes that failed', { failures: 2, failedUnstored: 2, stored: 98 }, 'failures'],
	['incomplete: stored, never complete', { completeAt: null, stored: 60 }, 'incomplete'],
	['incomplete: read and nothing of it stored', { completeAt: null, stored: 0 }, 'incomplete'],
	[
		'incomplete: more in the API since, as a reading saw that came to no end',
		{ readAt: ago(0), expected: 130 },
		'incomplete',
	],
	[
		'not incomplete where the rest is gone or known as failed',
		{ readAt: ago(0), expected: 103, gone: 1, failures: 2, failedUnstored: 2 },
		'failures',
	],
	[
		'incomplete where those that failed are stored, and so are others than those that lack',
		{ readAt: ago(0), expected: 105, failures: 5 },
		'incomplete',
	],
	['not incomplete for fewer in the API since', { readAt: ago(0), expected: 90 }, 'fresh'],
	['never', { completeAt: null, readAt: null, expected: null, stored: 0 }, 'never'],
])('%s', (_, facts, state) => {
	expect(conditionOf(partition(facts), age)).toBe(state);
});

test('the worst counts', () => {
	expect(worstOf(['fresh', 'stale', 'failures'])).toBe('stale');
	expect(worstOf(['never', 'incomplete', 'fresh'])).toBe('never');
	expect(worstOf([])).toBeNull();
});

const counted = { code: 101, name: 'København', homes: 150, onMarket: 3, checkedAt: ago(2) };

test('a municipality is as complete as its worst type, and as fresh as its oldest', () => {
	const its = [
		partition({ completeAt: ago(3), checkedAt: ago(20) }),
		partition({ addressType: 'condo', stored: 60, onMarket: 4, expected: 60, completeAt: ago(9) }),
	];
	expect(municipalityStatus(counted, its, 4, age)).toMatchObject({
		...{
			code: 101,
			name: 'København',
			homes: 160,
			onMarket: 6,
			checkedAt: ago(20),
			expected: 160,
			completeAt: ago(9),
			failures: 4,
		},
		state: 'stale',
		partitions: [{ state: 'fresh' }, { state: 'stale' }],
	});
});

test('all types hold every type: they are not added to one of them', () => {
	const its = [partition({ addressType: null, expected: 500 }), partition()];
	expect(municipalityStatus(counted, its, 0, age).expected).toBe(500);
});

test('homes that came with a neighbour make no municipality out of date', () => {
	expect(municipalityStatus(counted, [], 0, age)).toMatchObject({
		state: null,
		...counted,
		expected: null,
		completeAt: null,
	});
});
