import type { Clock } from '../../shared/clock.ts';

/** No page takes as long as the one before. */
const margin = 1.5;

/**
 * Reads in order and ahead of whoever takes the results, no further than keeps them from waiting, for what waits weighs: while one is
 * read, some are taken, by how much longer it takes than they.
 */
export class ReadAhead {
	readonly #most: number;
	readonly #clock: Pick<Clock, 'now'>;
	/**
	 * From when the last result that came was asked for until it came, a wait for a worker's place, or a pause, included, ms. Of the last
	 * key neither this nor the other is taken: that page is a short one, and says little of the next.
	 */
	#readMs = 1;
	/** How long the last result was made use of before the next was wanted, ms. */
	#usedMs = 0;

	/** @param most read at once at most, and until it has seen how long things take. */
	constructor(most: number, clock: Pick<Clock, 'now'>) {
		this.#most = most;
		this.#clock = clock;
	}

	/**
	 * Begins at once. When nobody takes the results any more, a failure of what was read ahead is nobody's.
	 * @param allRead called one time, when nothing is being read any more; the last results may still wait to be taken.
	 */
	read<Key, Result>(
		keys: readonly Key[],
		read: (key: Key) => Promise<Result>,
		allRead?: () => void,
	): AsyncGenerator<Result, void, void> {
		const reading: Promise<Result>[] = [];
		let begun = 0;
		const begin = (): void => {
			for (const key of keys.slice(begun, begun + this.pages - reading.length)) {
				begun++;
				reading.push(this.#timed(() => read(key), begun === keys.length));
			}
			if (begun < keys.length || allRead === undefined) return;
			void Promise.allSettled(reading).then(allRead);
			allRead = undefined;
		};
		begin();
		return this.#inOrder(reading, begin);
	}

	async *#inOrder<Result>(reading: Promise<Result>[], begin: () => void): AsyncGenerator<Result, void, void> {
		for (let next = reading.shift(); next !== undefined; next = reading.shift()) {
			const result = await next;
			begin();
			const givenAt = this.#clock.now();
			yield result;
			if (reading.length > 0) this.#usedMs = this.#clock.now() - givenAt;
		}
	}

	#timed<Result>(read: () => Promise<Result>, isLast: boolean): Promise<Result> {
		const askedAt = this.#clock.now();
		const result = read();
		result.then(
			() => {
				if (!isLast) this.#readMs = this.#clock.now() - askedAt;
			},
			() => {}, // thrown to whoever takes it
		);
		return result;
	}

	/** How many are read ahead of the one that is made use of. */
	get pages(): number {
		const meanwhile = this.#readMs / Math.max(this.#usedMs, 1e-3);
		return Math.min(this.#most, Math.max(1, Math.ceil(margin * meanwhile)));
	}
}
