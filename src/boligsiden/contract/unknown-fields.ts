import { z } from 'zod';
import { innerSchema } from './inner-schema.ts';

/** Fields named of one payload; a body made of nothing but new names is kept as well, and not listed. */
const mostNamed = 100;

/**
 * The fields of a payload that the contract does not name, as paths without indexes ("buildings[].solarPanels"), a hundred at most.
 * Each path once, however many elements carry it.
 */
export function unknownFields(schema: z.ZodObject, payload: unknown): readonly string[] {
	const found = new Set<string>();
	collect(schema, payload, '', found);
	return [...found];
}

function collect(schema: unknown, value: unknown, path: string, found: Set<string>): void {
	const inner = innerSchema(schema);
	if (inner instanceof z.ZodArray && Array.isArray(value)) {
		if (!(innerSchema(inner.element) instanceof z.ZodObject)) return;
		for (const element of value) collect(inner.element, element, `${path}[]`, found);
	} else if (inner instanceof z.ZodObject && typeof value === 'object' && value !== null) {
		for (const field of Object.keys(value)) {
			const known = Object.hasOwn(inner.shape, field);
			const child = (value as Record<string, unknown>)[field];
			if (known && (typeof child !== 'object' || child === null)) continue;
			const childPath = path === '' ? field : `${path}.${field}`;
			if (known) collect(inner.shape[field], child, childPath, found);
			else if (found.size < mostNamed) found.add(childPath);
		}
	}
}
