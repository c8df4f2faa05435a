import { defineEntity, p } from '@mikro-orm/core';

const RoadSchema = defineEntity({
	name: 'Road',
	properties: {
		/** The API's roadID. */
		id: p.uuid().primary(),
		roadCode: p.integer().nullable(),
		municipalityCode: p.integer().nullable().index(),
		name: p.text().nullable(),
		slug: p.text().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
	},
});

export class Road extends RoadSchema.class {}
RoadSchema.setClass(Road);
