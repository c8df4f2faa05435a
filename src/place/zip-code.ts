import { defineEntity, p } from '@mikro-orm/core';

const ZipCodeSchema = defineEntity({
	name: 'ZipCode',
	properties: {
		/** Four digits; those of the inner city belong to a `group`. */
		code: p.integer().primary().autoincrement(false),
		name: p.text().nullable(),
		slug: p.text().nullable(),
		group: p.integer().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
	},
});

export class ZipCode extends ZipCodeSchema.class {}
ZipCodeSchema.setClass(ZipCode);
