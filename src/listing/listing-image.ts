import { defineEntity, p } from '@mikro-orm/core';
import { Listing } from './listing.ts';

/** One size of one picture of a listing. */
const ListingImageSchema = defineEntity({
	name: 'ListingImage',
	properties: {
		listing: () => p.manyToOne(Listing).ref().primary().fieldName('listing_id').deleteRule('cascade'),
		/** Which list of the case it stood in: default, photo or floor_plan. */
		kind: p.text().primary(),
		/** Of the picture in its list, from 0. */
		position: p.integer().primary(),
		/** Of the size among the picture's sizes, from 0. */
		source: p.integer().primary(),
		url: p.text().nullable(),
		/** Pixels. */
		width: p.integer().nullable(),
		height: p.integer().nullable(),
		alt: p.text().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
	},
});

export class ListingImage extends ListingImageSchema.class {}
ListingImageSchema.setClass(ListingImage);
