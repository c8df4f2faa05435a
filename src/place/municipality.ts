import { defineEntity, p } from '@mikro-orm/core';

/** One of the 98 Danish municipalities, as the API's newest record of a home describes it. */
const MunicipalitySchema = defineEntity({
	name: 'Municipality',
	properties: {
		code: p.integer().primary().autoincrement(false),
		name: p.text().nullable(),
		slug: p.text().nullable(),
		population: p.integer().nullable(),
		numberOfSchools: p.integer().nullable(),
		councilTaxPercentage: p.decimal('number').columnType('numeric').nullable(),
		churchTaxPercentage: p.decimal('number').columnType('numeric').nullable(),
		landValueTaxLevelPerThousand: p.decimal('number').columnType('numeric').nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
	},
});

export class Municipality extends MunicipalitySchema.class {}
MunicipalitySchema.setClass(Municipality);
