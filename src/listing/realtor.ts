import { defineEntity, p } from '@mikro-orm/core';

const RealtorSchema = defineEntity({
	name: 'Realtor',
	properties: {
		/** The API's realtorID. */
		id: p.uuid().primary(),
		selfHref: p.text().nullable(),
		name: p.text().nullable(),
		slug: p.text().nullable(),
		url: p.text().nullable(),
		descriptionBody: p.text().nullable(),
		contactInformationRoadName: p.text().nullable(),
		contactInformationHouseNumber: p.text().nullable(),
		contactInformationFloor: p.text().nullable(),
		contactInformationZipCode: p.integer().nullable(),
		contactInformationCityName: p.text().nullable(),
		/** The company's number: text, it may begin with 0. */
		contactInformationCvr: p.text().nullable(),
		contactInformationEmail: p.text().nullable(),
		contactInformationPhone: p.text().nullable(),
		ratingBuyerBasis: p.integer().nullable(),
		ratingBuyerScore: p.decimal('number').columnType('numeric').nullable(),
		ratingBuyerState: p.text().nullable(),
		ratingSellerBasis: p.integer().nullable(),
		ratingSellerScore: p.decimal('number').columnType('numeric').nullable(),
		ratingSellerState: p.text().nullable(),
		numberOfEmployees: p.integer().nullable(),
		numberOfRealtors: p.integer().nullable(),
		isNew: p.boolean().nullable(),
		preferred: p.boolean().nullable(),
		associationOfDanishRealtorsMember: p.boolean().nullable(),
		associationOfEloMember: p.boolean().nullable(),
		address: p.json<unknown>().nullable(),
		broadcast: p.json<unknown>().nullable(),
		image: p.json<unknown>().nullable(),
		realtorBranch: p.json<unknown>().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
	},
});

export class Realtor extends RealtorSchema.class {}
RealtorSchema.setClass(Realtor);
