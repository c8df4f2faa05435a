import { setTimeout as delay } from 'node:timers/promises';

/** Time as an argument, so that tests run on a clock of their own and never sleep. */
export interface Clock {
	/** Milliseconds since the epoch; not always whole. */
	now(): number;
	/** Resolves after `ms`; rejects with the signal's reason when aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
	// Never set back, whatever happens to the machine's clock: pace and waiting go by it.
	now: () => performance.timeOrigin + performance.now(),
	async sleep(ms, signal) {
		try {
			await delay(ms, undefined, { signal });
		} catch (error) {
			throw signal?.aborted ? signal.reason : error;
		}
	},
};
