import { activeMs, type Pace } from '../import/pace.ts';

/** Five minutes of history for the sparkline. */
const keptSeconds = 320;

/** Counts things in seconds of active time, cheaply: one for every event of a kind. */
export class Tally {
	#buckets: Pace['buckets'][number][] = [];
	#completed = 0;

	/** @param pace whose active time it is, see `activeMs`. */
	add(pace: Pace, at: number): void {
		const second = Math.floor(activeMs(pace, at) / 1000);
		const last = this.#buckets.at(-1);
		this.#completed++;
		if (last?.second === second) {
			this.#buckets[this.#buckets.length - 1] = { second, count: last.count + 1 };
			return;
		}
		this.#buckets.push({ second, count: 1 });
		if (this.#buckets.length > keptSeconds) this.#buckets.shift();
	}

	/** As a pace that keeps the time of `pace`. */
	paceAs(pace: Pace): Pace {
		return { ...pace, buckets: [...this.#buckets], completed: this.#completed };
	}
}
