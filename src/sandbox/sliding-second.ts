/** How many came within the last second, whichever moment one looks at. */
export class SlidingSecond {
	/** Oldest first. */
	readonly #arrivals: number[] = [];

	/** Counts one that comes now; `now` in ms. @returns how many came in the second that ends with it. */
	add(now: number): number {
		this.#arrivals.push(now);
		while ((this.#arrivals[0] ?? now) <= now - 1000) this.#arrivals.shift();
		return this.#arrivals.length;
	}
}
