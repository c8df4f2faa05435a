import { exitCode, UserError } from '../shared/errors.ts';

/** What the engine does next depends on this alone; `HTTP 503` and its like are the statuses of a server in trouble. */
export type ApiErrorKind =
	| 'not-found'
	| 'blocked'
	| 'rate-limited'
	| 'timeout'
	| 'connection'
	| 'malformed'
	| 'bad-request'
	| 'redirect'
	| 'unexpected-status'
	| `HTTP ${number}`;

/** What every error of the API carries. */
export interface ApiErrorFacts {
	/** Path and query; never the host, so that it can be logged and stored. */
	readonly url: string;
	/** HTTP status, when there was an answer at all. */
	readonly status?: number | undefined;
	/** Tries made so far, this one included. */
	readonly attempts: number;
	/** Milliseconds since the first try began, pacing and delays included. */
	readonly elapsedMs: number;
	/** When the last try was sent, epoch ms. */
	readonly sentAt: number;
	readonly cause?: unknown;
}

/** Any way in which the API can fail to give what was asked of it. */
export abstract class ApiError extends UserError {
	abstract override readonly name: string;
	abstract readonly kind: ApiErrorKind;
	readonly url: string;
	readonly status: number | undefined;
	readonly attempts: number;
	readonly elapsedMs: number;
	readonly sentAt: number;

	constructor(message: string, facts: ApiErrorFacts, hint: string) {
		super(message, { hint, exitCode: exitCode.apiUnavailable, cause: facts.cause });
		this.url = facts.url;
		this.status = facts.status;
		this.attempts = facts.attempts;
		this.elapsedMs = facts.elapsedMs;
		this.sentAt = facts.sentAt;
	}
}
