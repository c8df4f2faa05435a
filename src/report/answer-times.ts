import type { ImportEvent } from '../import/events.ts';

/** Each bucket ends so much above where it begins; a percentile is right to half of that. */
const growth = 1.02;

/** How long homes took to be fetched, those that came at the first try: counted in buckets, so that it takes no more room in a long run. */
export class AnswerTimes {
	readonly #buckets = new Map<number, number>();
	#count = 0;
	/** Requests for homes beyond the first for each. */
	retries = 0;

	readonly listen = (event: ImportEvent): void => {
		if (event.type !== 'worker.finished' || event.attempts === 0) return;
		this.retries += event.attempts - 1;
		if (event.attempts > 1 || (event.outcome !== 'fetched' && event.outcome !== 'gone')) return;
		const bucket = Math.round(Math.log(Math.max(0.1, event.ms)) / Math.log(growth));
		this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
		this.#count++;
	};

	/** The time in ms within which that share of them came; undefined when there was none. */
	percentile(share: number): number | undefined {
		let left = Math.max(1, Math.ceil(this.#count * share));
		for (const [bucket, count] of [...this.#buckets].sort(([a], [b]) => a - b)) {
			left -= count;
			if (left <= 0) return growth ** bucket;
		}
		return undefined;
	}
}
