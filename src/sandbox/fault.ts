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
	/** 200 with this body instead of the record, or with what is made of the record's own. */
	| {
			readonly kind: 'body';
			readonly body: string | Buffer | ((normal: string) => string | Buffer);
			readonly contentType?: string;
			readonly headers?: Readonly<Record<string, string>>;
	  }
	/** The normal answer, slowly. */
	| { readonly kind: 'drip'; readonly bytesPerSecond: number }
	/** 200 with so many bytes of JSON that never comes to its end, in chunks of no announced length, as fast as they are taken. */
	| { readonly kind: 'flood'; readonly bytes: number }
	/** These bytes and nothing else, past HTTP; then the connection is closed, unless it is to stay open. */
	| { readonly kind: 'raw'; readonly bytes: string | Buffer; readonly open?: boolean };

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
export function faultAnswer(fault: Fault, normal: () => Answer): Answer | undefined {
	if (fault.kind === 'body') {
		const body = typeof fault.body === 'function' ? fault.body(String(normal().body)) : fault.body;
		return { status: 200, body, contentType: fault.contentType ?? jsonType, headers: fault.headers ?? {} };
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
