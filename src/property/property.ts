import { defineEntity, p } from '@mikro-orm/core';
import { Listing } from '../listing/listing.ts';
import { City } from '../place/city.ts';
import { Municipality } from '../place/municipality.ts';
import { Place } from '../place/place.ts';
import { Province } from '../place/province.ts';
import { Road } from '../place/road.ts';
import { ZipCode } from '../place/zip-code.ts';
import { Building } from './building.ts';
import { Registration } from './registration.ts';

/** One home: an address of the API with what it says of it. Columns carry the API's names in snake case. */
const PropertySchema = defineEntity({
	name: 'Property',
	indexes: [{ properties: ['municipality', 'addressType'] }],
	properties: {
		/** The API's addressID. */
		id: p.uuid().primary(),
		selfHref: p.text().nullable(),
		entryAddressId: p.uuid().nullable(),
		addressType: p.text().nullable().index(),
		roadName: p.text().nullable(),
		houseNumber: p.text().nullable(),
		floor: p.text().nullable(),
		door: p.text().nullable(),
		cityName: p.text().nullable(),
		placeName: p.text().nullable(),
		coordinatesLat: p.double().nullable(),
		coordinatesLon: p.double().nullable(),
		coordinatesType: p.text().nullable(),
		/** m2 */
		livingArea: p.integer().nullable(),
		weightedArea: p.decimal('number').columnType('numeric').nullable(),
		/** DKK */
		latestValuation: p.bigint('number').nullable(),
		propertyNumber: p.integer().nullable(),
		/** null means that the API did not say. */
		isOnMarket: p.boolean().nullable().index(),
		isPublic: p.boolean().nullable(),
		hasMultipleCases: p.boolean().nullable(),
		allowNewValuationInfo: p.boolean().nullable(),
		energyLabel: p.text().nullable(),
		gstkvhx: p.text().nullable(),
		slug: p.text().nullable(),
		slugAddress: p.text().nullable(),
		bfeNumbers: p.json<number[]>().nullable(),
		boligsidenInfoLatestSoldArea: p.integer().nullable(),
		latestSoldCaseDescriptionTitle: p.text().nullable(),
		latestSoldCaseDescriptionBody: p.text().nullable(),
		latestSoldCaseDescriptionDate: p.date().nullable(),
		/** DKK */
		casePrice: p.bigint('number').nullable().index(),
		daysOnMarket: p.json<unknown>().nullable(),
		extra: p.json<Record<string, unknown>>().nullable(),

		municipality: () => p.manyToOne(Municipality).ref().fieldName('municipality_code'),
		province: () => p.manyToOne(Province).ref().fieldName('province_code').nullable().deleteRule('no action'),
		zipCode: () => p.manyToOne(ZipCode).ref().fieldName('zip_code').index(),
		city: () => p.manyToOne(City).ref().fieldName('city_slug').nullable().deleteRule('no action'),
		road: () => p.manyToOne(Road).ref().fieldName('road_id').nullable().deleteRule('no action').index(),
		place: () => p.manyToOne(Place).ref().fieldName('place_id').nullable().deleteRule('no action'),

		buildings: () => p.oneToMany(Building).mappedBy('property').orphanRemoval(),
		registrations: () => p.oneToMany(Registration).mappedBy('property').orphanRemoval(),
		listings: () => p.oneToMany(Listing).mappedBy('property'),

		/** The run that stored it from a search record, which is good once that run's sample says so; null where it was fetched. */
		searchRun: p.text().nullable(),
		/** Where that run changed a home that was good: when it was last checked before. null where such a record was its first. */
		goodAt: p.datetime().nullable(),
		/** When it was first stored; null where that was before this was kept. */
		storedAt: p.datetime().nullable(),
		/** When the stored content was read from the API. */
		fetchedAt: p.datetime(),
		/** When the API last said the same; never before `fetchedAt`. */
		checkedAt: p.datetime(),
		/** When the API answered 404 for it; nothing else ever sets it. */
		goneAt: p.datetime().nullable(),
	},
});

export class Property extends PropertySchema.class {}
PropertySchema.setClass(Property);
