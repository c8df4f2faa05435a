/** A map that forgets what was asked for longest ago, so that a long run of the sandbox stays small. */
export class LruCache<Key, Value> {
	readonly #entries = new Map<Key, Value>();
	readonly #limit: number;

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** The cached value, or the one that `make` returns, which is then cached. */
	get(key: Key, make: () => Value): Value {
		const known = this.#entries.get(key);
		if (known !== undefined) {
			this.#entries.delete(key);
			this.#entries.set(key, known);
			return known;
		}
		const made = make();
		this.#entries.set(key, made);
		if (this.#entries.size > this.#limit) {
			for (const oldest of this.#entries.keys()) {
				this.#entries.delete(oldest);
				break;
			}
		}
		return made;
	}
}
