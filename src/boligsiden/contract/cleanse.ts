/** Deeper than any real record (6 levels) by far; guards the stack against a body made to break it. */
const maxDepth = 64;
/** Alterations named of one body; those beyond are made all the same. */
const mostNamed = 100;

export class TooDeepError extends Error {
	override readonly name = 'TooDeepError';
	/** The beginning of the way there. */
	readonly path: string;

	constructor(path: string) {
		super(`nested deeper than ${maxDepth} levels at ${path}`);
		this.path = path;
	}
}

/**
 * A parsed body as the contract and the database can take it: fields that are null are left out (the API means the same by null and
 * by absence), NUL characters are removed (PostgreSQL refuses them), and so is a byte order mark before a text (the embedded
 * database does not give it back); lone surrogates become U+FFFD, -0 becomes 0. A `__proto__` field
 * is left out, and so is one whose repaired name is that of another field.
 * Returns the very same object where nothing had to change, as is the rule.
 *
 * `repaired` receives the path of what was altered, of a hundred texts and names at most.
 * @throws TooDeepError beyond 64 levels.
 */
export function cleanse(value: unknown, repaired: string[], path = '', depth = 0): unknown {
	if (typeof value === 'string') {
		const clean = cleanText(value);
		if (clean !== value) name(repaired, path);
		return clean;
	}
	if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
	if (depth > maxDepth) throw new TooDeepError(path.slice(0, 80));
	return Array.isArray(value)
		? cleanseArray(value, repaired, path, depth)
		: cleanseObject(value as Record<string, unknown>, repaired, path, depth);
}

function cleanText(value: string): string {
	const withoutNul = value.includes('\0') ? value.replaceAll('\0', '') : value;
	const unmarked = withoutNul.startsWith('\ufeff') ? withoutNul.replace(/^\ufeff+/, '') : withoutNul;
	return unmarked.isWellFormed() ? unmarked : unmarked.toWellFormed();
}

function cleanseArray(value: unknown[], repaired: string[], path: string, depth: number): unknown[] {
	let copy: unknown[] | undefined;
	for (let index = 0; index < value.length; index++) {
		const element = value[index];
		const clean = cleanse(element, repaired, `${path}[${index}]`, depth + 1);
		if (Object.is(clean, element)) continue;
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
		if (cleanKey !== key || cleanKey === '__proto__') {
			changed = true;
			name(repaired, fieldPath);
			if (cleanKey === '__proto__' || Object.hasOwn(value, cleanKey) || Object.hasOwn(copy, cleanKey)) continue;
		}
		if (field === null) {
			changed = true;
			continue;
		}
		const clean = cleanse(field, repaired, fieldPath, depth + 1);
		if (!Object.is(clean, field)) changed = true;
		copy[cleanKey] = clean;
	}
	return changed ? copy : value;
}

function name(repaired: string[], path: string): void {
	// A field of which both the name and the text were altered is named once.
	if (repaired.length < mostNamed && repaired.at(-1) !== path) repaired.push(path);
}
