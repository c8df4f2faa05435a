import { SlidingSecond } from './sliding-second.ts';

/** From so many times the knee on, requests are refused. */
const refusesFrom = 1.25;
/** Latency for each part of the knee that is asked above it: a tenth more requests take four tenths more time. */
const steepness = 4;
/** What is steepened where the sandbox answers at once. */
const leastMs = 50;

/** What a server does that bears so many requests a second: answers later above that, and above 1.25 times it with 429. */
export class Knee {
	readonly #perSecond: number;
	readonly #latencyMs: number;
	readonly #second = new SlidingSecond();

	/** @param perSecond 0 = it bears everything. @param latencyMs of an answer at ease. */
	constructor(perSecond: number, latencyMs: number) {
		this.#perSecond = perSecond;
		this.#latencyMs = Math.max(leastMs, latencyMs);
	}

	/** What a request that arrives now has to wait for besides, ms; `refused` when it is one too many. */
	arrived(now: number): number | 'refused' {
		if (this.#perSecond === 0) return 0;
		const load = this.#second.add(now) / this.#perSecond;
		if (load > refusesFrom) return 'refused';
		return Math.max(0, load - 1) * steepness * this.#latencyMs;
	}
}
