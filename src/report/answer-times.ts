import type { ImportEvent } from '../import/events.ts';
import { LatencyHistogram } from '../import/latency-histogram.ts';

/** How long homes took to be fetched, those that came at the first try. Pages are left out: a page is no home. */
export class AnswerTimes {
	readonly #times = new LatencyHistogram();
	/** Requests for homes beyond the first for each. */
	retries = 0;

	readonly listen = (event: ImportEvent): void => {
		if (event.type !== 'worker.finished' || event.id === '' || event.attempts === 0) return;
		this.retries += event.attempts - 1;
		if (event.attempts > 1 || (event.outcome !== 'fetched' && event.outcome !== 'gone')) return;
		this.#times.add(event.ms);
	};

	/** The time in ms within which that share of them came; undefined when there was none. */
	percentile(share: number): number | undefined {
		return this.#times.percentile(share);
	}
}
