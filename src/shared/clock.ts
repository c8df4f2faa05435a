import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';

/** Time as an argument, so that tests run on a clock of their own and never sleep. */
export interface Clock {
	/** Milliseconds since the epoch; not always whole. */
	now(): number;
	/** Resolves after `ms`; rejects with the signal's reason when aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Lets everything that is ready to go on have its turn first. */
	turn(): Promise<void>;
}

/** How far the machine's clock has run ahead of the process's own, which stands still while the machine sleeps; ms. */
let ahead = 0;
/** The two clocks never agree exactly. */
const slackMs = 1000;

export const systemClock: Clock = {
	/** Never set back, whatever happens to the machine's clock: pace and waiting go by it. After a sleep it is right again. */
	now() {
		const own = performance.timeOrigin + performance.now() + ahead;
		const gap = Date.now() - own;
		if (gap <= slackMs) return own;
		ahead += gap;
		return own + gap;
	},
	async sleep(ms, signal) {
		try {
			await delay(ms, undefined, { signal });
		} catch (error) {
			throw signal?.aborted ? signal.reason : error;
		}
	},
	turn,
};
