import type { Measures } from './measures.ts';

/** A moment of an importer's life: so long after an event has come so often; without an event, after its start. */
export interface Moment {
	readonly event?: 'run.started' | 'batch.flushing' | 'batch.committed';
	readonly times: number;
	readonly delayMs: number;
}

/**
 * Where a kill strikes, drawn so that all of a run is met: a moment drawn from the whole run alone would nearly always meet fetching.
 * Start-up is migrations and opening; commits come last since they are what must not break.
 */
export function drawMoment(random: () => number, measures: Measures): Moment {
	const { startUpMs, discoveryMs, batchMs, commitMs } = measures;
	const [stage, delay, times] = [random(), random(), random()];
	if (stage < 0.2) return { times: 1, delayMs: delay * startUpMs };
	if (stage < 0.35) return { event: 'run.started', times: 1, delayMs: delay * discoveryMs };
	if (stage < 0.6) return { event: 'batch.committed', times: 1 + Math.floor(times * 2), delayMs: delay * batchMs };
	return { event: 'batch.flushing', times: 1 + Math.floor(times * 3), delayMs: delay * commitMs };
}
