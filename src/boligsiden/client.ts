import type { Gate } from '../import/ports.ts';
import { abortable } from '../shared/abortable.ts';
import { type Clock, systemClock } from '../shared/clock.ts';
import { type Describe, readAnswer } from './answer.ts';
import { checkUserAgent, parseBaseUrl, resolvePath } from './endpoint.ts';
import { ApiError, RedirectError } from './errors.ts';
import { createExchange, type Exchange } from './exchange.ts';
import { isRedirect, maxRedirects, redirectTarget } from './redirect.ts';
import { type Retry, retry } from './retry.ts';

export interface ClientOptions {
	/** Where the API is, such as `https://api.boligsiden.dk`; may carry a path prefix, never a password. */
	readonly baseUrl: string;
	/** The one honest agent: name, version, contact. Sent exactly as given. */
	readonly userAgent: string;
	/**
	 * Time for one try, in ms: connect, headers and the whole body.
	 * @default 10_000
	 */
	readonly timeoutMs?: number;
	/**
	 * Tries in all, the first included.
	 * @default 5
	 */
	readonly attempts?: number;
	/**
	 * Largest body accepted, in bytes after decompression.
	 * @default 8 MiB
	 */
	readonly maxBodyBytes?: number;
	/** Awaited before every request that is sent, retries and redirects included: the rate ceiling of all workers together. */
	readonly pace?: (signal?: AbortSignal) => Promise<void>;
	readonly clock?: Clock;
	/** Uniform in [0, 1), for the jitter. */
	readonly random?: () => number;
}

/** One request that was sent and came to an end of its own; not told when it was aborted. */
export interface Attempt {
	readonly ms: number;
	/** Whether it brought JSON, or a redirect on the way to it. */
	readonly ok: boolean;
	readonly status?: number;
	/** Length of the body after decompression, where it brought one. */
	readonly bytes?: number;
	/** The API's clock, epoch ms, where its answer tells it; whole seconds. */
	readonly serverTime?: number | undefined;
}

export interface GetOptions {
	readonly searchParams?: URLSearchParams;
	/** May live as long as the run: nothing stays attached to it. */
	readonly signal?: AbortSignal;
	/** Ends only the waits between tries; who aborts `signal` aborts it too. @default signal */
	readonly patience?: AbortSignal;
	/** Waited at before every try. */
	readonly gate?: Gate | undefined;
	/** Tries in all, where they are not the client's own. */
	readonly attempts?: number;
	/** Of the tries so many may time out. @default all */
	readonly timeouts?: number | undefined;
	readonly onRetry?: (retry: Retry) => void;
	readonly onAttempt?: (attempt: Attempt) => void;
}

/** A first try that was sent before anyone asked for its answer. */
interface AskedAhead {
	readonly href: string;
	readonly answer: Promise<unknown>;
	readonly sent: readonly Attempt[];
}

type Outcome = { readonly json: unknown } | { readonly status: number; readonly location: string | null };

/** The only way to the API. Safe to share: it keeps nothing between requests but their count, and what was asked ahead. */
export class BoligsidenClient {
	readonly #root: string;
	readonly #exchange: Exchange;
	readonly #attempts: number;
	readonly #pace: ClientOptions['pace'];
	readonly #clock: Clock;
	readonly #random: () => number;
	#requests = 0;
	#ahead: AskedAhead | undefined;

