import type { ServerResponse } from 'node:http';
import { type Answer, json, jsonType } from './answer.ts';
import { Random } from './random.ts';

/** What goes wrong with one answer. */
export type Fault =
	| {
			readonly kind: 'status';
			readonly status: number;
			readonly body?: string;
			readonly headers?: Readonly<Record<string, string>>;
			readonly contentType?: string;
	  }
	/** The normal answer, but only after `ms`. */
	| { readonly kind: 'delay'; readonly ms: number }
	/** No answer at all; the connection stays open. */
	| { readonly kind: 'hang' }
	/** The connection is torn down instead of an answer. */
	| { readonly kind: 'reset' }
	/** Announces the whole body, sends `bytes` of it (default: half) and tears the connection down. */
	| { readonly kind: 'cut'; readonly bytes?: number }
	/** 200 with this body instead of the record. */
	| {
			readonly kind: 'body';
			readonly body: string | Buffer;
			readonly contentType?: string;
			readonly headers?: Readonly<Record<string, string>>;
	  }
	/** The normal answer, slowly. */
	| { readonly kind: 'drip'; readonly bytesPerSecond: number };

export interface FaultRequest {
	readonly method: string;
	readonly path: string;
	readonly searchParams: URLSearchParams;
	/** How often this very URL was asked for, this time included. */
	readonly count: number;
	/** How many requests the sandbox has had, this one included. */
	readonly total: number;
}

/** Decides about every request before the random faults do; undefined leaves the request to them. */
export type FaultScript = (request: FaultRequest) => Fault | undefined;

/** Faults by probability: status -> share of the answers. Deterministic by seed and order of the requests. */
export class RandomFaults {
	readonly #random: Random;
	readonly #shares: readonly (readonly [status: number, share: number])[];

	constructor(seed: number, failRate: number, statuses: ReadonlyMap<number, number> | undefined) {
		this.#random = new Random(seed ^ 0xfa17);
		const shares: [status: number, share: number][] = [[500, failRate], ...(statuses ?? [])];
		this.#shares = shares.filter(([, share]) => share > 0);
	}

	next(): Fault | undefined {
		if (this.#shares.length === 0) return undefined;
		let luck = this.#random.next();
		for (const [status, share] of this.#shares) {
			if (luck < share) return { kind: 'status', status };
			luck -= share;
		}
		return undefined;
	}
}

/** The page that a blocked client gets: HTML, not JSON. */
const blockedPage =
	'<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body></body></html>';

/** The answer of a fault that is an answer; undefined for the faults of the connection. */
export function faultAnswer(fault: Fault): Answer | undefined {
	if (fault.kind === 'body') {
		return { status: 200, body: fault.body, contentType: fault.contentType ?? jsonType, headers: fault.headers ?? {} };
	}
	if (fault.kind !== 'status') return undefined;
	const { status, body } = fault;
	const isBusy = status === 429 || status === 503;
	const usual = status === 403 ? blockedPage : json({ message: `sandbox fault ${status}` }).body;
	return {
		status,
		body: body ?? usual,
		contentType: fault.contentType ?? (status === 403 ? 'text/html; charset=UTF-8' : jsonType),
		headers: { ...(isBusy && { 'Retry-After': '1' }), ...fault.headers },
	};
}

/** Sends the beginning of an answer and breaks the connection. */
export function sendCut(response: ServerResponse, answer: Answer, bytes: number | undefined): void {
	const body = Buffer.from(answer.body);
	response.writeHead(answer.status, { 'Content-Type': answer.contentType, 'Content-Length': body.length });
	const part = body.subarray(0, Math.min(bytes ?? Math.floor(body.length / 2), body.length - 1));
	if (part.length === 0) {
		response.flushHeaders();
		response.socket?.end();
		return;
	}
	// Ending first lets the bytes out; destroying at once may throw them away with the socket.
	response.write(part, () => response.socket?.destroySoon());
}

/** Sends an answer at so many bytes a second, ten times a second. */
export function sendDrip(response: ServerResponse, answer: Answer, bytesPerSecond: number): void {
	const body = Buffer.from(answer.body);
	response.writeHead(answer.status, { 'Content-Type': answer.contentType, 'Content-Length': body.length });
	const step = Math.max(1, Math.ceil(bytesPerSecond / 10));
	let sent = 0;
	const timer = setInterval(() => {
		response.write(body.subarray(sent, sent + step));
		sent += step;
		if (sent < body.length) return;
		clearInterval(timer);
		response.end();
	}, 100);
	response.on('close', () => clearInterval(timer));
}
