import { Backlog } from './backlog.ts';
import { type Binding, bindingOf, bindings } from './binding.ts';
import { dealtWith } from './counts.ts';
import type { ImportEvent } from './events.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { type ImportState, initialState } from './progress.ts';

/** How a run went since the sample before. */
export interface Sample {
	/** When it ends, epoch ms. */
	readonly at: number;
	/** Homes that came to an end, skipped ones left out. */
	readonly done: number;
	readonly failed: number;
	readonly requests: number;
	/** Of answers at the first try, ms; null where none came. */
	readonly medianLatencyMs: number | null;
	readonly p95LatencyMs: number | null;
	readonly workers: number;
	/** What held it back the longest. */
	readonly binding: Binding;
}

const firstStretchMs = 5000;
/** With so many, each two become one and the stretches twice as long: hours of a run stay a table and a chart of this size. */
const mostSamples = 480;
/** Looks over which requests a second are taken. */
const recentLooks = 5;
/** Of homes: a page takes its own time. */
const answeredOutcomes: ReadonlySet<string> = new Set(['fetched', 'gone']);

/** A sample as long as it may still be merged with its neighbour. */
interface Stretch {
	at: number;
	done: number;
	failed: number;
	requests: number;
	workers: number;
	readonly answers: LatencyHistogram;
	/** How often each limit was seen, by a look a second. */
	readonly looks: Map<Binding, number>;
}

/** Makes samples of a run from its events and a look a second. */
export class Samples {
	/** First-attempt answers of the whole run. */
	readonly answers = new LatencyHistogram();
	readonly #requests: () => number;
	readonly #backlog = new Backlog();
	#state: ImportState = initialState;
	#stretches: Stretch[] = [];
	#open = emptyStretch();
	#openedAt: number;
	#stretchMs = firstStretchMs;
	/** What was sent before the run began was sent for it: the page asked ahead. */
	#requestsBefore = 0;
	#recent: { readonly at: number; readonly requests: number }[] = [];

	/** @param requests those sent so far, of all kinds. */
	constructor(startedAt: number, requests: () => number) {
		this.#openedAt = startedAt;
		this.#requests = requests;
	}

	get count(): number {
		return this.#stretches.length;
	}

	/** Those from the one at `index` on, oldest first. */
	from(index: number): readonly Sample[] {
		return this.#stretches.slice(index).map(toSample);
	}

	readonly listen = (event: ImportEvent, state: ImportState): void => {
		this.#state = state;
		this.#backlog.note(event);
		if (event.type === 'worker.finished' && event.attempts === 1 && answeredOutcomes.has(event.outcome)) {
			this.#open.answers.add(event.ms);
			this.answers.add(event.ms);
		} else if (event.type === 'batch.committed') {
			this.#open.done += dealtWith(event) + (event.again ?? 0);
			this.#open.failed += event.failed;
		}
	};

	/** To be called every second. @returns what became of the samples by it. */
	look(now: number): 'same' | 'added' | 'thinned' {
		const binding = this.#bindingAt(now);
		this.#open.looks.set(binding, (this.#open.looks.get(binding) ?? 0) + 1);
		if (now - this.#openedAt < this.#stretchMs) return 'same';
		this.close(now);
		if (this.#stretches.length < mostSamples) return 'added';
		this.#thin();
		return 'thinned';
	}

	/** Ends the sample that is being taken. */
	close(now: number): void {
		if (Math.round(now) <= Math.round(this.#openedAt)) return;
		if (this.#open.looks.size === 0) this.#open.looks.set(this.#bindingAt(now), 1);
		const sent = this.#requests();
		Object.assign(this.#open, { at: now, requests: sent - this.#requestsBefore, workers: this.#state.control.workers });
		this.#stretches.push(this.#open);
		this.#open = emptyStretch();
		this.#openedAt = now;
		this.#requestsBefore = sent;
	}

	#bindingAt(now: number): Binding {
		this.#recent = [...this.#recent.slice(-recentLooks), { at: now, requests: this.#requests() }];
		const [first] = this.#recent;
		const seconds = (now - (first?.at ?? now)) / 1000;
		const sent = this.#requests() - (first?.requests ?? 0);
		const { uncommitted, retryDue } = this.#backlog;
		const requestsPerSecond = seconds === 0 ? 0 : sent / seconds;
		return bindingOf({ state: this.#state, uncommitted, retryDue, requestsPerSecond, now });
	}

	#thin(): void {
		this.#stretchMs *= 2;
		const pairs = Array.from({ length: Math.ceil(this.#stretches.length / 2) }, (_, index) =>
			this.#stretches.slice(2 * index, 2 * index + 2),
		);
		this.#stretches = pairs.map(merge);
	}
}

function emptyStretch(): Stretch {
	return { at: 0, done: 0, failed: 0, requests: 0, workers: 0, answers: new LatencyHistogram(), looks: new Map() };
}

function merge(stretches: readonly Stretch[]): Stretch {
	const merged = emptyStretch();
	for (const { at, done, failed, requests, workers, answers, looks } of stretches) {
		merged.at = at;
		merged.done += done;
		merged.failed += failed;
		merged.requests += requests;
		merged.workers = workers;
		merged.answers.addAll(answers);
		for (const [binding, count] of looks) merged.looks.set(binding, (merged.looks.get(binding) ?? 0) + count);
	}
	return merged;
}

function toSample({ answers, looks, at, ...counted }: Stretch): Sample {
	return {
		...counted,
		at: Math.round(at),
		medianLatencyMs: rounded(answers.percentile(0.5)),
		p95LatencyMs: rounded(answers.percentile(0.95)),
		binding: mostSeen(looks),
	};
}

export function rounded(ms: number | undefined): number | null {
	return ms === undefined ? null : Math.round(ms);
}

/** Of those seen as often, the one that is rarer in a good run. */
function mostSeen(looks: ReadonlyMap<Binding, number>): Binding {
	return bindings.reduce((most, each) => ((looks.get(each) ?? 0) >= (looks.get(most) ?? 0) ? each : most));
}
