import { defineEntity, p } from '@mikro-orm/core';
import { Property } from '../property/property.ts';
import { ListingImage } from './listing-image.ts';
import { Realtor } from './realtor.ts';

/** A case of the API: a home offered by a realtor. */
const ListingSchema = defineEntity({
	name: 'Listing',
	properties: {
		/** The API's caseID. */
		id: p.uuid().primary(),
		property: () => p.manyToOne(Property).ref().fieldName('property_id').deleteRule('cascade').index(),
		realtor: () => p.manyToOne(Realtor).ref().fieldName('realtor_id').nullable().deleteRule('no action').index(),
		selfHref: p.text().nullable(),
		/** open, sold or closed */
		status: p.text().nullable().index(),
		addressType: p.text().nullable(),
		slug: p.text().nullable(),
		slugAddress: p.text().nullable(),
		/** DKK, like every amount */
		priceCash: p.bigint('number').nullable().index(),
		priceChangePercentage: p.decimal('number').columnType('numeric').nullable(),
		perAreaPrice: p.bigint('number').nullable(),
		monthlyExpense: p.bigint('number').nullable(),
		daysOnMarket: p.integer().nullable(),
		daysListedDays: p.integer().nullable(),
		timeOnMarketCurrentDays: p.integer().nullable(),
		timeOnMarketTotalDays: p.integer().nullable(),
		timeOnMarketTotalRealtors: p.json<unknown>().nullable(),
		/** m2, like every area */
		housingArea: p.integer().nullable(),
		lotArea: p.integer().nullable(),
		basementArea: p.integer().nullable(),
		weightedArea: p.decimal('number').columnType('numeric').nullable(),
		numberOfRooms: p.integer().nullable(),
		numberOfFloors: p.integer().nullable(),
		numberOfBathrooms: p.integer().nullable(),
		numberOfToilets: p.integer().nullable(),
		yearBuilt: p.integer().nullable(),
		energyLabel: p.text().nullable(),
		descriptionTitle: p.text().nullable(),
		descriptionBody: p.text().nullable(),
		caseUrl: p.text().nullable(),
		providerCaseId: p.text().nullable(),
		hasBalcony: p.boolean().nullable(),
		hasTerrace: p.boolean().nullable(),
		hasElevator: p.boolean().nullable(),
		highlighted: p.boolean().nullable(),
		distinction: p.text().nullable(),
		coordinatesLat: p.double().nullable(),
		coordinatesLon: p.double().nullable(),
		coordinatesType: p.text().nullable(),
		realEstateDownPayment: p.bigint('number').nullable(),
		realEstateGrossMortgage: p.bigint('number').nullable(),
		realEstateNetMortgage: p.bigint('number').nullable(),
		utilitiesConnectionFee: p.json<unknown>().nullable(),
		nextOpenHouseDate: p.datetime().nullable(),
		/** Minutes. */
		nextOpenHouseDuration: p.integer().nullable(),
		nextOpenHouseSignUp: p.boolean().nullable(),
		nextOpenHouseSignUpUrl: p.text().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),
		/** When an import first found the home's record without this case; the row stays for its history. */
		delistedAt: p.datetime().nullable(),

		images: () => p.oneToMany(ListingImage).mappedBy('listing').orphanRemoval(),
	},
});

export class Listing extends ListingSchema.class {}
ListingSchema.setClass(Listing);
