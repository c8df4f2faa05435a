import { mostWaiting } from './backlog.ts';
import { doneWith, type ImportState } from './progress.ts';

/** What can hold a run back: answers that take their time while every worker is busy, the ceiling on requests, the search ... */
export const bindings = ['latency', 'rate', 'database', 'discovery', 'api', 'paused'] as const;

export type Binding = (typeof bindings)[number];

/** What the decision is made from, at one moment. */
export interface Moment {
	readonly state: ImportState;
	/** Homes fetched and not committed yet. */
	readonly uncommitted: number;
	/** When each worker tries again, by index; epoch ms. */
	readonly retryDue: readonly (number | undefined)[];
	/** Requests a second just now. */
	readonly requestsPerSecond: number;
	/** Epoch ms. */
	readonly now: number;
}

/** The share of the ceiling from which the ceiling is what holds the speed back. */
const nearCeiling = 0.88;
/** Silence worth telling: longer than any good answer takes. */
const longSilenceMs = 5000;

/** What holds the run back at this moment; every display and the ledger say it by this one decision. */
export function bindingOf(moment: Moment): Binding {
	const { state, requestsPerSecond } = moment;
	const flying = inFlight(state);
	if (state.databaseWait !== undefined) return 'database';
	if (state.control.paused) return 'paused';
	if (state.apiWait !== undefined || (flying > 0 && backingOff(moment) === flying)) return 'api';
	if (hasNothingToFetch(moment, flying)) return 'discovery';
	if (moment.uncommitted >= Math.max(mostWaiting, 2 * state.control.batchSize)) return 'database';
	const { rate } = state.control;
	const silentMs = silentFor(moment);
	// Under a low ceiling workers wait for their turn first, and that is no silence of the API.
	const turnMs = rate > 0 ? 1000 / rate : 0;
	if (silentMs >= longSilenceMs) return silentMs >= longSilenceMs + turnMs ? 'api' : 'rate';
	return rate > 0 && requestsPerSecond >= rate * nearCeiling ? 'rate' : 'latency';
}

/** Workers are free, and what the search has listed so far is all under way. */
function hasNothingToFetch({ state, uncommitted }: Moment, flying: number): boolean {
	if (state.discoveryFinished || flying >= state.control.workers) return false;
	return state.counts.discovered - doneWith(state) <= flying + uncommitted;
}

/** Fetches going on. */
export function inFlight(state: ImportState): number {
	return state.workers.reduce((count, worker) => count + (worker.activity === 'idle' ? 0 : 1), 0);
}

/** Of those, the ones that only wait until they may try again. */
export function backingOff({ state, retryDue, now }: Pick<Moment, 'state' | 'retryDue' | 'now'>): number {
	return state.workers.filter((worker, index) => worker.activity === 'retrying' && (retryDue[index] ?? 0) > now).length;
}

/** How long all workers have been waiting for an answer, ms; 0 while one of them is idle. */
export function silentFor({ state, now }: Pick<Moment, 'state' | 'now'>): number {
	const busy = state.workers.filter(({ activity }) => activity !== 'idle');
	if (busy.length < state.control.workers) return 0;
	return Math.min(...busy.map(({ since }) => now - since));
}
