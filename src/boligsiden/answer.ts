import { letGo } from './body.ts';
import { isChallenge, isMarkup } from './challenge.ts';
import {
	type ApiErrorFacts,
	BadRequestError,
	BlockedError,
	MalformedResponseError,
	NotFoundError,
	RateLimitedError,
	UnavailableError,
	UnexpectedStatusError,
} from './errors.ts';
import { JsonError, parseJson } from './json.ts';
import { parseRetryAfter } from './retry-after.ts';
import { charsetOf, excerpt, lenientText, strictDecoder } from './text.ts';

/** One answer, read to its end. */
export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	/** Decompressed; empty when the body of an error status could not be read, and once the JSON has been read. */
	readonly body: Uint8Array;
}

/** What an error tells about its request, made only when there is one. */
export type Describe = (details?: Partial<Pick<ApiErrorFacts, 'status' | 'cause' | 'sentAt'>>) => ApiErrorFacts;

/** A challenge page shows its marks early; a 400 says what it has to say in its first line. */
const inspectedBytes = 16 * 1024;
const excerptLength = 300;

const unavailable: ReadonlySet<number> = new Set([408, 425, 500, 502, 503, 504]);

/** Types under which JSON is taken: its own, and those a careless proxy puts in their place. */
const jsonTypes = /^(?:|application\/(?:[\w.+-]+\+)?json|text\/json|text\/plain|application\/octet-stream)$/;

/**
 * What an answer says: the JSON of a 200, whose body is given back, and an error for everything else.
 * @throws an `ApiError`; never one of connection, timeout or redirect.
 */
export function readAnswer(answer: Answer, describe: Describe, nowMs: number): unknown {
	const { status, headers, body } = answer;
	if (status === 200) return readJson(answer, describe);
	const text = lenientText(body.subarray(0, inspectedBytes));
	const facts = describe({ status });
	if (status === 403 || isChallenge(headers, text)) throw new BlockedError(facts);
	if (status === 400) throw new BadRequestError(facts, excerpt(text, excerptLength));
	// A web page under 404 comes from something before the API, or instead of it: no home may be marked gone for that.
	if (status === 404 && !isPage(headers, text)) throw new NotFoundError(facts);
	const retryAfterMs = parseRetryAfter(headers.get('retry-after'), nowMs);
	if (status === 429) throw new RateLimitedError(facts, retryAfterMs);
	if (unavailable.has(status)) throw new UnavailableError(facts, { retryAfterMs });
	throw new UnexpectedStatusError(facts);
}

function readJson({ status, headers, body }: Answer, describe: Describe): unknown {
	const contentType = headers.get('content-type') ?? '';
	try {
		const text = decode(body, contentType);
		letGo(body);
		if (isChallenge(headers, text)) throw new BlockedError(describe({ status }));
		if (text.trim() === '') throw new JsonError('empty');
		if (isMarkup(text)) throw new JsonError('html');
		if (!jsonTypes.test(mediaType(contentType))) throw new JsonError('content-type');
		return parseJson(text);
	} catch (error) {
		if (!(error instanceof JsonError)) throw error;
		throw new MalformedResponseError(describe({ status, cause: error.cause }), error.reason);
	}
}

function decode(body: Uint8Array, contentType: string): string {
	let decoder: ReturnType<typeof strictDecoder>;
	try {
		decoder = strictDecoder(charsetOf(contentType));
	} catch (error) {
		throw new JsonError('charset', error);
	}
	try {
		return decoder.decode(body);
	} catch (error) {
		throw new JsonError(isCutCharacter(body, charsetOf(contentType)) ? 'truncated' : 'encoding', error);
	}
}

/** Whether all is well but for a last character that is not whole. */
function isCutCharacter(body: Uint8Array, charset: string): boolean {
	try {
		new TextDecoder(charset, { fatal: true }).decode(body, { stream: true });
		return true;
	} catch {
		return false;
	}
}

function isPage(headers: Headers, text: string): boolean {
	return isMarkup(text) || mediaType(headers.get('content-type') ?? '') === 'text/html';
}

function mediaType(contentType: string): string {
	return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}
