import { expect, test } from 'vitest';
import { eventsBetween, type Offer } from '../../src/listing/price-events.ts';

const offer = (changed: Partial<Offer> = {}): Offer => ({
	id: 'a',
	status: 'open',
	price: 100,
	isListed: true,
	...changed,
});
const event = (type: string, price: number | null = 100, priceBefore: number | null = null) => ({
	...{ listingId: 'a', type, price, priceBefore },
});

test.each<[name: string, before: Offer[], after: Offer[], events: unknown[]]>([
	['nothing new', [offer()], [offer()], []],
	['another price', [offer()], [offer({ price: 90 })], [event('price_change', 90, 100)]],
	['a price that is not told any more', [offer()], [offer({ price: null })], []],
	['a listing that appears', [], [offer()], [event('open')]],
	['one that appears when it is over', [], [offer({ status: 'closed' })], []],
	['one that is not named any more', [offer()], [], [event('closed')]],
	['one that is over and not named any more', [offer({ status: 'sold' })], [], []],
	['one that is sold', [offer()], [offer({ status: 'sold' })], [event('sold')]],
	['one that is closed without a price', [offer()], [offer({ status: 'closed', price: null })], [event('closed')]],
	['a closed one that is sold', [offer({ status: 'closed' })], [offer({ status: 'sold' })], [event('sold')]],
	[
		'a closed one that stays so at another price',
		[offer({ status: 'closed' })],
		[offer({ status: 'closed', price: 1 })],
		[],
	],
	['one that was not named, and is again', [offer({ isListed: false })], [offer()], [event('open')]],
	['one that was not named, and still is not', [offer({ isListed: false })], [], []],
	[
		'one that was not named, and is again as sold',
		[offer({ isListed: false })],
		[offer({ status: 'sold', price: 95 })],
		[event('sold', 95)],
	],
	['one that was not named, and is again as closed', [offer({ isListed: false })], [offer({ status: 'closed' })], []],
	['a closed one that is open again', [offer({ status: 'closed' })], [offer()], [event('open')]],
])('%s', (_, before, after, events) => {
	expect(eventsBetween(before, after)).toEqual(events);
});
