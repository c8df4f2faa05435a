import { z } from 'zod';
import { coordinatesSchema } from './place.ts';
import { amount, decimal, flag, instant, integer, json, list, shortText, text, uuid } from './scalars.ts';

const linksSchema = z.looseObject({ self: z.looseObject({ href: text.optional() }).optional() });

export const imageSourceSchema = z.looseObject({
	url: text.optional(),
	/** Pixels. */
	size: z.looseObject({ width: integer.optional(), height: integer.optional() }).optional(),
	alt: text.optional(),
});

export const imageSchema = z.looseObject({ imageSources: list(imageSourceSchema).optional() });

const ratingSchema = z.looseObject({ basis: integer.optional(), score: decimal.optional(), state: text.optional() });

/** Long statistics about the realtor that say nothing of a home (some 12 kB of a case's 30): the only fields not kept. */
export const droppedRealtorFields = ['ratings', 'salesPercentages'] as const;

export const realtorSchema = z.looseObject({
	realtorID: uuid,
	_links: linksSchema.optional(),
	name: text.optional(),
	slug: text.optional(),
	url: text.optional(),
	descriptionBody: text.optional(),
	contactInformation: z
		.looseObject({
			roadName: text.optional(),
			houseNumber: text.optional(),
			floor: text.optional(),
			zipCode: integer.optional(),
			cityName: text.optional(),
			cvr: text.optional(),
			email: text.optional(),
			phone: text.optional(),
		})
		.optional(),
	rating: z.looseObject({ buyer: ratingSchema.optional(), seller: ratingSchema.optional() }).optional(),
	numberOfEmployees: integer.optional(),
	numberOfRealtors: integer.optional(),
	isNew: flag.optional(),
	preferred: flag.optional(),
	associationOfDanishRealtorsMember: flag.optional(),
	associationOfEloMember: flag.optional(),
	address: json.optional(),
	broadcast: json.optional(),
	image: json.optional(),
	realtorBranch: json.optional(),
	ratings: z.unknown().optional(),
	salesPercentages: z.unknown().optional(),
});

/** The API's "case": one listing of a home by a realtor. The price is `priceCash`. */
export const caseSchema = z.looseObject({
	caseID: uuid,
	_links: linksSchema.optional(),
	/** open, sold or closed */
	status: shortText.optional(),
	addressType: text.optional(),
	slug: text.optional(),
	slugAddress: text.optional(),
	priceCash: amount.optional(),
	priceChangePercentage: decimal.optional(),
	perAreaPrice: amount.optional(),
	monthlyExpense: amount.optional(),
	/** Days, a number here; an object on the address. */
	daysOnMarket: integer.optional(),
	daysListed: z.looseObject({ days: integer.optional() }).optional(),
	timeOnMarket: z
		.looseObject({
			current: z.looseObject({ days: integer.optional() }).optional(),
			total: z.looseObject({ days: integer.optional(), realtors: json.optional() }).optional(),
		})
		.optional(),
	housingArea: integer.optional(),
	lotArea: integer.optional(),
	basementArea: integer.optional(),
	weightedArea: decimal.optional(),
	numberOfRooms: integer.optional(),
	numberOfFloors: integer.optional(),
	numberOfBathrooms: integer.optional(),
	numberOfToilets: integer.optional(),
	yearBuilt: integer.optional(),
	energyLabel: text.optional(),
	descriptionTitle: text.optional(),
	descriptionBody: text.optional(),
	caseUrl: text.optional(),
	/** The realtor's own number: text, though it often looks like a number. */
	providerCaseID: text.optional(),
	hasBalcony: flag.optional(),
	hasTerrace: flag.optional(),
	hasElevator: flag.optional(),
	highlighted: flag.optional(),
	/** real_estate or rental */
	distinction: text.optional(),
	coordinates: coordinatesSchema.optional(),
	realEstate: z
		.looseObject({
			downPayment: amount.optional(),
			grossMortgage: amount.optional(),
			netMortgage: amount.optional(),
		})
		.optional(),
	utilitiesConnectionFee: json.optional(),
	nextOpenHouse: z
		.looseObject({
			date: instant.optional(),
			/** Minutes. */
			duration: integer.optional(),
			signUp: flag.optional(),
			signUpUrl: text.optional(),
		})
		.optional(),
	defaultImage: imageSchema.optional(),
	images: list(imageSchema).optional(),
	floorPlanImages: list(imageSchema).optional(),
	realtor: realtorSchema.optional(),
});

export type CasePayload = z.infer<typeof caseSchema>;
export type ImagePayload = z.infer<typeof imageSchema>;
