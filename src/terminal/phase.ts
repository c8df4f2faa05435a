import { doneWith, type ImportState } from '../import/progress.ts';
import { backingOff, inFlight } from './selectors.ts';
import type { Snapshot } from './store.ts';
import type { Tone } from './theme.ts';

/** What the whole import is doing, in the word that the header shows. */
export type Phase =
	| 'starting'
	| 'discovering'
	| 'running'
	| 'backing off'
	| 'pausing'
	| 'paused'
	| 'waiting for database'
	| 'finishing'
	| 'stopping'
	| 'done';

export function phaseOf(snapshot: Snapshot): Phase {
	const { state, observed } = snapshot;
	if (state.started === undefined) return 'starting';
	if (state.result !== undefined) return 'done';
	if (state.stopping !== undefined) return 'stopping';
	if (state.databaseWait !== undefined) return 'waiting for database';
	if (state.apiWait !== undefined && !state.control.paused) return 'backing off';
	const flying = inFlight(state);
	if (state.control.paused) return flying + observed.uncommitted > 0 ? 'pausing' : 'paused';
	if (nothingLeftToHandOut(state, flying + observed.uncommitted)) return 'finishing';
	if (flying > 0) return backingOff(snapshot) === flying ? 'backing off' : 'running';
	return state.discoveryFinished ? 'running' : 'discovering';
}

function nothingLeftToHandOut(state: ImportState, underWay: number): boolean {
	return state.discoveryFinished && state.counts.discovered - doneWith(state) <= underWay;
}

export const phaseTones: Readonly<Record<Phase, Tone>> = {
	starting: 'rest',
	discovering: 'moving',
	running: 'moving',
	'backing off': 'waiting',
	pausing: 'waiting',
	paused: 'waiting',
	'waiting for database': 'waiting',
	finishing: 'moving',
	stopping: 'waiting',
	done: 'moving',
};
