import { z } from 'zod';
import { integer, text, uuid } from './scalars.ts';

/** What discovery needs of a row; the rest of the record is read when it is imported. */
const listedAddressSchema = z.looseObject({
	addressID: uuid,
	addressType: text.nullish(),
	roadName: text.nullish(),
	houseNumber: text.nullish(),
	floor: text.nullish(),
	door: text.nullish(),
	zipCode: integer,
	municipality: z.looseObject({ municipalityCode: integer }),
});

export type ListedAddress = z.infer<typeof listedAddressSchema>;

/** `addresses` is null, not empty, when nothing matches or the page is past the last row. */
const searchPageSchema = z.looseObject({
	totalHits: z.int().nonnegative(),
	addresses: z.array(z.unknown()).nullish(),
});

export const readSearchPage = (body: unknown) => searchPageSchema.safeParse(body);
export const readListedAddress = (row: unknown) => listedAddressSchema.safeParse(row);
