import type { z } from 'zod';
import { type AddressPayload, addressSchema } from './address.ts';
import { cleanse, TooDeepError } from './cleanse.ts';
import { unknownFields } from './unknown-fields.ts';

/** One thing that is wrong with a record, in words: `buildings[1].yearBuilt: expected a number, got "ca. 1900"`. */
export interface ContractProblem {
	readonly path: string;
	readonly message: string;
}

export type ReadAddress =
	| {
			readonly ok: true;
			readonly address: AddressPayload;
			/** Paths of fields the contract does not name; they are kept in `extra`. */
			readonly unknownFields: readonly string[];
			/** Paths of texts that held a character which cannot be stored. */
			readonly repaired: readonly string[];
	  }
	| { readonly ok: false; readonly problems: readonly ContractProblem[] };

/** Reads a parsed body as the address that was asked for. */
export function readAddress(body: unknown, requestedId: string): ReadAddress {
	const repaired: string[] = [];
	let clean: unknown;
	try {
		clean = cleanse(body, repaired);
	} catch (error) {
		if (error instanceof TooDeepError) return { ok: false, problems: [{ path: '', message: error.message }] };
		throw error;
	}
	const parsed = addressSchema.safeParse(clean);
	if (!parsed.success) return { ok: false, problems: describeIssues(parsed.error, clean) };
	const address = parsed.data;
	if (address.addressID !== requestedId.toLowerCase()) {
		return mismatch('addressID', `the id that was asked for, ${requestedId}`, address.addressID);
	}
	if (address.zip !== undefined && address.zip.zipCode !== address.zipCode) {
		return mismatch('zip.zipCode', `the record's own zipCode ${address.zipCode}`, address.zip.zipCode);
	}
	return { ok: true, address, unknownFields: unknownFields(addressSchema, clean), repaired };
}

function mismatch(path: string, expected: string, got: unknown): ReadAddress {
	return { ok: false, problems: [{ path, message: `${path}: expected ${expected}, got ${show(got)}` }] };
}

/** zod's issues as problems with their path, what was expected and what came. */
export function describeIssues(error: z.ZodError, body: unknown): ContractProblem[] {
	const problems = error.issues.map((issue) => {
		const path = formatPath(issue.path);
		const got = show(valueAt(body, issue.path));
		return { path, message: `${path === '' ? 'record' : path}: expected ${expectation(issue)}, got ${got}` };
	});
	return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function expectation(issue: z.core.$ZodIssue): string {
	if (issue.code === 'invalid_type') return withArticle(issue.expected);
	if (issue.code === 'too_big') return `at most ${issue.maximum}`;
	if (issue.code === 'too_small') return `at least ${issue.minimum}`;
	if (issue.code === 'invalid_format') return formatNames[issue.format] ?? `text in the form of ${issue.format}`;
	if (issue.code === 'invalid_union') return 'what JSON can hold';
	if (issue.message === 'Invalid ISO date') return formatNames.date as string;
	return issue.message;
}

const formatNames: Readonly<Record<string, string>> = {
	guid: 'a uuid',
	date: 'a date (YYYY-MM-DD)',
	datetime: 'a time (ISO 8601 with zone)',
};

function withArticle(type: string): string {
	if (type === 'string') return 'text';
	const word = type === 'int' ? 'whole number' : type;
	return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

function formatPath(path: readonly PropertyKey[]): string {
	return path.reduce<string>((text, part) => {
		if (typeof part === 'number') return `${text}[${part}]`;
		return text === '' ? String(part) : `${text}.${String(part)}`;
	}, '');
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
	let value = body;
	for (const part of path) {
		if (typeof value !== 'object' || value === null) return undefined;
		value = (value as Record<PropertyKey, unknown>)[part];
	}
	return value;
}

function show(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return 'a number beyond all range';
	const text = JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
