import type { Clock } from '../shared/clock.ts';

/**
 * The ceiling on requests a second, for all workers, searches and retries together: a token bucket that holds one token, so that
 * requests are spread evenly and no burst follows a quiet spell. Waiting is first come, first served.
 */
export class RateLimiter {
	#perSecond: number;
	/** When the next token is there, in the clock's milliseconds. */
	#next = 0;
	readonly #clock: Clock;

	/** @param perSecond 0 = no ceiling. */
	constructor(perSecond: number, clock: Clock) {
		this.#perSecond = perSecond;
		this.#clock = clock;
	}

	get perSecond(): number {
		return this.#perSecond;
	}

	/** Holds for whoever asks from now on; who waits keeps the turn that was given. */
	set perSecond(perSecond: number) {
		this.#perSecond = perSecond;
	}

	/** Takes a token, waiting for it where need be. Rejects with the signal's reason when aborted. */
	async acquire(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		if (this.#perSecond === 0) return;
		const now = this.#clock.now();
		const turn = Math.max(now, this.#next);
		this.#next = turn + 1000 / this.#perSecond;
		if (turn > now) await this.#clock.sleep(turn - now, signal);
	}
}
