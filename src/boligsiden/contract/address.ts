import { z } from 'zod';
import { caseSchema } from './listing.ts';
import {
	citySchema,
	coordinatesSchema,
	municipalitySchema,
	placeSchema,
	provinceSchema,
	roadSchema,
	zipSchema,
} from './place.ts';
import { amount, date, decimal, flag, integer, json, list, shortText, text, uuid } from './scalars.ts';

export const buildingSchema = z.looseObject({
	/** Text, though it looks like a number; unique within one address. */
	buildingNumber: shortText,
	buildingName: text.optional(),
	totalArea: integer.optional(),
	housingArea: integer.optional(),
	basementArea: integer.optional(),
	businessArea: integer.optional(),
	otherArea: integer.optional(),
	numberOfRooms: integer.optional(),
	numberOfFloors: integer.optional(),
	numberOfBathrooms: integer.optional(),
	numberOfToilets: integer.optional(),
	numberOfKitchens: integer.optional(),
	bathroomCondition: text.optional(),
	kitchenCondition: text.optional(),
	toiletCondition: text.optional(),
	externalWallMaterial: text.optional(),
	supplementaryExternalWallMaterial: text.optional(),
	roofingMaterial: text.optional(),
	supplementaryRoofingMaterial: text.optional(),
	heatingInstallation: text.optional(),
	supplementaryHeating: text.optional(),
	asbestosContainingMaterial: text.optional(),
	yearBuilt: integer.optional(),
	yearRenovated: integer.optional(),
});

/** A sale. Its id is shared by every unit of the building that was sold, so the key is (address, registration). */
export const registrationSchema = z.looseObject({
	/** Digits, or a uuid on newer ones. */
	registrationID: shortText,
	amount: amount.optional(),
	date: date.optional(),
	/** normal, family, auction or other */
	type: text.optional(),
	area: integer.optional(),
	livingArea: integer.optional(),
	perAreaPrice: amount.optional(),
	/** May be a municipality of before the 2007 reform. */
	municipalityCode: integer.optional(),
	propertyNumber: integer.optional(),
});

/** One home, as `GET /addresses/{id}` gives it. Fields the schema does not name are kept, and absent equals null (see `cleanse`). */
export const addressSchema = z.looseObject({
	addressID: uuid,
	_links: z.looseObject({ self: z.looseObject({ href: text.optional() }).optional() }).optional(),
	/** Shared by the units of one stairway; not an address of its own. */
	entryAddressID: uuid.optional(),
	addressType: shortText.optional(),
	roadName: text.optional(),
	/** "82A" */
	houseNumber: text.optional(),
	floor: text.optional(),
	door: text.optional(),
	cityName: text.optional(),
	zipCode: integer,
	placeName: text.optional(),
	coordinates: coordinatesSchema.optional(),
	livingArea: integer.optional(),
	weightedArea: decimal.optional(),
	latestValuation: amount.optional(),
	propertyNumber: integer.optional(),
	/** Absent means unknown, not false. */
	isOnMarket: flag.optional(),
	isPublic: flag.optional(),
	hasMultipleCases: flag.optional(),
	allowNewValuationInfo: flag.optional(),
	energyLabel: text.optional(),
	/** 19 characters with underscores: municipality, road, house, floor, door. */
	gstkvhx: text.optional(),
	slug: text.optional(),
	slugAddress: text.optional(),
	bfeNumbers: list(integer).optional(),
	boligsidenInfo: z.looseObject({ latestSoldArea: integer.optional() }).optional(),
	latestSoldCaseDescription: z
		.looseObject({ title: text.optional(), body: text.optional(), date: date.optional() })
		.optional(),
	casePrice: amount.optional(),
	/** An object here; days as a number on a case. */
	daysOnMarket: json.optional(),
	buildings: list(buildingSchema).optional(),
	registrations: list(registrationSchema).optional(),
	municipality: municipalitySchema,
	province: provinceSchema.optional(),
	road: roadSchema.optional(),
	zip: zipSchema.optional(),
	city: citySchema.optional(),
	place: placeSchema.optional(),
	cases: list(caseSchema).optional(),
});

export type AddressPayload = z.infer<typeof addressSchema>;
