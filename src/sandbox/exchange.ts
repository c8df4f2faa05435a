import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, json } from './answer.ts';
import { type Fault, type FaultScript, faultAnswer, RandomFaults } from './fault.ts';
import { Knee } from './knee.ts';
import type { SandboxOptions } from './options.ts';
import { Random } from './random.ts';
import { Routes, routeKind } from './routes.ts';
import { sendCut, sendDrip, sendFlood, sendRaw, sendWhole } from './send.ts';
import { type SandboxStats, StatsCounter } from './stats.ts';

/** Where the statistics can be read; not counted itself. */
const statsPath = '/__stats';

const notAllowed = json({ message: 'Method Not Allowed' }, 405);
const mayAsk = (method: string): boolean => method === 'GET' || method === 'HEAD';
const tooMany: Fault = { kind: 'status', status: 429 };

/** What happens between a request and its answer: counting, faults, latency, routes. */
export class Exchange {
	readonly #routes: Routes;
	readonly #faults: RandomFaults;
	readonly #jitter: Random;
	readonly #script: FaultScript | undefined;
	readonly #latencyMs: number;
	readonly #jitterMs: number;
	readonly #drift: number;
	readonly #driftOverMs: number;
	readonly #knee: Knee;
	#firstAt: number | undefined;
	readonly #timers = new Set<NodeJS.Timeout>();
	readonly #asked = new Map<string, number>();
	#stats = new StatsCounter();

	constructor(options: SandboxOptions) {
		const { seed = 1, days, latencyMs = 0, jitterMs = 0, failRate = 0, statuses, script, map, villas } = options;
		const { drift = 0, driftOverS = 60, knee = 0 } = options;
		this.#routes = new Routes({ seed, days, villas, map });
		this.#faults = new RandomFaults(seed, failRate, statuses);
		this.#jitter = new Random(seed ^ 0x717e);
		this.#script = script;
		this.#latencyMs = latencyMs;
		this.#jitterMs = jitterMs;
		this.#drift = drift;
		this.#driftOverMs = driftOverS * 1000;
		this.#knee = new Knee(knee, latencyMs);
	}

	handle(request: IncomingMessage, response: ServerResponse): void {
		const { method = 'GET', url = '/' } = request;
		const mark = url.indexOf('?');
		const path = mark === -1 ? url : url.slice(0, mark);
		const searchParams = new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));
		if (path === statsPath) {
			sendWhole(response, json(this.stats()));
			return;
		}
		const now = Date.now();
		const arrivedAt = performance.now();
		const stats = this.#stats;
		stats.arrived(routeKind(path), now);
		response.on('close', () => stats.left());
		const load = this.#knee.arrived(now);
		const fault =
			this.#scripted(method, url, path, searchParams) ?? (load === 'refused' ? tooMany : this.#faults.next());
		const wait = load === 'refused' ? 0 : this.#latency(now) + load + (fault?.kind === 'delay' ? fault.ms : 0);
		// What an answer takes to be made is part of its latency.
		const making =
			fault === undefined || fault.kind === 'delay' ? this.#answerInTurns(method, path, searchParams) : undefined;
		this.#after(wait === 0 ? 0 : wait - (performance.now() - arrivedAt), async () => {
			const made = await making;
			// The client may have given up while the answer was waiting.
			if (!response.destroyed) this.#send(response, fault, () => made ?? this.#answer(method, path, searchParams));
		});
	}

	stats(): SandboxStats {
		return this.#stats.snapshot();
	}

	reset(): void {
		this.#stats = new StatsCounter();
		this.#asked.clear();
	}

	/** Drops the answers that are still waiting for their time. */
	stop(): void {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
	}

	#scripted(method: string, url: string, path: string, searchParams: URLSearchParams): Fault | undefined {
		if (this.#script === undefined) return undefined;
		const count = (this.#asked.get(url) ?? 0) + 1;
		this.#asked.set(url, count);
		return this.#script({ method, path, searchParams, count, total: this.#stats.requests });
	}

	#latency(now: number): number {
		this.#firstAt ??= now;
		const passed = Math.min(1, (now - this.#firstAt) / this.#driftOverMs);
		const latency = this.#latencyMs * (1 + this.#drift * passed);
		if (this.#jitterMs === 0) return latency;
		return Math.max(0, latency + (this.#jitter.next() * 2 - 1) * this.#jitterMs);
	}

	#after(ms: number, act: () => Promise<void>): void {
		if (ms <= 0) {
			void act();
			return;
		}
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			void act();
		}, ms);
		this.#timers.add(timer);
	}

	#send(response: ServerResponse, fault: Fault | undefined, normal: () => Answer): void {
		switch (fault?.kind) {
			case 'hang':
				return;
			case 'reset':
				response.socket?.resetAndDestroy();
				return;
			case 'raw':
				sendRaw(response, fault.bytes, fault.open === true);
				return;
			case 'flood':
				this.#stats.answered(200);
				sendFlood(response, fault.bytes);
				return;
		}
		const answer = (fault && faultAnswer(fault, normal)) ?? normal();
		this.#stats.answered(answer.status);
		if (fault?.kind === 'cut') sendCut(response, answer, fault.bytes);
		else if (fault?.kind === 'drip') sendDrip(response, answer, fault.bytesPerSecond);
		else sendWhole(response, answer);
	}

	#answer(method: string, path: string, searchParams: URLSearchParams): Answer {
		return mayAsk(method) ? this.#routes.answer(path, searchParams) : notAllowed;
	}

	async #answerInTurns(method: string, path: string, searchParams: URLSearchParams): Promise<Answer> {
		return mayAsk(method) ? this.#routes.answerInTurns(path, searchParams) : notAllowed;
	}
}
