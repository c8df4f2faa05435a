import { defineEntity, p } from '@mikro-orm/core';

/** A named place within a zip code, a village or a holiday area. */
const PlaceSchema = defineEntity({
	name: 'Place',
	properties: {
		id: p.integer().primary().autoincrement(false),
		name: p.text().nullable(),
		slug: p.text().nullable(),
		/** [minLon, minLat, maxLon, maxLat] */
		bbox: p.json<unknown>().nullable(),
		coordinatesLat: p.double().nullable(),
		coordinatesLon: p.double().nullable(),
		coordinatesType: p.text().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
	},
});

export class Place extends PlaceSchema.class {}
PlaceSchema.setClass(Place);
