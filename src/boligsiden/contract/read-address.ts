import type { z } from 'zod';
import { type AddressPayload, addressSchema } from './address.ts';
import { cleanse, TooDeepError } from './cleanse.ts';
import { firstIssues, isLarge } from './first-issues.ts';
import { formatPath } from './path.ts';
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
		if (error instanceof TooDeepError) return { ok: false, problems: [{ path: error.path, message: error.message }] };
		throw error;
	}
	const first = isLarge(clean) ? firstIssues(addressSchema, clean) : [];
	if (first.length > 0) return { ok: false, problems: describeIssues({ issues: first }, clean) };
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
export function describeIssues(error: Pick<z.ZodError, 'issues'>, body: unknown): ContractProblem[] {
	const problems = error.issues.map((issue) => {
		const path = formatPath(issue.path);
		const got = show(valueAt(body, issue.path));
		return { path, message: `${path === '' ? 'record' : path}: expected ${expectation(issue)}, got ${got}` };
	});
	return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

function expectation(issue: z.core.$ZodIssue): string {
	if (issue.code === 'invalid_type') return withArticle(issue.expected);
	if (issue.code === 'too_big') return `at most ${issue.maximum}${units[issue.origin] ?? ''}`;
	if (issue.code === 'too_small') return `at least ${issue.minimum}`;
	if (issue.code === 'invalid_format') return formatName(issue.format);
	if (issue.code === 'invalid_union') return 'what JSON can hold';
	if (issue.message === 'Invalid ISO date') return formatName('date');
	if (issue.message === 'Invalid ISO datetime') return formatName('datetime');
	return issue.message;
}

/** What a length is counted in. */
const units: Readonly<Record<string, string>> = { string: ' characters', array: ' elements' };

const formatNames: Readonly<Record<string, string>> = {
	guid: 'a uuid',
	date: 'a date (YYYY-MM-DD)',
	datetime: 'a time (ISO 8601 with zone)',
};

function formatName(format: string): string {
	return formatNames[format] ?? `text in the form of ${format}`;
}

function withArticle(type: string): string {
	if (type === 'string') return 'text';
	const word = type === 'int' ? 'whole number' : type;
	return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
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
	const text = jsonOf(value);
	return text.length > 80 ? `${text.slice(0, 77).toWellFormed()}...` : text;
}

function jsonOf(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch (error) {
		// A row of a search page is looked at before anybody has measured its depth.
		if (error instanceof RangeError) return 'something nested too deep to show';
		throw error;
	}
}
