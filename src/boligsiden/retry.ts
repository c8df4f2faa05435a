import { type Gate, longestApiWaitMs } from '../import/ports.ts';
import type { Clock } from '../shared/clock.ts';
import {
	ApiError,
	ApiTimeoutError,
	BlockedError,
	MalformedResponseError,
	RateLimitedError,
	UnavailableError,
} from './errors.ts';

const backoffBaseMs = 300;
const backoffCapMs = 30_000;
/** A body that came over whole but ends early is more likely the server's fault than the line's: fewer tries. */
const triesOnCutBody = 3;
/** Tries of one request that the gate may take for nothing; beyond them it is not the API that is meant, but this request. */
const mostFreeTries = 30;

/** Told before each delay. */
export interface Retry {
	/** The try that failed, from 1. */
	readonly attempt: number;
	/** Tries allowed in all. */
	readonly attempts: number;
	readonly delayMs: number;
	readonly reason: ApiError;
}

export interface RetryOptions {
	/** Tries allowed in all. */
	readonly attempts: number;
	/** Of them so many may time out. @default all */
	readonly timeouts?: number | undefined;
	readonly clock: Clock;
	/** Uniform in [0, 1). */
	readonly random: () => number;
	/** Ends the waiting before a try. */
	readonly patience?: AbortSignal | undefined;
	/** Told how every try ended. */
	readonly gate?: Gate | undefined;
	readonly onRetry?: ((retry: Retry) => void) | undefined;
}

/**
 * The only place that retries requests. Runs `attempt` until it returns, fails for good, or the tries are used up.
 * @throws the last `ApiError`; the reason of `patience` when that ends a wait; what the gate throws; anything else `attempt` throws.
 */
export async function retry<T>(attempt: (number: number) => Promise<T>, options: RetryOptions): Promise<T> {
	const { gate, patience } = options;
	let number = 1;
	let freeTries = 0;
	while (true) {
		try {
			const result = await attempt(number + freeTries);
			gate?.answered();
			return result;
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (gate !== undefined && tellGate(error, gate) && freeTries < mostFreeTries) {
				freeTries++;
				continue;
			}
			const attempts = triesAllowed(error, options);
			const delayMs = requestedDelay(error) ?? backoffDelay(number, options.random);
			if (number >= attempts || delayMs > longestApiWaitMs) throw error;
			options.onRetry?.({ attempt: number, attempts, delayMs, reason: error });
			await options.clock.sleep(delayMs, patience);
			number++;
		}
	}
}

/** Tells the gate how a try ended. @returns whether the try is not to be counted. */
function tellGate(error: ApiError, gate: Gate): boolean {
	if (error instanceof BlockedError) return false;
	const pushedBack = error instanceof RateLimitedError || requestedDelay(error) !== undefined;
	if (pushedBack || error instanceof ApiTimeoutError || error instanceof UnavailableError) {
		const { message, sentAt } = error;
		return gate.failed({ message, sentAt, strain: strainOf(error), pushedBack, retryAfterMs: requestedDelay(error) });
	}
	gate.answered();
	return false;
}

/** What an API does that is asked for more than it can give; an error of its own, or a line that is down, is something else. */
function strainOf(error: ApiError): string | undefined {
	if (error instanceof RateLimitedError) return 'HTTP 429';
	if (error instanceof ApiTimeoutError) return 'timeout';
	return error.kind === 'HTTP 503' ? error.kind : undefined;
}

/**
 * Exponential backoff with full jitter, in whole ms: uniform in [0, 300 x 2^(n-1)), at most 30 s. Full, because workers that
 * failed together must not come back together.
 */
export function backoffDelay(attempt: number, random: () => number): number {
	return Math.round(random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** (attempt - 1)));
}

function triesAllowed(error: ApiError, { attempts, timeouts = attempts }: RetryOptions): number {
	if (error instanceof ApiTimeoutError) return Math.min(attempts, timeouts);
	if (error instanceof UnavailableError || error instanceof RateLimitedError) {
		return attempts;
	}
	const cut = error instanceof MalformedResponseError && (error.reason === 'truncated' || error.reason === 'empty');
	return cut ? Math.min(attempts, triesOnCutBody) : 1;
}

function requestedDelay(error: ApiError): number | undefined {
	return error instanceof RateLimitedError || error instanceof UnavailableError ? error.retryAfterMs : undefined;
}
