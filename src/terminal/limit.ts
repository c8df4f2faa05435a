import { bindingOf, silentFor } from '../import/binding.ts';
import { formatCount, formatMs } from '../shared/format.ts';
import { countOf, formatRate } from './figures.ts';
import { phaseOf } from './phase.ts';
import { backingOff, inFlight, latency, speedsOf } from './selectors.ts';
import type { Snapshot } from './store.ts';
import type { Tone } from './theme.ts';

export interface Limit {
	readonly text: string;
	/** The same in fewer words. */
	readonly shorter?: string;
	readonly tone: Tone;
}

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
			return { text: `the database is away: ${state.databaseWait}`, shorter: state.databaseWait ?? '', tone: 'failed' };
		case 'pausing':
			if (state.drift?.decision === 'awaited') return { text: driftText(state.drift.changes), tone: 'failed' };
			return { text: `paused by you: ${underWay(flying, waiting)}`, tone: 'waiting' };
		case 'paused':
			if (state.drift?.decision === 'awaited') return { text: driftText(state.drift.changes), tone: 'failed' };
			return { text: 'paused by you: nothing in flight, everything fetched is committed', tone: 'waiting' };
		case 'backing off':
			return backOffLimit(snapshot, flying);
		case 'discovering':
			return searchLimit(snapshot);
		case 'finishing':
			return { text: `the last homes: ${underWay(flying, waiting)}`, tone: 'plain' };
		case 'running':
			return runningLimit(snapshot);
	}
}

/** In one short line; the log has the sentences. */
function driftText([first, ...others]: readonly { readonly field: string }[]): string {
	const more = others.length === 0 ? '' : ` and ${others.length} more`;
	return `the API changed ${first?.field ?? ''}${more}: p goes on with that and q stops`;
}

function backOffLimit({ state, now }: Snapshot, flying: number): Limit {
	const { apiWait } = state;
	if (apiWait === undefined) {
		const who = flying === 1 ? 'the worker waits' : `all ${flying} workers wait`;
		return { text: `the API: ${who} to try again`, tone: 'waiting' };
	}
	const seconds = Math.max(0, Math.ceil((apiWait.dueAt - now) / 1000));
	const next = `next try in ${seconds} s: ${apiWait.reason}`;
	return { text: `the API, ${next}`, shorter: next, tone: 'waiting' };
}

function stopCause({ state }: Snapshot): string {
	switch (state.stopping?.kind) {
		case 'blocked':
			return 'the API refuses this program';
		case 'api-unavailable':
			return 'the API does not answer';
		case 'database':
			return 'the database cannot be used';
		case 'drift':
			return "the API's records have changed";
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
		const again = `again in ${seconds} s: ${retry.reason}`;
		return { text: `the search tries ${again}`, shorter: again, tone: 'waiting' };
	}
	return { text: `the search: ${countOf(state.counts.discovered, 'home')} listed so far`, tone: 'plain' };
}

function runningLimit(snapshot: Snapshot): Limit {
	const { state, observed, now } = snapshot;
	const { uncommitted, retryDue } = observed;
	const { requests: requestsPerSecond } = speedsOf(snapshot);
	switch (bindingOf({ state, uncommitted, retryDue, requestsPerSecond, now })) {
		case 'database':
			return { text: `the database: ${formatCount(uncommitted)} homes wait`, tone: 'waiting' };
		case 'api':
			return {
				text: `the API: no answer for ${Math.floor(silentFor(snapshot) / 1000)} s, all ${inFlight(state)} workers wait`,
				tone: 'waiting',
			};
		case 'rate':
			return {
				text: `limited by the rate, ${formatRate(state.control.rate)} requests/s`,
				tone: 'plain',
			};
		default:
			return adaptedLimit(snapshot) ?? { text: `${busyText(snapshot)}${answerTime(snapshot)}`, tone: 'plain' };
	}
}

/** Why there are as many workers as there are, where the program itself decides that. */
function adaptedLimit(snapshot: Snapshot): Limit | undefined {
	const { adapted, control } = snapshot.state;
	if (!control.adaptive || adapted === undefined) return undefined;
	return { text: `${busyText(snapshot)}: ${adapted.reason}`, shorter: adapted.reason, tone: 'plain' };
}

function busyText(snapshot: Snapshot): string {
	const flying = inFlight(snapshot.state);
	const { workers } = snapshot.state.control;
	const waiting = backingOff(snapshot);
	const retrying = waiting === 0 ? '' : `, ${waiting} retrying`;
	return `${flying} of ${Math.max(workers, flying)} workers busy${retrying}`;
}

function answerTime({ state }: Snapshot): string {
	const half = latency(state, 0.5);
	return half === undefined ? '' : `, the API answers in ${formatMs(half)}`;
}
