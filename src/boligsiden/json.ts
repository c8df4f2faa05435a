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
 * Parses a whole body. A `__proto__` key becomes an own property, as `JSON.parse` has it, and pollutes nothing.
 * @throws `JsonError`
 */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new JsonError(isCutJson(text) ? 'truncated' : 'not-json', error);
	}
}

/** True when a text starts as a JSON object or array and ends with a bracket or a string still open. */
function isCutJson(text: string): boolean {
	if (!/^\s*[{[]/.test(text)) return false;
	let depth = 0;
	let inString = false;
	for (let index = 0; index < text.length; index++) {
		const character = text[index];
		if (inString) {
			if (character === '\\') index++;
			else if (character === '"') inString = false;
		} else if (character === '"') inString = true;
		else if (character === '{' || character === '[') depth++;
		else if (character === '}' || character === ']') depth--;
	}
	return inString || depth > 0;
}
