/** Deeper than any real record (6 levels) by far; guards the stack against a body made to break it. */
const maxDepth = 64;

export class TooDeepError extends Error {
	override readonly name = 'TooDeepError';
}

/**
 * A parsed body as the contract and the database can take it: fields that are null are left out (the API means the same by null and
 * by absence), NUL characters are removed (PostgreSQL refuses them), lone surrogates become U+FFFD, a `__proto__` key is left out.
 * Returns the very same object where nothing had to change, as is the rule.
 *
 * `repaired` receives the path of every text that was altered.
 * @throws TooDeepError beyond 64 levels.
 */
export function cleanse(value: unknown, repaired: string[], path = '', depth = 0): unknown {
	if (typeof value === 'string') {
		const clean = cleanText(value);
		if (clean !== value) repaired.push(path);
		return clean;
	}
	if (typeof value !== 'object' || value === null) return value;
	if (depth > maxDepth) throw new TooDeepError(`nested deeper than ${maxDepth} levels at ${path.slice(0, 80)}`);
	return Array.isArray(value)
		? cleanseArray(value, repaired, path, depth)
		: cleanseObject(value as Record<string, unknown>, repaired, path, depth);
}

function cleanText(value: string): string {
	const withoutNul = value.includes('\0') ? value.replaceAll('\0', '') : value;
	return withoutNul.isWellFormed() ? withoutNul : withoutNul.toWellFormed();
}

function cleanseArray(value: unknown[], repaired: string[], path: string, depth: number): unknown[] {
	let copy: unknown[] | undefined;
	for (let index = 0; index < value.length; index++) {
		const element = value[index];
		const clean = cleanse(element, repaired, `${path}[${index}]`, depth + 1);
		if (clean === element) continue;
		copy ??= [...value];
		copy[index] = clean;
	}
	return copy ?? value;
}

function cleanseObject(
	value: Record<string, unknown>,
	repaired: string[],
	path: string,
	depth: number,
): Record<string, unknown> {
	let changed = false;
	const copy: Record<string, unknown> = {};
	for (const key of Object.keys(value)) {
		const field = value[key];
		const cleanKey = cleanText(key);
		const fieldPath = path === '' ? cleanKey : `${path}.${cleanKey}`;
		if (field === null || cleanKey === '__proto__') {
			changed = true;
			continue;
		}
		const clean = cleanse(field, repaired, fieldPath, depth + 1);
		if (clean !== field || cleanKey !== key) changed = true;
		copy[cleanKey] = clean;
	}
	return changed ? copy : value;
}
