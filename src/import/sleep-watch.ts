/** Heartbeats further apart than this were not late: nothing ran in between. */
const longestGapMs = 5000;

/** Tells, from a heartbeat every second, when the whole process stood still: stopped by its shell, or the machine asleep. */
export class SleepWatch {
	#lastBeat: number | undefined;

	beat(now: number): void {
		this.#lastBeat = now;
	}

	/** How long the process stood still before `now`, ms; told once. 0 when it did not, or nobody gives beats. */
	sleptUntil(now: number): number {
		if (this.#lastBeat === undefined || now - this.#lastBeat <= longestGapMs) return 0;
		const slept = now - this.#lastBeat;
		this.#lastBeat = now;
		return slept;
	}
}
