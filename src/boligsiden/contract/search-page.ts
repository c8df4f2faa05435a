import { z } from 'zod';
import { flag, integer, text, uuid } from './scalars.ts';

/** What a row is not needed for: a record that is wrong there is told so when it is read as a whole, with its id. */
const word = text.nullish().catch(undefined);

/** What discovery needs of a row; the rest of the record is read when it is imported. */
const listedAddressSchema = z.looseObject({
	addressID: uuid,
	addressType: word,
	roadName: word,
	houseNumber: word,
	floor: word,
	door: word,
	zipCode: integer,
	/** Absent means unknown, not false. */
	isOnMarket: flag.nullish().catch(undefined),
	municipality: z.looseObject({ municipalityCode: integer }),
});

const listedIdSchema = z.looseObject({ addressID: uuid });

export type ListedAddress = z.infer<typeof listedAddressSchema>;

/** The API lists no row of a query beyond this one, so no page has more. */
const mostRows = 10_000;

/** `addresses` is null, not empty, when nothing matches or the page is past the last row. */
const searchPageSchema = z.looseObject({
	totalHits: z.int().nonnegative(),
	addresses: z.array(z.unknown()).max(mostRows).nullish(),
});

export const readSearchPage = (body: unknown) => searchPageSchema.safeParse(body);
export const readListedId = (row: unknown) => listedIdSchema.safeParse(row);
export const readListedAddress = (row: unknown) => listedAddressSchema.safeParse(row);
