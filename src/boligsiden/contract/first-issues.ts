import { z } from 'zod';
import { innerSchema } from './inner-schema.ts';
import { mostElements } from './scalars.ts';

type Issue = z.core.$ZodIssue;

/** Values in a record, beyond which it is large; a listed home has some 2,000. */
const largest = 20_000;
const mostIssues = 100;

/**
 * Whether a record is so large that all that may be wrong with it must not be listed: zod keeps an object for each issue, and a body of
 * 8 MB has room for 400,000 of them.
 */
export function isLarge(value: unknown): boolean {
	let left = largest;
	const count = (part: unknown): void => {
		if (--left < 0 || typeof part !== 'object' || part === null) return;
		for (const child of Object.values(part)) count(child);
	};
	count(value);
	return left < 0;
}

/** What is wrong with a value, field by field and a hundred issues at most; none when the schema takes it. */
export function firstIssues(schema: z.ZodObject, value: unknown): Issue[] {
	const issues: Issue[] = [];
	collect(schema, value, [], issues);
	return issues;
}

function collect(schema: z.ZodType, value: unknown, path: PropertyKey[], issues: Issue[]): void {
	if (issues.length >= mostIssues) return;
	const inner = innerSchema(schema);
	if (inner instanceof z.ZodArray && Array.isArray(value)) {
		const element = inner.element as z.ZodType;
		if (value.length > mostElements) issues.push(tooMany(value, path));
		else for (const [index, child] of value.entries()) collect(element, child, [...path, index], issues);
	} else if (inner instanceof z.ZodObject && isObject(value)) {
		const fields = Object.entries(inner.shape as Record<string, z.ZodType>);
		for (const [field, fieldSchema] of fields) collect(fieldSchema, value[field], [...path, field], issues);
	} else {
		const { error } = schema.safeParse(value);
		for (const issue of error?.issues ?? []) issues.push({ ...issue, path: [...path, ...issue.path] });
	}
}

function tooMany(input: unknown, path: PropertyKey[]): Issue {
	return { code: 'too_big', origin: 'array', maximum: mostElements, input, path, message: '' };
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
