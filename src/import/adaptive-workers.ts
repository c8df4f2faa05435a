/** What holds the number of workers where it is. */
export type Binding = 'ceiling' | 'growing' | 'latency' | 'push-back' | 'rate' | 'demand';

/** The number of workers from now on, and why; the reason is a sentence without its full stop. */
export interface Adaptation {
	readonly workers: number;
	readonly binding: Binding;
	readonly reason: string;
}

/** An answer that a worker got. */
export interface WorkerAnswer {
	readonly at: number;
	/** On the wire; undefined where it took more than one try, or says nothing about how busy the API is. */
	readonly ms: number | undefined;
	/** No place was free meanwhile. */
	readonly allBusy: boolean;
}

/** A try that came to nothing because the API is asked for more than it can give. */
export interface Strain {
	readonly at: number;
	readonly sentAt: number;
	/** "HTTP 429", "timeout". */
	readonly what: string;
	/** The API asked for a rest; anything else may be chance. */
	readonly asked: boolean;
}

/** What the window was like apart from its answers. */
export interface WindowFacts {
	/** Requests sent since the start, of whatever kind. */
	readonly requests: number;
	/** Ceiling on requests a second, 0 = none. */
	readonly rate: number;
	/** All homes are listed: places that are free have no work because the run ends. */
	readonly ending: boolean;
}

/** So few that hardly any API is strained, and what its latency is at ease can be seen. */
export const firstWorkers = 2;
const shortestWindowMs = 2000;
const fewestAnswers = 10;
/** Once the knee is near, a window goes on for so long at most until its median is off by no more than this share, by chance. */
const longestWindowMs = 8000;
const steadyShare = 0.04;
/** Before anything was too much: a fifth more a window, so that many are reached in some 40 s and a knee is overshot by little. */
const firstGrowth = 0.2;
/** The latency that is too much, in parts of the latency at ease. */
const tooSlow = 1.15;
const easeOff = 0.9;
const pushedOff = 0.7;
/** Share of tries that time out or are refused without a word, from which it is no chance. */
const strainedShare = 0.05;
/** Share of the answers that met no free place. */
const busyShare = 0.8;
/** The limiter itself stays 7 % below the ceiling. */
const nearRate = 0.85;
/** A number that was too much is tried again after this, and twice as long each time it is too much again. */
const firstHoldMs = 10_000;
const longestHoldMs = 60_000;
/** Growth of the latency at ease in a window in which it cannot mislead: an API may become slower for reasons of its own. */
const drift = 1.01;

interface Window {
	readonly since: number;
	readonly requests: number | undefined;
	readonly times: number[];
	/** When it may be looked at. */
	due: number;
	tries: number;
	busy: number;
	strains: number;
	lastStrain: string;
}

/**
 * How many workers an API bears: one more while all are busy and answers come as fast as at ease, fewer when they come later or the API
 * pushes back (additive increase, multiplicative decrease), at most once for each window of some seconds. Pure: it is told what
 * happens and when, and says what follows.
 */
export class AdaptiveWorkers {
	#workers: number;
	readonly #most: number;
	#window: Window;
	/** Latency at ease, ms: the lowest median so far. */
	#atEase = Number.POSITIVE_INFINITY;
	#changedAt = Number.NEGATIVE_INFINITY;
	#everLowered = false;
	/** The number that was too much, until when it is not tried again, and what was said of it. */
	#tooMany: (Adaptation & { readonly until: number; readonly holdMs: number }) | undefined;
	/** The first of several windows in a row that were too slow. */
	#slowFrom: { readonly workers: number; readonly median: number } | undefined;
	#idleWindows = 0;

	/** @param workers to begin with; @param most there may be. */
	constructor(workers: number, most: number, now: number) {
		this.#workers = workers;
		this.#most = most;
		this.#window = newWindow(now, undefined);
	}

	get workers(): number {
		return this.#workers;
	}

	/** What was sent before the last change tells of the number before it, and is left out. */
	answered({ at, ms, allBusy }: WorkerAnswer): void {
		if (ms !== undefined && at - ms < this.#changedAt) return;
		this.#window.tries++;
		if (allBusy) this.#window.busy++;
		if (ms !== undefined) this.#window.times.push(ms);
	}

	/** Those that were sent before the number was lowered belong to the trouble that is known. */
	strained({ at, sentAt, what, asked }: Strain): Adaptation | undefined {
		if (sentAt < this.#changedAt) return undefined;
		this.#window.tries++;
		this.#window.strains++;
		this.#window.lastStrain = what;
		if (!asked) return undefined;
		return this.#lower(pushedOff, 'push-back', `the API asked for a rest at ${words(this.#workers)} (${what})`, at);
	}

	/** To be asked often: what follows from a window once it is over, undefined until then. */
	judge(now: number, facts: WindowFacts): Adaptation | undefined {
		const window = this.#window;
		if (now < window.due || window.tries < fewestAnswers) return undefined;
		if (this.#everLowered && now - window.since < longestWindowMs && !isSteady(window)) {
			window.due = now + shortestWindowMs / 2;
			return undefined;
		}
		this.#window = newWindow(now, facts.requests);
		return this.#judgeStrain(window, now) ?? this.#judgeLatency(window, now) ?? this.#judgeRoom(window, now, facts);
	}

	#judgeStrain({ strains, tries, lastStrain }: Window, now: number): Adaptation | undefined {
		if (strains < 2 || strains < tries * strainedShare) return undefined;
		const reason = `${strains} of ${tries} requests came to nothing at ${words(this.#workers)} (${lastStrain})`;
		return this.#lower(pushedOff, 'push-back', reason, now);
	}

	#judgeLatency({ times }: Window, now: number): Adaptation | undefined {
		if (times.length < fewestAnswers / 2) return undefined;
		const { median, noise } = spread(times);
		if (median - 2 * noise <= this.#atEase * tooSlow) {
			// The lowest of many medians is lower than the latency is, by about the noise.
			this.#atEase = Math.min(this.#atEase, median + noise);
			this.#slowFrom = undefined;
			return undefined;
		}
		const workers = this.#workers;
		const from = this.#slowFrom;
		const unrelieved = from !== undefined && workers <= from.workers * 0.85 && median > from.median * 0.95;
		if (unrelieved || workers === 1) return this.#acceptSlower(median);
		this.#slowFrom ??= { workers, median };
		const rise = `latency rose from ${Math.round(this.#atEase)} to ${Math.round(median)} ms`;
		return this.#lower(easeOff, 'latency', `${rise} at ${words(workers)}`, now);
	}

