import { defineEntity, p } from '@mikro-orm/core';
import { Property } from '../property/property.ts';

/** What happened to a home's asking price, or to its being for sale: told by the API's timeline, or seen between two imports. */
const PriceEventSchema = defineEntity({
	name: 'PriceEvent',
	uniques: [{ properties: ['property', 'identity'] }],
	properties: {
		id: p.bigint('number').primary(),
		property: () => p.manyToOne(Property).ref().fieldName('property_id').deleteRule('cascade').index(),
		/** The API's caseID, where it is known. */
		listingId: p.uuid().nullable(),
		/** open, price_change, closed, sold or built */
		type: p.text(),
		/** DKK */
		price: p.bigint('number').nullable(),
		/** DKK; of a change of price. */
		priceBefore: p.bigint('number').nullable(),
		/** When it happened, as the timeline says; else when it was noticed. */
		at: p.datetime(),
		/** timeline or import */
		source: p.text(),
		/** What it is known by when it is told again, within its home: an event of the API has no id. */
		identity: p.text(),
		/** When the home was last checked before this was noticed; null where it was not stored then, and this is its past. */
		previousCheckAt: p.datetime().nullable(),
		aux: p.json<Record<string, unknown>>().nullable(),
		/** The run that noticed it. */
		runId: p.text(),
		noticedAt: p.datetime().index(),
	},
});

export class PriceEvent extends PriceEventSchema.class {}
PriceEventSchema.setClass(PriceEvent);
