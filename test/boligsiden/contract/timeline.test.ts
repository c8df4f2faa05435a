import { expect, test } from 'vitest';
import { readTimeline } from '../../../src/boligsiden/contract/timeline.ts';

const at = '2026-01-02T03:04:05.12Z';
const open = { at, type: 'open', price: 500 };

test('an event is read with its time to the microsecond, and without what it lacks', () => {
	expect(readTimeline([open, { at, type: 'built' }])).toEqual({
		ok: true,
		events: [
			{ at: '2026-01-02T03:04:05.120000Z', type: 'open', price: 500, aux: null },
			{ at: '2026-01-02T03:04:05.120000Z', type: 'built', price: null, aux: null },
		],
	});
});

test.each([
	['no event', []],
	['no event that has to do with a price', [{ at, type: 'built' }]],
	['one without its price among others', [open, { at, type: 'price_change' }]],
	['a sale without a price', [open, { at, type: 'sold' }]],
])('a timeline with %s is read', (_, body) => {
	expect(readTimeline(body).ok).toBe(true);
});

test('a timeline in which the price has another name now is refused: its events would be told as others', () => {
	const renamed = [
		{ at, type: 'open', amount: 500 },
		{ at, type: 'sold', price: 1 },
	];
	expect(readTimeline(renamed)).toEqual({
		ok: false,
		problems: [{ path: '[].price', message: '[].price: no listing and no change of price has one' }],
	});
});
