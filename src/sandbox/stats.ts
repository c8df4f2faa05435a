import type { RouteKind } from './routes.ts';
import { SlidingSecond } from './sliding-second.ts';

/** What the sandbox was asked since it started or was last reset. */
export interface SandboxStats {
	readonly requests: number;
	readonly searches: number;
	readonly details: number;
	readonly timelines: number;
	/** Answers sent, by HTTP status; a hung or reset request has none. */
	readonly byStatus: Readonly<Record<number, number>>;
	/** Most requests that arrived within one second of the clock. */
	readonly maxPerSecond: number;
	/** Most requests that arrived within any second. */
	readonly maxInAnySecond: number;
	/** Requests by second since the first one. */
	readonly bySecond: readonly number[];
	/** Most requests that were open at once. */
	readonly maxInFlight: number;
}

export class StatsCounter {
	readonly #kinds: Record<RouteKind, number> = { search: 0, detail: 0, timeline: 0, other: 0 };
	readonly #byStatus: Record<number, number> = {};
	#second = 0;
	#inSecond = 0;
	#maxPerSecond = 0;
	readonly #sliding = new SlidingSecond();
	#maxInAnySecond = 0;
	#firstAt: number | undefined;
	readonly #bySecond: number[] = [];
	#inFlight = 0;
	#maxInFlight = 0;

	/** `now` in ms. */
	arrived(kind: RouteKind, now: number): void {
		this.#kinds[kind]++;
		const second = Math.floor(now / 1000);
		this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
		this.#second = second;
		this.#maxPerSecond = Math.max(this.#maxPerSecond, this.#inSecond);
		this.#maxInAnySecond = Math.max(this.#maxInAnySecond, this.#sliding.add(now));
		this.#firstAt ??= now;
		const since = Math.max(0, Math.floor((now - this.#firstAt) / 1000));
		while (this.#bySecond.length <= since) this.#bySecond.push(0);
		this.#bySecond[since] = (this.#bySecond[since] ?? 0) + 1;
		this.#inFlight++;
		this.#maxInFlight = Math.max(this.#maxInFlight, this.#inFlight);
	}

	answered(status: number): void {
		this.#byStatus[status] = (this.#byStatus[status] ?? 0) + 1;
	}

	left(): void {
		this.#inFlight--;
	}

	get requests(): number {
		return this.#kinds.search + this.#kinds.detail + this.#kinds.timeline + this.#kinds.other;
	}

	snapshot(): SandboxStats {
		const { search, detail, timeline } = this.#kinds;
		return {
			requests: this.requests,
			searches: search,
			details: detail,
			timelines: timeline,
			byStatus: { ...this.#byStatus },
			maxPerSecond: this.#maxPerSecond,
			maxInAnySecond: this.#maxInAnySecond,
			bySecond: [...this.#bySecond],
			maxInFlight: this.#maxInFlight,
		};
	}
}
