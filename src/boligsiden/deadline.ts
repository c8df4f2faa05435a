/** The work was not done in time. Stays inside this folder: the client turns it into an `ApiTimeoutError`. */
export class DeadlineError extends Error {
	override readonly name = 'DeadlineError';
}

/**
 * Runs `work` with a signal of its own that aborts after `timeoutMs` or with `signal`, and settles then even if the work
 * does not. One timer and one listener, both gone when it settles: `AbortSignal.timeout()` and `AbortSignal.any()` would
 * leave theirs to the garbage collector, and the run's signal lives for hundreds of thousands of requests.
 * @throws `DeadlineError` when the time is up, the signal's reason when it aborts, else what `work` throws.
 */
export async function withDeadline<T>(
	work: (signal: AbortSignal) => Promise<T>,
	timeoutMs: number,
	signal?: AbortSignal,
): Promise<T> {
	signal?.throwIfAborted();
	const controller = new AbortController();
	const { promise, resolve, reject } = Promise.withResolvers<T>();
	const stop = (reason: unknown) => {
		reject(reason);
		controller.abort(reason);
	};
	const abort = () => stop(signal?.reason);
	const timer = setTimeout(() => stop(new DeadlineError()), timeoutMs);
	signal?.addEventListener('abort', abort, { once: true });
	try {
		work(controller.signal).then(resolve, reject);
		return await promise;
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', abort);
	}
}
