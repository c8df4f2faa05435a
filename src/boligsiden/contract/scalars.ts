import { z } from 'zod';

/** The scalar kinds of the API. Each is bounded by the column that keeps it, so that a value that cannot be stored is named at the border. */

/** 32-bit integer: areas in m2, years, counts, codes. */
export const integer = z.int32();
/** Whole DKK, 64-bit column, exact up to 2^53 (83,000,000 is the largest valuation seen). */
export const amount = z.int();
/** A number the API gives with decimals; kept in a `numeric` column, exactly as written. */
export const decimal = z.number();
/** Degrees, EPSG:4326. */
export const degrees = z.number();
export const text = z.string();
export const flag = z.boolean();
/** A uuid by its letters alone: the API's own ids ("0a3f50aa-6f17-32b8-e044-...") break RFC 9562's rule for the variant. */
export const uuid = z.guid().toLowerCase();
/** YYYY-MM-DD. PostgreSQL has no year 0. */
export const date = z.iso.date().refine((value) => !value.startsWith('0000'), { error: 'Invalid ISO date' });
/** ISO 8601 with a time zone. */
export const instant = z.iso.datetime({ offset: true });
/** Kept whole in a jsonb column. */
export const json = z.json();