	/** Fewer workers brought no relief, so it is not they who make the API slow, and it is not to be starved for it. */
	#acceptSlower(median: number): Adaptation {
		this.#atEase = median;
		this.#slowFrom = undefined;
		this.#tooMany = undefined;
		const reason = `latency is ${Math.round(median)} ms with fewer workers too: the API itself is slower`;
		return { workers: this.#workers, binding: 'latency', reason };
	}

	#judgeRoom(window: Window, now: number, facts: WindowFacts): Adaptation | undefined {
		const workers = this.#workers;
		const latency =
			window.times.length === 0 ? '' : `, latency ${Math.round(spread(window.times).median)} ms as at ease`;
		if (isRateReached(window, now, facts)) {
			this.#driftUp(window);
			return { workers, binding: 'rate', reason: `the ceiling of ${facts.rate} requests/s is reached` };
		}
		if (window.busy < window.tries * busyShare) {
			this.#driftUp(window);
			this.#idleWindows++;
			if (facts.ending || this.#idleWindows < 2) return undefined;
			return { workers, binding: 'demand', reason: `homes are found no faster than ${words(workers)} fetch them` };
		}
		this.#idleWindows = 0;
		if (workers === this.#most) {
			this.#driftUp(window);
			return { workers, binding: 'ceiling', reason: `${this.#most} workers are the most there may be${latency}` };
		}
		return this.#grow(now, `all ${words(workers)} busy${latency}`);
	}

	#grow(now: number, reason: string): Adaptation {
		const workers = this.#workers;
		const tooMany = this.#tooMany;
		const step = this.#everLowered ? 1 : Math.max(1, Math.floor(workers * firstGrowth));
		const next = Math.min(this.#most, workers + step);
		if (tooMany !== undefined && next >= tooMany.workers) {
			if (now < tooMany.until) return { ...tooMany, workers };
			// It was borne before this window, so what was too much has become good.
			if (workers >= tooMany.workers) this.#tooMany = undefined;
		}
		this.#change(next, now);
		return { workers: next, binding: 'growing', reason };
	}

	#lower(by: number, binding: 'latency' | 'push-back', reason: string, now: number): Adaptation {
		const tooMuch = this.#workers;
		const before = this.#tooMany;
		const again = before !== undefined && Math.abs(before.workers - tooMuch) <= Math.max(1, tooMuch * 0.15);
		const holdMs = again ? Math.min(longestHoldMs, before.holdMs * 2) : firstHoldMs;
		this.#tooMany = { workers: tooMuch, binding, reason, holdMs, until: now + holdMs };
		this.#everLowered = true;
		this.#change(Math.max(1, Math.floor(tooMuch * by)), now);
		this.#window = newWindow(now, undefined);
		return { workers: this.#workers, binding, reason };
	}

	#change(workers: number, now: number): void {
		this.#workers = workers;
		this.#changedAt = now;
	}

	/** Only where more workers would not follow from it: else the number and what counts as ease would push each other up. */
	#driftUp({ times }: Window): void {
		if (times.length > 0) this.#atEase = Math.max(this.#atEase, Math.min(this.#atEase * drift, spread(times).median));
	}
}

function newWindow(since: number, requests: number | undefined): Window {
	return { since, requests, times: [], due: since + shortestWindowMs, tries: 0, busy: 0, strains: 0, lastStrain: '' };
}

function isSteady({ times }: Window): boolean {
	const { median, noise } = spread(times);
	return noise <= median * steadyShare;
}

function isRateReached(window: Window, now: number, { rate, requests }: WindowFacts): boolean {
	if (rate === 0 || window.requests === undefined) return false;
	return (requests - window.requests) / ((now - window.since) / 1000) >= rate * nearRate;
}

/** The median, and how far it may be off by chance (its standard error, from the middle half). */
function spread(times: readonly number[]): { median: number; noise: number } {
	const sorted = times.toSorted((a, b) => a - b);
	const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
	return { median: at(0.5), noise: (0.93 * (at(0.75) - at(0.25))) / Math.sqrt(sorted.length) };
}

function words(workers: number): string {
	return workers === 1 ? '1 worker' : `${workers} workers`;
}
