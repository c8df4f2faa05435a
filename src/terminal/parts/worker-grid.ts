import { spread } from '../columns.ts';
import type { Display } from '../display.ts';
import { cellWidth, columnGap, dealDown } from '../grid.ts';
import { doneColumnsOf, workersOf } from '../selectors.ts';
import type { Snapshot } from '../store.ts';
import { cellHeading, cellText } from '../worker-cell.ts';
import { labelWidth } from './labelled.ts';

export interface WorkerGrid {
	readonly width: number;
	readonly columns: number;
	/** Under the heading. */
	readonly rows: number;
}

const gap = ' '.repeat(columnGap);

/** The workers in columns, read downwards; what does not fit is a key away. */
export function workerLines(
	snapshot: Snapshot,
	{ width, columns, rows }: WorkerGrid,
	display: Display,
): readonly string[] {
	const { state, now } = snapshot;
	const workers = workersOf(snapshot);
	const cell = {
		now,
		paused: state.control.paused,
		width: cellWidth(width, columns),
		doneColumns: doneColumnsOf(workers),
	};
	const hidden = Math.max(0, workers.length - columns * rows);
	const label = display.paint('rest', 'Workers'.padEnd(labelWidth));
	const count = `${label}${state.control.workers}${hidden === 0 ? '' : `, ${hidden} more: w`}`;
	const filled = Math.min(columns, Math.ceil(workers.length / rows));
	const heading = display.paint('rest', cellHeading(cell.doneColumns));
	const headings = Array.from({ length: filled }, (_, column) =>
		spread(column === 0 ? count : '', heading, cell.width),
	);
	const lines = dealDown(workers, columns, rows).map((row) => row.map((worker) => cellText(worker, cell, display)));
	return [headings, ...lines].map((cells) => cells.join(gap));
}
