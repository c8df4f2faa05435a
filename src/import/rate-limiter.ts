import type { Clock } from '../shared/clock.ts';

/**
 * The span that holds at most a second's requests, ms. Longer than a second, because a request reaches the API a little after it was let
 * through and not always by the same time: one that is held up (by a new connection, a busy machine) must not meet the one that
 * follows a second later. On a machine that is overloaded that is 50 to 80 ms now and then; the margin costs 7 % of the ceiling.
 */
const spanMs = 1080;
/** Timers fire some ms late; so much is made up for, and no more: what waits for a machine that stood still does not come as a burst. */
const makesUpMs = 15;

/**
 * The ceiling on requests a second, for all workers, searches and retries together: requests are spread evenly, and in no second are
 * there more, whichever second one looks at, a change of the ceiling included. Waiting is first come, first served.
 */
export class RateLimiter {
	#perSecond: number;
	readonly #clock: Clock;
	/** When the next turn is due by even spreading, in the clock's milliseconds. */
	#next = Number.NEGATIVE_INFINITY;
	/** When requests were let through, in the newest span; oldest first. */
	readonly #passed: number[] = [];
	readonly #waiting: (() => void)[] = [];
	/** Ends the sleep until the next turn, so that it is reckoned anew; undefined while nobody waits. */
	#sleep: AbortController | undefined;

	/** @param perSecond 0 = no ceiling. */
	constructor(perSecond: number, clock: Clock) {
		this.#perSecond = perSecond;
		this.#clock = clock;
	}

	get perSecond(): number {
		return this.#perSecond;
	}

	/** Holds at once, for those who wait as well. */
	set perSecond(perSecond: number) {
		const turn = this.#next - this.#gap();
		this.#perSecond = perSecond;
		// The last turn that was taken stays; what follows it comes by the new ceiling.
		this.#next = turn + this.#gap();
		this.#letPass();
	}

	/** Waits for a turn where need be. Rejects with the signal's reason when aborted; then the turn is the next one's. */
	async acquire(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		this.#waiting.push(resolve);
		if (this.#sleep === undefined) this.#letPass();
		if (!this.#waiting.includes(resolve)) return;
		const leave = (): void => {
			if (this.#leave(resolve)) reject(signal?.reason);
		};
		signal?.addEventListener('abort', leave, { once: true });
		await promise.finally(() => signal?.removeEventListener('abort', leave));
	}

	/** False when the turn has come already. */
	#leave(turn: () => void): boolean {
		const place = this.#waiting.indexOf(turn);
		if (place === -1) return false;
		this.#waiting.splice(place, 1);
		if (this.#waiting.length === 0) this.#endSleep();
		return true;
	}

	/**
	 * Lets through whose turn has come, and sleeps until the next turn when others wait.
	 * @param late what a timer may have been late by, ms.
	 */
	#letPass(late = 0): void {
		const now = this.#clock.now();
		while (this.#waiting.length > 0 && this.#dueAt(now) <= now) {
			this.#next = Math.max(this.#next, now - late) + this.#gap();
			this.#passed.push(now);
			this.#waiting.shift()?.();
		}
		this.#endSleep();
		if (this.#waiting.length > 0) void this.#wake(this.#dueAt(now) - now);
	}

	#endSleep(): void {
		this.#sleep?.abort();
		this.#sleep = undefined;
	}

	async #wake(ms: number): Promise<void> {
		const sleep = new AbortController();
		this.#sleep = sleep;
		try {
			await this.#clock.sleep(ms, sleep.signal);
		} catch (error) {
			if (!sleep.signal.aborted) throw error;
			return;
		}
		this.#letPass(makesUpMs);
	}

	/** The first moment at which a request may pass: its turn by even spreading, and not one too many in its span. */
	#dueAt(now: number): number {
		while ((this.#passed[0] ?? now) <= now - spanMs) this.#passed.shift();
		if (this.#perSecond === 0) return now;
		const before = this.#passed.at(-Math.ceil(this.#perSecond));
		return Math.max(this.#next, before === undefined ? now : before + spanMs);
	}

	/** From one request to the next, ms. */
	#gap(): number {
		return this.#perSecond === 0 ? 0 : Math.max(1000 / this.#perSecond, spanMs / Math.ceil(this.#perSecond));
	}
}
