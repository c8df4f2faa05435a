import ky, { type KyInstance, NetworkError } from 'ky';
import type { Answer, Describe } from './answer.ts';
import { BodyError, readBody } from './body.ts';
import { connectionCode } from './connection-words.ts';
import { DeadlineError, withDeadline } from './deadline.ts';
import { ApiTimeoutError, MalformedResponseError, UnavailableError } from './errors.ts';

/** Of an error's body only the beginning is ever looked at; up to this many bytes are read to keep the connection. */
const maxErrorBodyBytes = 64 * 1024;

export interface ExchangeOptions {
	readonly userAgent: string;
	readonly timeoutMs: number;
	readonly maxBodyBytes: number;
}

/** Sends one request and reads its answer to the end. Neither retries nor judges a status. */
export type Exchange = (url: URL, describe: Describe, signal?: AbortSignal) => Promise<Answer>;

/**
 * ky sends and names network errors; it neither retries, times out, follows nor throws on a status, for all of that needs the
 * body and the run as well and is done here once.
 */
export function createExchange({ userAgent, timeoutMs, maxBodyBytes }: ExchangeOptions): Exchange {
	const api = ky.create({
		headers: { accept: 'application/json', 'user-agent': userAgent },
		redirect: 'manual',
		retry: 0,
		throwHttpErrors: false,
		timeout: false,
	});
	return async (url, describe, signal) => {
		try {
			return await withDeadline((deadline) => send(api, url, maxBodyBytes, deadline), timeoutMs, signal);
		} catch (error) {
			if (signal?.aborted) throw signal.reason;
			if (error instanceof DeadlineError) throw new ApiTimeoutError(describe(), timeoutMs);
			if (error instanceof NetworkError) throw unreachable(describe, error.cause);
			if (!(error instanceof BodyError)) throw error;
			if (error.problem === 'cut') throw unreachable(describe, error.cause);
			throw new MalformedResponseError(describe({ status: 200, cause: error.cause }), error.problem);
		}
	};
}

async function send(api: KyInstance, url: URL, maxBodyBytes: number, signal: AbortSignal): Promise<Answer> {
	// The signal goes to fetch, past ky's own option: ky would join it to another with `AbortSignal.any()` on every request.
	const response = await api(url, { fetch: (request) => fetch(request, { signal }) });
	const { status, headers } = response;
	if (status === 200) return { status, headers, body: await readBody(response, maxBodyBytes) };
	return { status, headers, body: await readErrorBody(response) };
}

/** An error's status stands on its own: a body that cannot be read must not hide it. */
async function readErrorBody(response: Response): Promise<Uint8Array> {
	try {
		return await readBody(response, maxErrorBodyBytes);
	} catch (error) {
		if (error instanceof BodyError) return new Uint8Array();
		throw error;
	}
}

function unreachable(describe: Describe, cause: unknown): UnavailableError {
	return new UnavailableError(describe({ cause }), { code: connectionCode(cause) });
}
