import { z } from 'zod';
import { decimal, degrees, integer, json, shortText, text, uuid } from './scalars.ts';

export const coordinatesSchema = z.looseObject({
	lat: degrees.optional(),
	lon: degrees.optional(),
	/** Always "EPSG4326" so far. */
	type: text.optional(),
});

export const municipalitySchema = z.looseObject({
	municipalityCode: integer,
	name: text.optional(),
	slug: text.optional(),
	population: integer.optional(),
	numberOfSchools: integer.optional(),
	councilTaxPercentage: decimal.optional(),
	churchTaxPercentage: decimal.optional(),
	landValueTaxLevelPerThousand: decimal.optional(),
});

export const provinceSchema = z.looseObject({
	/** "DK011" */
	provinceCode: shortText,
	name: text.optional(),
	regionCode: integer.optional(),
	slug: text.optional(),
});

export const zipSchema = z.looseObject({
	zipCode: integer,
	name: text.optional(),
	slug: text.optional(),
	/** The inner-city series a code belongs to, 1000 for 1061. */
	group: integer.optional(),
});

export const citySchema = z.looseObject({ slug: shortText, name: text.optional() });

export const roadSchema = z.looseObject({
	roadID: uuid,
	roadCode: integer.optional(),
	municipalityCode: integer.optional(),
	name: text.optional(),
	slug: text.optional(),
});

export const placeSchema = z.looseObject({
	id: integer,
	name: text.optional(),
	slug: text.optional(),
	/** [minLon, minLat, maxLon, maxLat] */
	bbox: json.optional(),
	coordinates: coordinatesSchema.optional(),
});
