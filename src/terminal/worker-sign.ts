import type { Display } from './display.ts';
import { formatSeconds } from './figures.ts';
import type { WorkerView } from './selectors.ts';
import type { Tone } from './theme.ts';

/** Number and sign before a worker's address: ` 1 ⠹ `, in columns. */
export const signColumns = 5;

/** What the worker does, as a sign one column wide. */
export function signOf(
	worker: WorkerView,
	now: number,
	paused: boolean,
	{ glyphs }: Display,
): { readonly sign: string; readonly tone: Tone } {
	if (worker.activity === 'idle') return { sign: paused ? glyphs.paused : glyphs.idle, tone: 'rest' };
	if (worker.retryInMs !== undefined) return { sign: glyphs.retrying, tone: 'waiting' };
	return { sign: spinnerFrame(glyphs.spinner, now, worker.number), tone: 'moving' };
}

/** Taken from the time of the snapshot: the same moment is the same picture. */
function spinnerFrame(frames: readonly string[], now: number, offset: number): string {
	return frames[(Math.floor(now / 100) + offset * 3) % frames.length] ?? '';
}

/** How long it has been fetching, or waits: `0.4s`, `in 12s`. */
export function timeOf(worker: WorkerView, now: number): string {
	if (worker.activity === 'idle') return '';
	if (worker.retryInMs !== undefined) return `in ${Math.ceil(worker.retryInMs / 1000)}s`;
	return formatSeconds(now - worker.since);
}
