import { type Adaptation, AdaptiveWorkers, firstWorkers } from '../../src/import/adaptive-workers.ts';

const startAt = 1_000_000;
const restMs = 1000;
/** What a worker does between two requests, ms. */
const betweenMs = 4;

export interface SimulatedApi {
	/** When a request that comes now is answered, ms from now; `refused` is an immediate 429. `now` is ms since the start. */
	readonly answerIn: (now: number) => number | 'refused';
	readonly rate?: number;
	readonly most?: number;
}

export interface Simulated {
	readonly controller: AdaptiveWorkers;
	readonly told: readonly (Adaptation & { readonly second: number })[];
	/** Requests a second between two moments, s. */
	readonly perSecond: (from: number, to: number) => number;
	/** Of all requests. */
	readonly refusedShare: number;
	/** After so many seconds. */
	readonly workersAt: (second: number) => number;
}

/** Workers that ask one after the other as the engine's do, a second of rest for all after a 429 included; time is simulated. */
export function simulateApi(seconds: number, { answerIn, rate = 0, most = 64 }: SimulatedApi): Simulated {
	const controller = new AdaptiveWorkers(firstWorkers, most, startAt);
	const told: Simulated['told'][number][] = [];
	const sentAt: number[] = [];
	const pending: { at: number; sent: number; answer: number | 'refused'; again: boolean }[] = [];
	let [refused, opensAt, turn] = [0, 0, 0];
	let again = 0;
	const hear = (adaptation: Adaptation | undefined, now: number): void => {
		if (adaptation !== undefined) told.push({ ...adaptation, second: now / 1000 });
	};
	const send = (now: number): void => {
		turn = rate === 0 ? 0 : Math.max(turn + 1080 / rate, now);
		const sent = Math.max(now + betweenMs, opensAt, turn);
		pending.push({ at: sent, sent, answer: 0, again: again > 0 });
		again = Math.max(0, again - 1);
	};
	const arrived = new Set<object>();
	for (let now = 0; now < seconds * 1000; ) {
		while (pending.length < controller.workers) send(now);
		pending.sort((a, b) => a.at - b.at);
		const next = pending[0];
		if (next === undefined) break;
		now = next.at;
		if (!arrived.has(next)) {
			if (now < opensAt) {
				next.at = opensAt;
				next.sent = opensAt;
				continue;
			}
			arrived.add(next);
			sentAt.push(now);
			next.answer = answerIn(now);
			next.at = now + (next.answer === 'refused' ? 1 : next.answer);
			continue;
		}
		const allBusy = pending.length >= controller.workers;
		pending.shift();
		const at = startAt + now;
		if (next.answer === 'refused') {
			refused++;
			again++;
			opensAt = Math.max(opensAt, now + restMs);
			hear(controller.strained({ at, sentAt: startAt + next.sent, what: 'HTTP 429', asked: true }), now);
			continue;
		}
		controller.answered({ at, ms: next.again ? undefined : next.answer, allBusy });
		hear(controller.judge(at, { requests: sentAt.length, rate, ending: false }), now);
	}
	return {
		controller,
		told,
		perSecond: (from, to) => sentAt.filter((at) => at >= from * 1000 && at < to * 1000).length / (to - from),
		refusedShare: refused / sentAt.length,
		workersAt: (second) => told.findLast((each) => each.second <= second)?.workers ?? firstWorkers,
	};
}

/** Uniform in [0, 1), the same each time. */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}
