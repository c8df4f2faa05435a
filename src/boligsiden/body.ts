import { connectionCode } from './connection-words.ts';

/** The codes of gzip and deflate, zstd, and brotli, as Node names them. */
const decompression = /^(?:Z_|ZSTD_|ERR__)/;

/** The body could not be read to its end. Stays inside this folder: the client turns it into an `ApiError`. */
export class BodyError extends Error {
	override readonly name = 'BodyError';
	/** `cut`: the connection broke; `truncated`, `encoding`: the compressed bytes end early or are wrong. */
	readonly problem: 'too-large' | 'cut' | 'truncated' | 'encoding';

	constructor(problem: BodyError['problem'], cause?: unknown) {
		super(`The body could not be read: ${problem}.`, { cause });
		this.problem = problem;
	}
}

/**
 * The body after decompression, at most `maxBytes` long; what is over is never held in memory.
 * @throws `BodyError`
 */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
	const declared = declaredLength(response.headers);
	if (declared !== undefined && declared > maxBytes) {
		response.body?.cancel().catch(() => undefined);
		throw new BodyError('too-large');
	}
	try {
		// Measured: this is no slower than `arrayBuffer()`, so a body of known length needs no way of its own.
		return response.body ? await readCounting(response.body, maxBytes) : new Uint8Array();
	} catch (error) {
		throw error instanceof BodyError ? error : new BodyError(problemOf(error), error);
	}
}

async function readCounting(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
	const reader = body.getReader();
	const chunks: Uint8Array[] = [];
	let size = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return join(chunks, size);
		size += value.byteLength;
		if (size > maxBytes) {
			reader.cancel().catch(() => undefined);
			throw new BodyError('too-large');
		}
		chunks.push(value);
	}
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
	const [only] = chunks;
	if (chunks.length === 1 && only) return only;
	const body = Buffer.concat(chunks, size);
	for (const chunk of chunks) letGo(chunk);
	return body;
}

/**
 * Gives back the memory of bytes that nobody needs any more; without it they wait for a full collection, and of pages of 500 records
 * that is tens of megabytes. Bytes that are a part of a larger piece of memory stay: of those others may be in use. A piece that is
 * whole is a body's own, since fetch gives each chunk as a copy.
 */
export function letGo({ buffer, byteLength }: Uint8Array): void {
	const isWhole = buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength === byteLength;
	if (isWhole) buffer.transfer(0);
}

function declaredLength(headers: Headers): number | undefined {
	const length = headers.get('content-length');
	return length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}

function problemOf(error: unknown): BodyError['problem'] {
	const code = connectionCode(error) ?? '';
	if (code === 'Z_BUF_ERROR') return 'truncated';
	return decompression.test(code) ? 'encoding' : 'cut';
}
