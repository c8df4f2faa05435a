/** Each bucket reaches so much further than the one before: no figure read from them is off by more than 1 %. */
const growth = 1.02;
/** Everything shorter is in the first bucket; ms. */
const shortestMs = 0.1;

/**
 * Answer times, counted in buckets that grow with the time, so that a run of any length takes the same little memory (some 800
 * buckets between 0.1 ms and ten minutes).
 */
export class LatencyHistogram {
	readonly #counts = new Map<number, number>();
	#total = 0;

	get total(): number {
		return this.#total;
	}

	add(ms: number): void {
		this.#count(Math.max(0, Math.floor(Math.log(Math.max(ms, shortestMs) / shortestMs) / Math.log(growth))), 1);
	}

	addAll(other: LatencyHistogram): void {
		for (const [bucket, count] of other.#counts) this.#count(bucket, count);
	}

	/** The time that `share` of the answers stay below, ms; undefined without any. */
	percentile(share: number): number | undefined {
		let left = Math.ceil(this.#total * share);
		for (const [bucket, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
			left -= count;
			if (left <= 0) return shortestMs * growth ** (bucket + 0.5);
		}
		return undefined;
	}

	#count(bucket: number, count: number): void {
		this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count);
		this.#total += count;
	}
}
