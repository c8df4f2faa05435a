import { defineEntity, p } from '@mikro-orm/core';

const CitySchema = defineEntity({
	name: 'City',
	properties: {
		slug: p.text().primary(),
		name: p.text().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
	},
});

export class City extends CitySchema.class {}
CitySchema.setClass(City);
