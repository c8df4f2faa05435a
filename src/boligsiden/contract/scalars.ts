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
/** Text that an index of the database holds: that takes 2,700 bytes at most, and a character has up to three. */
export const shortText = z.string().max(500);
export const flag = z.boolean();
/** A uuid by its letters alone: the API's own ids ("0a3f50aa-6f17-32b8-e044-...") break RFC 9562's rule for the variant. */
export const uuid = z.guid().toLowerCase();
/** YYYY-MM-DD. PostgreSQL has no year 0. */
export const date = z.iso.date().refine((value) => !value.startsWith('0000'), { error: 'Invalid ISO date' });
const firstMoment = Date.parse('0001-01-01T00:00:00Z');
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z');
/** ISO 8601 with a time zone, of the years 1 to 9999 in UTC. */
export const instant = z.iso
	.datetime({ offset: true })
	.refine((value) => !(Date.parse(value) < firstMoment || Date.parse(value) > lastMoment), {
		error: 'Invalid ISO datetime',
	});
/** Children of one parent: twice as many as anybody could mean, few enough for one transaction. */
export const mostElements = 20_000;
export const list = <Element extends z.ZodType>(element: Element) => z.array(element).max(mostElements);
/** Kept whole in a jsonb column. */
export const json = z.json();
