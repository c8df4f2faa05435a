import { formatCount, formatMs } from '../shared/format.ts';
import { countOf, formatSpeed } from './figures.ts';
import { phaseOf } from './phase.ts';
import { backingOff, inFlight, latency, speedsOf } from './selectors.ts';
import type { Snapshot } from './store.ts';
import type { Tone } from './theme.ts';

export interface Limit {
	readonly text: string;
	readonly tone: Tone;
}

/** Fetched homes that wait when the engine makes its workers wait for the database. */
const databaseBehind = 400;
/** The share of the ceiling from which the ceiling is what holds the speed back; the limiter stays 7 % below it. */
const nearCeiling = 0.88;
/** Silence worth telling: longer than any good answer takes. */
const longSilenceMs = 5000;

/** What holds the speed back at this moment, as a sentence. */
export function limitOf(snapshot: Snapshot): Limit {
	const { state, observed } = snapshot;
	const flying = inFlight(state);
	const waiting = observed.uncommitted;
	switch (phaseOf(snapshot)) {
		case 'starting':
			return { text: 'the run begins', tone: 'rest' };
		case 'done':
			return { text: 'the run is over', tone: 'plain' };
		case 'stopping':
			return { text: `${stopCause(snapshot)}: ${underWay(flying, waiting)}`, tone: 'waiting' };
		case 'waiting for database':
			return { text: `the database is away: ${state.databaseWait}`, tone: 'failed' };
		case 'pausing':
			return { text: `paused by you: ${underWay(flying, waiting)}`, tone: 'waiting' };
		case 'paused':
			return { text: 'paused by you: nothing in flight, everything fetched is committed', tone: 'waiting' };
		case 'backing off':
			return { text: backOffText(snapshot, flying), tone: 'waiting' };
		case 'discovering':
			return searchLimit(snapshot);
		case 'finishing':
			return { text: `the last homes: ${underWay(flying, waiting)}`, tone: 'plain' };
		case 'running':
			return runningLimit(snapshot, flying);
	}
}

function backOffText({ state, now }: Snapshot, flying: number): string {
	const { apiWait } = state;
	if (apiWait === undefined) {
		return `the API: ${flying === 1 ? 'the worker waits' : `all ${flying} workers wait`} to try again`;
	}
	const seconds = Math.max(0, Math.ceil((apiWait.dueAt - now) / 1000));
	return `the API, next try in ${seconds} s: ${apiWait.reason}`;
}

function stopCause({ state }: Snapshot): string {
	switch (state.stopping?.kind) {
		case 'blocked':
			return 'the API refuses this program';
		case 'api-unavailable':
			return 'the API does not answer';
		case 'database':
			return 'the database cannot be used';
		case 'bug':
			return 'something went wrong that should not';
		default:
			return 'stopped by you';
	}
}

function underWay(flying: number, waiting: number): string {
	const homes = waiting === 0 ? '' : `, ${countOf(waiting, 'home')} to commit`;
	return `${flying === 0 ? 'nothing' : formatCount(flying)} in flight${homes}`;
}

function searchLimit({ state, observed, now }: Snapshot): Limit {
	const retry = observed.searchRetry;
	if (retry !== undefined && retry.dueAt > now) {
		const seconds = Math.ceil((retry.dueAt - now) / 1000);
		return { text: `the search tries again in ${seconds} s: ${retry.reason}`, tone: 'waiting' };
	}
	return { text: `the search: ${countOf(state.counts.discovered, 'home')} listed so far`, tone: 'plain' };
}

function runningLimit(snapshot: Snapshot, flying: number): Limit {
	const { state, observed } = snapshot;
	if (observed.uncommitted >= Math.max(databaseBehind, 2 * state.control.batchSize)) {
		return { text: `the database: ${formatCount(observed.uncommitted)} homes wait`, tone: 'waiting' };
	}
	const silence = silentFor(snapshot);
	if (silence >= longSilenceMs) {
		return {
			text: `the API: no answer for ${Math.floor(silence / 1000)} s, all ${flying} workers wait`,
			tone: 'waiting',
		};
	}
	const rate = state.started?.rate ?? 0;
	if (rate > 0 && speedsOf(snapshot).requests >= rate * nearCeiling) {
		return { text: `limited by the rate, ${formatSpeed(rate).replace('.0', '')} requests/s`, tone: 'plain' };
	}
	return { text: `${busyText(snapshot, flying)}${answerTime(snapshot)}`, tone: 'plain' };
}

/** How long all workers have been waiting for an answer, ms; 0 while one of them is idle. */
function silentFor({ state, now }: Snapshot): number {
	const busy = state.workers.filter(({ activity }) => activity !== 'idle');
	if (busy.length < state.control.workers) return 0;
	return Math.min(...busy.map(({ since }) => now - since));
}

function busyText(snapshot: Snapshot, flying: number): string {
	const { workers } = snapshot.state.control;
	const waiting = backingOff(snapshot);
	const retrying = waiting === 0 ? '' : `, ${waiting} retrying`;
	return `${flying} of ${Math.max(workers, flying)} workers busy${retrying}`;
}

function answerTime({ state }: Snapshot): string {
	const half = latency(state, 0.5);
	return half === undefined ? '' : `, the API answers in ${formatMs(half)}`;
}
