import { formatPath } from './path.ts';

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
export function cleanse(value: unknown, repaired: string[]): unknown {
	return new Cleansing(repaired).value(value);
}

class Cleansing {
	readonly #repaired: string[];
	/** From the body to where the cleansing is now: field names, and indexes within arrays. */
	readonly #way: (string | number)[] = [];

	constructor(repaired: string[]) {
		this.#repaired = repaired;
	}

	value(value: unknown): unknown {
		if (typeof value === 'string') {
			const clean = cleanText(value);
			if (clean !== value) this.#name();
			return clean;
		}
		if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
		if (this.#way.length > maxDepth) throw new TooDeepError(formatPath(this.#way).slice(0, 80));
		return Array.isArray(value) ? this.#array(value) : this.#object(value as Record<string, unknown>);
	}

	#array(value: unknown[]): unknown[] {
		let copy: unknown[] | undefined;
		for (let index = 0; index < value.length; index++) {
			const clean = this.#at(index, value[index]);
			if (Object.is(clean, value[index])) continue;
			copy ??= [...value];
			copy[index] = clean;
		}
		return copy ?? value;
	}

	/** Most objects need no copy, and none is made before the first field that differs. */
	#object(value: Record<string, unknown>): Record<string, unknown> {
		const keys = Object.keys(value);
		let copy: Record<string, unknown> | undefined;
		for (const [index, key] of keys.entries()) {
			const field = value[key];
			const cleanKey = cleanText(key);
			const clean = field === null ? null : this.#at(cleanKey, field);
			if (cleanKey === key && key !== '__proto__' && field !== null && Object.is(clean, field)) {
				if (copy !== undefined) copy[key] = field;
				continue;
			}
			copy ??= Object.fromEntries(keys.slice(0, index).map((earlier) => [earlier, value[earlier]]));
			if (cleanKey !== key || key === '__proto__') {
				this.#name(cleanKey);
				if (cleanKey === '__proto__' || Object.hasOwn(value, cleanKey) || Object.hasOwn(copy, cleanKey)) continue;
			}
			if (field !== null) copy[cleanKey] = clean;
		}
		return copy ?? value;
	}

	#at(step: string | number, value: unknown): unknown {
		this.#way.push(step);
		const clean = this.value(value);
		this.#way.pop();
		return clean;
	}

	#name(...last: string[]): void {
		if (this.#repaired.length >= mostNamed) return;
		const path = formatPath([...this.#way, ...last]);
		// A field of which both the name and the text were altered is named once.
		if (this.#repaired.at(-1) !== path) this.#repaired.push(path);
	}
}

function cleanText(value: string): string {
	const withoutNul = value.includes('\0') ? value.replaceAll('\0', '') : value;
	const unmarked = withoutNul.startsWith('\ufeff') ? withoutNul.replace(/^\ufeff+/, '') : withoutNul;
	return unmarked.isWellFormed() ? unmarked : unmarked.toWellFormed();
}
