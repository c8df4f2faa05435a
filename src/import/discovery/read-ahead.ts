/**
 * Reads in order and ahead of whoever takes the results, no further than keeps them from waiting, for what waits weighs: by one more
 * when they had to wait, by one less when all that was read ahead was there.
 */
export class ReadAhead {
	readonly #most: number;
	#ahead: number;

	/** @param most read at once; where it begins. */
	constructor(most: number) {
		this.#most = most;
		this.#ahead = most;
	}

	/** Once it is left, a failure of what was read ahead is nobody's. */
	async *read<Key, Result>(keys: readonly Key[], read: (key: Key) => Promise<Result>): AsyncGenerator<Result, void> {
		const reading: { readonly result: Promise<Result>; isThere: boolean }[] = [];
		let begun = 0;
		const begin = (): void => {
			for (const key of keys.slice(begun, begun + this.#ahead - reading.length)) {
				const each = { result: read(key), isThere: false };
				each.result.then(
					() => {
						each.isThere = true;
					},
					() => {},
				);
				reading.push(each);
				begun++;
			}
		};
		begin();
		for (let next = reading.shift(); next !== undefined; next = reading.shift()) {
			if (!next.isThere) this.#ahead = Math.min(this.#most, this.#ahead + 1);
			else if (reading.every(({ isThere }) => isThere)) this.#ahead = Math.max(1, this.#ahead - 1);
			const result = await next.result;
			begin();
			yield result;
		}
	}
}
