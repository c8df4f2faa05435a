import { defineEntity, p } from '@mikro-orm/core';

/** A NUTS-3 province: "DK011" is Byen København. */
const ProvinceSchema = defineEntity({
	name: 'Province',
	properties: {
		code: p.text().primary(),
		name: p.text().nullable(),
		regionCode: p.integer().nullable(),
		slug: p.text().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
	},
});

export class Province extends ProvinceSchema.class {}
ProvinceSchema.setClass(Province);
