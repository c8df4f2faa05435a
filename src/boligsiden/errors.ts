import { longestApiWaitMs } from '../import/ports.ts';
import { ApiError, type ApiErrorFacts } from './api-error.ts';
import { connectionWords } from './connection-words.ts';
import { durationWords } from './duration-words.ts';

export { ApiError, type ApiErrorFacts } from './api-error.ts';

/** The API's own 404: the thing is unknown or removed. No other error ever means that. */
export class NotFoundError extends ApiError {
	override readonly name = 'NotFoundError';
	override readonly kind = 'not-found';

	constructor(facts: ApiErrorFacts) {
		super(`The API has nothing at ${facts.url}.`, facts, 'Check the id; a home that was removed stays away.');
	}
}

/** 403, or a browser challenge under any status: stop the whole run. */
export class BlockedError extends ApiError {
	override readonly name = 'BlockedError';
	override readonly kind = 'blocked';

	constructor(facts: ApiErrorFacts) {
		super(
			'The API refuses this client or this network. It does not mean "no results", and one must not try to get round it.',
			facts,
			'Stop here. Ask the owner of the API whether you may read it, and from which network, before you start again.',
		);
	}
}

/** 429 on every try, or with a wait longer than we accept. */
export class RateLimitedError extends ApiError {
	override readonly name = 'RateLimitedError';
	override readonly kind = 'rate-limited';
	/** What Retry-After asked for, in ms. */
	readonly retryAfterMs: number | undefined;

	constructor(facts: ApiErrorFacts, retryAfterMs?: number) {
		super(
			`The API says that we ask too often${tries(facts)}.${tooLongToWait(retryAfterMs)}`,
			facts,
			'Wait a while, then continue with a lower rate.',
		);
		this.retryAfterMs = retryAfterMs;
	}
}

/** The API, or the way to it, is out of order for now: 408, 425, 5xx, or no connection. Says nothing about the home. */
export class UnavailableError extends ApiError {
	override readonly name = 'UnavailableError';
	override readonly kind: 'connection' | `HTTP ${number}`;
	/** What Retry-After asked for, in ms. */
	readonly retryAfterMs: number | undefined;
	/** The system's code of a connection error, such as `ECONNREFUSED`. */
	readonly code: string | undefined;

	constructor(
		facts: ApiErrorFacts,
		details: { readonly retryAfterMs?: number | undefined; readonly code?: string | undefined } = {},
	) {
		super(
			facts.status === undefined
				? `The connection to the API failed: ${connectionWords(details.code)}${tries(facts, details.code)}.`
				: `The API is in trouble: it answered with HTTP ${facts.status}${tries(facts)}.${tooLongToWait(details.retryAfterMs)}`,
			facts,
			facts.status === undefined ? 'Check the network, then continue.' : 'Wait a while, then continue.',
		);
		this.kind = facts.status === undefined ? 'connection' : `HTTP ${facts.status}`;
		this.retryAfterMs = details.retryAfterMs;
		this.code = details.code;
	}
}

/** The whole answer, body included, was not there in time. Says nothing about the home. */
export class ApiTimeoutError extends ApiError {
	override readonly name = 'ApiTimeoutError';
	override readonly kind = 'timeout';
	/** The limit of one try, in ms. */
	readonly timeoutMs: number;

	constructor(facts: ApiErrorFacts, timeoutMs: number) {
		super(
			`The API did not answer within ${durationWords(timeoutMs)}${tries(facts)}.`,
			facts,
			'Continue later, or allow more time for an answer.',
		);
		this.timeoutMs = timeoutMs;
	}
}

/** What is wrong with a body that came with 200. */
export type MalformedReason =
	| 'empty'
	| 'truncated'
	| 'html'
	| 'not-json'
	| 'content-type'
	| 'charset'
	| 'encoding'
	| 'too-large';

const malformedWords: Record<MalformedReason, string> = {
	empty: 'is empty',
	truncated: 'ends in the middle',
	html: 'is a web page, not JSON',
	'not-json': 'is not JSON',
	'content-type': 'is of another type than JSON',
	charset: 'is in an unknown character set',
	encoding: 'holds bytes that do not fit its encoding',
	'too-large': 'is larger than this client accepts',
};

/** 200 with a body that cannot be used. Only `truncated` and `empty` are tried again. */
export class MalformedResponseError extends ApiError {
	override readonly name = 'MalformedResponseError';
	override readonly kind = 'malformed';
	readonly reason: MalformedReason;

	constructor(facts: ApiErrorFacts, reason: MalformedReason) {
		super(
			`The API's answer ${malformedWords[reason]}${tries(facts)}.`,
			facts,
			'Check the address of the API; if it is right, the API has changed and this program must follow.',
		);
		this.reason = reason;
	}
}

/** 400: a parameter the API knows, with a value it does not take. */
export class BadRequestError extends ApiError {
	override readonly name = 'BadRequestError';
	override readonly kind = 'bad-request';
	/** What the API said, at most 300 characters, safe to print; may be empty. */
	readonly body: string;

	constructor(facts: ApiErrorFacts, body: string) {
		super(
			body === '' ? 'The API refused the request.' : `The API refused the request: ${body}`,
			facts,
			'Compare the parameters with the values the API allows.',
		);
		this.body = body;
	}
}

/** A redirect that is not followed: elsewhere, from https to http, without an address, or one too many. */
export class RedirectError extends ApiError {
	override readonly name = 'RedirectError';
	override readonly kind = 'redirect';

	constructor(facts: ApiErrorFacts, why: string) {
		super(`The API sent us on, and we do not follow: ${why}.`, facts, 'Check the address of the API.');
	}
}

/** Any status that the contract does not know. Says nothing about the home. */
export class UnexpectedStatusError extends ApiError {
	override readonly name = 'UnexpectedStatusError';
	override readonly kind = 'unexpected-status';

	constructor(facts: ApiErrorFacts) {
		super(
			`The API answered with HTTP ${facts.status}, which this program does not know how to read.`,
			facts,
			'Check the address of the API; if it is right, the API has changed and this program must follow.',
		);
	}
}

/** ` (ECONNREFUSED, 5 tries)`: the code for those who search for it, the tries when there was more than one. */
function tries({ attempts }: ApiErrorFacts, code?: string): string {
	const asides = [code, attempts > 1 ? `${attempts} tries` : undefined].filter((aside) => aside !== undefined);
	return asides.length === 0 ? '' : ` (${asides.join(', ')})`;
}

function tooLongToWait(retryAfterMs = 0): string {
	if (retryAfterMs <= longestApiWaitMs) return '';
	return ` It asks us to wait ${durationWords(retryAfterMs)}, and we wait ${durationWords(longestApiWaitMs)} at most.`;
}
