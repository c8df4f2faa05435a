import { z } from 'zod';

/** The schema inside `optional()`; undefined for a field that the contract does not name. */
export function innerSchema(schema: unknown): unknown {
	return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
