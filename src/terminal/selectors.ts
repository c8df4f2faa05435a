import { backingOff as countBackingOff } from '../import/binding.ts';
import type { ImportCounts } from '../import/events.ts';
import { currentSpeed, type Pace, timeLeft } from '../import/pace.ts';
import { doneWith, type ImportState, leftToFetch, overallSpeed, type WorkerState } from '../import/progress.ts';
import { countOf } from './figures.ts';
import type { Snapshot } from './store.ts';

/** Homes in all, as far as is known; nothing may be known yet. */
export function total(counts: ImportCounts): number {
	return Math.max(counts.expected, counts.discovered);
}

export { inFlight } from '../import/binding.ts';

/** Fetches that only wait until they may try again. */
export function backingOff({ state, observed: { retryDue }, now }: Snapshot): number {
	return countBackingOff({ state, retryDue, now });
}

export interface WorkerView extends WorkerState {
	/** From 1. */
	readonly number: number;
	/** Until the next attempt, its own or that of all, ms; undefined when none is awaited. */
	readonly retryInMs: number | undefined;
}

const unused: WorkerState = { activity: 'idle', label: '', since: 0, retry: undefined, done: 0, errors: 0 };

/** Every place that is open, and those above the limit that still end their fetch. */
export function workersOf({ state, observed, now }: Snapshot): readonly WorkerView[] {
	const lastBusy = state.workers.findLastIndex((worker) => worker.activity !== 'idle') + 1;
	const count = Math.max(state.control.workers, lastBusy);
	return Array.from({ length: count }, (_, index) => {
		const worker = state.workers[index] ?? unused;
		return { ...worker, number: index + 1, retryInMs: waitOf(worker, observed.retryDue[index], { state, now }) };
	});
}

function waitOf(
	{ activity }: WorkerState,
	retryDue: number | undefined,
	{ state, now }: Pick<Snapshot, 'state' | 'now'>,
): number | undefined {
	if (activity === 'idle') return undefined;
	if (state.apiWait !== undefined) return Math.max(0, state.apiWait.dueAt - now);
	const dueIn = (retryDue ?? 0) - now;
	return activity === 'retrying' && dueIn > 0 ? dueIn : undefined;
}

/** Digits of the largest number of homes that a worker has done; four at least, so that nothing moves too soon. */
export function doneColumnsOf(workers: readonly WorkerView[]): number {
	return Math.max(4, ...workers.map(({ done }) => String(done).length));
}

/** Nothing moves: paused by a person, or waiting for the database or the API. Time stands still then. */
export function atRest({ pace, stopping, result }: ImportState): boolean {
	return pace.restingSince !== undefined && stopping === undefined && result === undefined;
}

export interface Speeds {
	readonly now: number;
	readonly overall: number;
	readonly requests: number;
}

/** Homes and requests a second. Now is taken from the fetches, which end evenly, and not from the commits, which come in heaps. */
export function speedsOf({ state, observed, now }: Snapshot): Speeds {
	return {
		now: currentSpeed(observed.fetched, now),
		overall: overallSpeed(state, now),
		// A ceiling that was lowered holds at once; what went before it is weighted in for some seconds.
		requests: Math.min(currentSpeed(observed.requested, now), state.control.rate || Number.POSITIVE_INFINITY),
	};
}

/** Time left in ms; undefined while there is too little to go by, and while nothing moves or the run ends. */
export function etaOf({ state, now }: Snapshot): number | undefined {
	if (atRest(state) || state.stopping !== undefined || state.result !== undefined) return undefined;
	const known = total(state.counts);
	return known === 0 ? undefined : timeLeft(state.pace, known - doneWith(state), now, leftToFetch(state));
}

/** "12 homes are tried again", while they are; otherwise nothing. */
export function triedAgain({ observed: { triedAgain: count } }: Snapshot): string {
	return count === 0 ? '' : `${countOf(count, 'home')} ${count === 1 ? 'is' : 'are'} tried again`;
}

/** The fetch time that `share` of the newest fetches stay below, ms; undefined before the first. */
export function latency(state: ImportState, share: number): number | undefined {
	const sorted = state.latencies.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Homes a second in each of the last full stretches of `seconds`, oldest first; at most `most` of them. */
export function speedHistory(pace: Pace, activeSeconds: number, seconds: number, most: number): readonly number[] {
	const full = Math.floor(activeSeconds / seconds);
	const from = Math.max(0, full - most);
	const sums = Array.from({ length: full - from }, () => 0);
	for (const bucket of pace.buckets) {
		const index = Math.floor(bucket.second / seconds) - from;
		if (index >= 0 && index < sums.length) sums[index] = (sums[index] ?? 0) + bucket.count;
	}
	return sums.map((sum) => sum / seconds);
}

/** "København · villa"; of several municipalities, how far the search has come. */
export function titleOf({ started, expectedOf }: ImportState, separator: string): string {
	if (started === undefined) return 'bolig-import';
	const { municipalities, addressTypes } = started;
	const types = addressTypes.join(', ');
	if (municipalities.length <= 2) return `${municipalities.join(', ')} ${separator} ${types}`;
	const counted = municipalities.filter((name) =>
		Object.keys(expectedOf).some((partition) => partition.startsWith(`${name} · `)),
	);
	return `${counted.length} of ${municipalities.length} municipalities ${separator} ${types}`;
}
