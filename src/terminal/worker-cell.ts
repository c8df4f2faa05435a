import { cell } from './cell.ts';
import type { Display } from './display.ts';
import type { WorkerView } from './selectors.ts';
import { signColumns, signOf, timeOf } from './worker-sign.ts';

export interface CellOptions {
	/** Epoch ms. */
	readonly now: number;
	readonly paused: boolean;
	/** In columns. */
	readonly width: number;
	/** Digits of the number of homes done. */
	readonly doneColumns: number;
}

/** `99.9s`; the rare `in 12s` takes a column from its address. */
const timeColumns = 5;

/** The heading over the numbers of a cell. */
export function cellHeading(doneColumns: number): string {
	return ` ${'time'.padStart(timeColumns)} ${'done'.padStart(doneColumns)}`;
}

/** One worker on the dashboard: number, state as a sign, address in hand, time on it, homes done. */
export function cellText(worker: WorkerView, options: CellOptions, display: Display): string {
	const { now, paused, width, doneColumns } = options;
	const { sign, tone } = signOf(worker, now, paused, display);
	const numbers = ` ${timeOf(worker, now).padStart(timeColumns)} ${String(worker.done).padStart(doneColumns)}`;
	const room = width - signColumns - numbers.length;
	const idle = worker.activity === 'idle';
	const label = idle ? display.glyphs.nothing : display.show(worker.label);
	const shown = cell(label, room, display, idle ? 'rest' : 'plain');
	return `${String(worker.number).padStart(2)} ${cell(sign, 2, display, tone)}${shown}${numbers}`;
}
