import { defineEntity, p } from '@mikro-orm/core';
import { Property } from './property.ts';

/** A registered sale. The units of one building share registrations, so the id alone is no key. */
const RegistrationSchema = defineEntity({
	name: 'Registration',
	indexes: [{ properties: ['noticedAt'], where: '"noticed_at" is not null' }],
	properties: {
		property: () => p.manyToOne(Property).ref().primary().fieldName('property_id').deleteRule('cascade'),
		registrationId: p.text().primary(),
		/** DKK */
		amount: p.bigint('number').nullable(),
		date: p.date().nullable().index(),
		/** normal, family, auction or other */
		type: p.text().nullable(),
		area: p.integer().nullable(),
		livingArea: p.integer().nullable(),
		perAreaPrice: p.bigint('number').nullable(),
		/** May be a municipality of before the 2007 reform, so no reference. */
		municipalityCode: p.integer().nullable(),
		propertyNumber: p.integer().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
		/** When an import found it on a home that was stored already; null where it came with the home. */
		noticedAt: p.datetime().nullable(),
		/** The run that found it so. */
		noticedRun: p.text().nullable(),
	},
});

export class Registration extends RegistrationSchema.class {}
RegistrationSchema.setClass(Registration);