	/** @throws `UserError` when the base URL or the user agent cannot be used. */
	constructor(options: ClientOptions) {
		this.#root = parseBaseUrl(options.baseUrl);
		this.#exchange = createExchange({
			userAgent: checkUserAgent(options.userAgent),
			timeoutMs: options.timeoutMs ?? 10_000,
			maxBodyBytes: options.maxBodyBytes ?? 8 * 1024 * 1024,
		});
		this.#attempts = options.attempts ?? 5;
		this.#pace = options.pace;
		this.#clock = options.clock ?? systemClock;
		this.#random = options.random ?? Math.random;
	}

	/** Requests sent so far, retries and redirects included. */
	get requests(): number {
		return this.#requests;
	}

	/**
	 * Gets a path under the base URL, with retries, as JSON nobody has checked yet.
	 * @throws an `ApiError`; a signal's reason when aborted; what the gate throws.
	 */
	async getJson(path: string, options: GetOptions = {}): Promise<unknown> {
		const url = resolvePath(this.#root, path, options.searchParams);
		const startedAt = this.#clock.now();
		const attempt = (number: number): Promise<unknown> =>
			this.#takeOver(url, options) ?? this.#follow(url, options, this.#describing(url, startedAt, number));
		return retry(attempt, {
			attempts: options.attempts ?? this.#attempts,
			timeouts: options.timeouts,
			clock: this.#clock,
			random: this.#random,
			patience: options.patience ?? options.signal,
			gate: options.gate,
			onRetry: options.onRetry,
		});
	}

	/**
	 * Sends the first try of a get while nobody waits for it yet. The next get of that address takes it over, whatever came of it, as if it
	 * had been sent then; until then nobody is told of its failure.
	 */
	askAhead(path: string, searchParams?: URLSearchParams): void {
		const url = resolvePath(this.#root, path, searchParams);
		const sent: Attempt[] = [];
		const onAttempt = (attempt: Attempt): void => void sent.push(attempt);
		const answer = this.#follow(url, { onAttempt }, this.#describing(url, this.#clock.now(), 1));
		answer.catch(() => {});
		this.#ahead = { href: url.href, answer, sent };
	}

	#takeOver(url: URL, { signal, onAttempt }: GetOptions): Promise<unknown> | undefined {
		const ahead = this.#ahead;
		if (ahead?.href !== url.href) return undefined;
		this.#ahead = undefined;
		return abortable(ahead.answer, signal).finally(() => {
			for (const attempt of ahead.sent) onAttempt?.(attempt);
		});
	}

	#describing(url: URL, startedAt: number, attempts: number): Describe {
		return (details) => ({
			url: url.pathname + url.search,
			attempts,
			elapsedMs: this.#since(startedAt),
			sentAt: startedAt,
			...details,
		});
	}

	/** One try: the request and the redirects it meets. */
	async #follow(url: URL, options: GetOptions, describe: Describe): Promise<unknown> {
		let target = url;
		for (let hops = 0; ; hops++) {
			const outcome = await this.#send(target, options, describe);
			if ('json' in outcome) return outcome.json;
			const next = hops < maxRedirects ? redirectTarget(target, outcome.location) : 'it did so too many times in a row';
			if (typeof next === 'string') throw new RedirectError(describe({ status: outcome.status }), next);
			target = next;
		}
	}

	/** One request, paced, counted, and told to `onAttempt`. */
	async #send(
		url: URL,
		{ signal, patience = signal, gate, onAttempt }: GetOptions,
		describe: Describe,
	): Promise<Outcome> {
		// The gate may shut while a request waits for its turn: then it waits for another one.
		do {
			await gate?.pass(patience);
			await this.#pace?.(patience);
		} while (gate?.shut);
		signal?.throwIfAborted();
		patience?.throwIfAborted();
		this.#requests++;
		const sentAt = this.#clock.now();
		const describeThis: Describe = (details) => describe({ sentAt, ...details });
		let outcome: Outcome;
		let status: number | undefined;
		let bytes = 0;
		let serverTime: number | undefined;
		try {
			const answer = await this.#exchange(url, describeThis, signal);
			status = answer.status;
			bytes = answer.body.byteLength;
			serverTime = timeOf(answer.headers.get('date'));
			outcome = isRedirect(status)
				? { status, location: answer.headers.get('location') }
				: { json: readAnswer(answer, describeThis, this.#clock.now()) };
		} catch (error) {
			if (error instanceof ApiError) onAttempt?.(attemptOf(this.#since(sentAt), false, error.status));
			throw error;
		}
		onAttempt?.({ ...attemptOf(this.#since(sentAt), true, status), bytes, serverTime });
		return outcome;
	}

	/** Milliseconds; never negative, though the wall clock may be set back. */
	#since(time: number): number {
		return Math.max(0, this.#clock.now() - time);
	}
}

function attemptOf(ms: number, ok: boolean, status: number | undefined): Attempt {
	return status === undefined ? { ms, ok } : { ms, ok, status };
}

function timeOf(date: string | null): number | undefined {
	const time = Date.parse(date ?? '');
	return Number.isNaN(time) ? undefined : time;
}
