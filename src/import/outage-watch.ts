import type { Problem } from './ports.ts';
import { StopRun } from './stop-run.ts';

/** Requests in a row that may fail, each after all its tries, before the API counts as down. */
const patience = 5;

/**
 * Tells a home that fails from an API that is down. An outage is nobody's record: going on would only turn every remaining home into
 * a failure, and burden a host in trouble.
 */
export class OutageWatch {
	#inARow = 0;
	#everAnswered = false;
	#workers: () => number;

	constructor(workers: () => number) {
		this.#workers = workers;
	}

	answered(): void {
		this.#everAnswered = true;
		this.#inARow = 0;
	}

	/** @throws StopRun once the API must be taken for down. */
	failed(problem: Problem): void {
		// An API that has never given anything of use is not the one that is meant, whatever it answers.
		if (problem.outage !== true && this.#everAnswered) return;
		this.#inARow++;
		const limit = this.#everAnswered ? Math.max(patience, 2 * this.#workers()) : 1;
		if (this.#inARow >= limit) throw new StopRun({ kind: 'api-unavailable', message: problem.message });
	}
}
