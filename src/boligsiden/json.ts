import type { MalformedReason } from './errors.ts';

/** The body is not the JSON it should be. Stays inside this folder: the client turns it into a `MalformedResponseError`. */
export class JsonError extends Error {
	override readonly name = 'JsonError';
	readonly reason: MalformedReason;

	constructor(reason: MalformedReason, cause?: unknown) {
		super(`The body is not JSON: ${reason}.`, { cause });
		this.reason = reason;
	}
}

/**
 * Parses a whole body. A `__proto__` key becomes an own property, as `JSON.parse` has it, and pollutes nothing; of a key that repeats,
 * the last counts. A number that JavaScript cannot hold, a whole one of too many digits or one beyond all range, becomes text: better
 * another type than another number.
 * @throws `JsonError`
 */
export function parseJson(text: string): unknown {
	// Millions of brackets cost the parser a hundred times their size. In a smaller body there is no room for so many.
	if (text.length > longText && hasManyBrackets(text) && bracketsOf(text).deepest > deepestOfLong)
		throw new JsonError('too-large');
	try {
		const value: unknown = JSON.parse(text);
		return longNumber.test(text) ? keepNumbers(text, value) : value;
	} catch (error) {
		throw new JsonError(isCutJson(text) ? 'truncated' : 'not-json', error);
	}
}

/** Characters. */
const longText = 2_000_000;
/** A page of 500 homes has some 20,000 in 3,000,000 characters. */
const manyBrackets = 200_000;
const deepestOfLong = 10_000;

function hasManyBrackets(text: string): boolean {
	let left = manyBrackets;
	for (const bracket of ['[', '{']) {
		for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) if (--left < 0) return true;
	}
	return false;
}

/** Where a number may begin that a double cannot hold: sixteen digits, or an exponent of three. */
const longNumber = /[[:,]\s*-?(?:\d{16}|[\d.]+[eE][+-]?\d{3})/;

/** What a reviver is told of a primitive beside its value; the types of TypeScript do not know it yet. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

function keepNumbers(text: string, plain: unknown): unknown {
	const revive: Reviver = (_key, value, { source }) =>
		typeof value === 'number' && source !== undefined && isAltered(value, source) ? source : value;
	try {
		return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
	} catch (error) {
		// A reviver takes a call for each level, and is too deep before the parser is; such a body is refused for that later.
		if (error instanceof RangeError) return plain;
		throw error;
	}
}

/** Whether the number is not what was written. Decimals are rounded to the nearest, as everywhere. */
function isAltered(value: number, source: string): boolean {
	if (!Number.isFinite(value)) return true;
	if (value === 0) return /^[^eE]*[1-9]/.test(source);
	if (!/^-?\d+$/.test(source) || Number.isSafeInteger(value)) return false;
	return String(value) !== source && BigInt(source) !== BigInt(value);
}

/** True when a text starts as a JSON object or array and ends with a bracket or a string still open. */
function isCutJson(text: string): boolean {
	if (!/^\s*[{[]/.test(text)) return false;
	const { open, inString } = bracketsOf(text);
	return inString || open > 0;
}

const [quote, backslash] = [0x22, 0x5c];
/** `[` and `{`, `]` and `}`: they differ in one bit. */
const [opening, closing, kind] = [0x5b, 0x5d, 0x20];

interface Brackets {
	/** Open at the end. */
	readonly open: number;
	readonly deepest: number;
	/** Whether a string is open at the end. */
	readonly inString: boolean;
}

function bracketsOf(text: string): Brackets {
	let open = 0;
	let deepest = 0;
	let inString = false;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (inString) {
			if (code === backslash) index++;
			else if (code === quote) inString = false;
		} else if (code === quote) inString = true;
		else if ((code & ~kind) === opening) {
			open++;
			if (open > deepest) deepest = open;
		} else if ((code & ~kind) === closing) open--;
	}
	return { open, deepest, inString };
}
