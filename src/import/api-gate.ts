import { abortable } from '../shared/abortable.ts';
import type { Clock } from '../shared/clock.ts';
import type { Emit } from './events.ts';
import { type Gate, longestApiWaitMs, type Problem, type Setback } from './ports.ts';
import { StopRun } from './stop-run.ts';

/** Tries in a row, of all requests together, that may come to nothing before the API is suspected to be away. */
const suspicious = 5;
const firstKnockMs = 1000;
const longestKnockMs = 30_000;
/** A push-back that names no time: 2 s, doubled each time one follows another. */
const firstRestMs = 2000;
const longestRestMs = 60_000;

export interface ApiGateOptions {
	readonly clock: Clock;
	readonly random: () => number;
	readonly emit: Emit;
	/** Ends whatever the gate is doing. */
	readonly signal: AbortSignal;
	/** Told of every try that came to nothing, whatever becomes of it. */
	readonly noticed?: (setback: Setback) => void;
	/** One cheap request that has nothing to do with any home; why the API is away, or undefined when it answers. */
	readonly knock: () => Promise<Pick<Problem, 'message' | 'retryAfterMs'> | undefined>;
}

/**
 * Stands before every request of a run, so that an API which is away, or asks for a rest, is waited for by all as one: one event, one
 * knock now and then, and no try of any request is used up by it. Homes that fail while the API answers a knock fail by themselves.
 */
export class ApiGate implements Gate {
	readonly #options: ApiGateOptions;
	#opening: PromiseWithResolvers<void> | undefined;
	#end: StopRun | undefined;
	/** The API has given something before: until then an error is the caller's to judge, and nobody waits but for a rest that is asked for. */
	#everAnswered = false;
	#inARow = 0;
	#pushBacks = 0;
	#openedAt = 0;
	#restsUntil = 0;
	/** Since when nothing has come through. */
	#troubleSince: number | undefined;
	#waitingTold = false;

	constructor(options: ApiGateOptions) {
		this.#options = options;
	}

	get shut(): boolean {
		return this.#opening !== undefined;
	}

	async pass(signal?: AbortSignal): Promise<void> {
		while (this.#opening !== undefined) await abortable(this.#opening.promise, signal);
		if (this.#end !== undefined) throw this.#end;
	}

	answered(): void {
		this.#everAnswered = true;
		this.#inARow = 0;
		this.#pushBacks = 0;
		this.#troubleSince = undefined;
	}

	failed(setback: Setback): boolean {
		const { clock, noticed } = this.#options;
		const { shut } = this;
		noticed?.(setback);
		if (!this.#everAnswered && !setback.pushedBack) return shut;
		// What was under way when the gate was last opened, or shut, belongs to the trouble that is known already.
		const isOld = setback.sentAt < this.#openedAt || shut;
		if (setback.pushedBack) {
			if (isOld && setback.retryAfterMs === undefined) return true;
			if (!isOld) this.#pushBacks++;
			const asked = setback.retryAfterMs ?? Math.min(longestRestMs, firstRestMs * 2 ** (this.#pushBacks - 1));
			if (asked > longestApiWaitMs) {
				this.#giveUp(setback.message);
				return true;
			}
			this.#restsUntil = Math.max(this.#restsUntil, clock.now() + asked);
			if (!shut) void this.#shut(() => this.#rest(setback.message));
			return true;
		}
		if (isOld) return true;
		this.#inARow++;
		if (this.#inARow < suspicious) return false;
		void this.#shut(() => this.#knockUntilAnswered());
		return true;
	}

	async #shut(wait: () => Promise<void>): Promise<void> {
		const { clock, emit } = this.#options;
		this.#troubleSince ??= clock.now();
		this.#opening = Promise.withResolvers();
		try {
			await wait();
			if (this.#waitingTold) emit({ type: 'api.back' });
		} catch (error) {
			// The signal ends a wait before its time, and then every request ends by it too. Anything else is a bug, and nobody may wait for ever.
			if (!this.#options.signal.aborted) this.#giveUp(error instanceof Error ? error.message : String(error));
		}
		this.#waitingTold = false;
		this.#inARow = 0;
		this.#openedAt = clock.now();
		this.#open();
	}

	#open(): void {
		this.#opening?.resolve();
		this.#opening = undefined;
	}

	/** The API asked for it; it may ask for more meanwhile. */
	async #rest(reason: string): Promise<void> {
		const { clock, signal } = this.#options;
		if (this.#hasGivenUp(reason)) return;
		for (let left = this.#left(); left > 0 && this.#end === undefined; left = this.#left()) {
			// A timer may fire a fraction of a millisecond too early: that is no rest to be told of.
			if (left >= 1) this.#tell(left, reason);
			await clock.sleep(Math.ceil(left), signal);
		}
	}

	#left(): number {
		return this.#restsUntil - this.#options.clock.now();
	}

	async #knockUntilAnswered(): Promise<void> {
		const { clock, random, signal, knock } = this.#options;
		let reason = 'The API asks for a rest.';
		for (let knocks = 0; ; knocks++) {
			// Somebody else's answer may ask for a rest at any time: neither a knock nor what it opens for is exempt.
			await this.#rest(reason);
			signal.throwIfAborted();
			const trouble = await knock();
			signal.throwIfAborted();
			if (trouble === undefined) {
				this.answered();
				return this.#rest(reason);
			}
			reason = trouble.message;
			const { message, retryAfterMs = 0 } = trouble;
			if (this.#hasGivenUp(message)) return;
			const backoff = Math.min(longestKnockMs, firstKnockMs * 2 ** knocks) * (0.5 + random() / 2);
			const delayMs = Math.max(backoff, retryAfterMs, this.#left());
			this.#tell(delayMs, message);
			await clock.sleep(delayMs, signal);
		}
	}

	#tell(delayMs: number, reason: string): void {
		this.#waitingTold = true;
		this.#options.emit({ type: 'api.waiting', delayMs, reason });
	}

	#hasGivenUp(reason: string): boolean {
		const since = this.#troubleSince ?? Number.POSITIVE_INFINITY;
		if (this.#options.clock.now() - since > longestApiWaitMs) this.#giveUp(reason);
		return this.#end !== undefined;
	}

	#giveUp(reason: string): void {
		this.#end ??= new StopRun({ kind: 'api-unavailable', message: reason });
		this.#waitingTold = false;
		this.#open();
	}
}
