import { formatCount, formatMs } from '../../shared/format.ts';
import { cell } from '../cell.ts';
import type { Display } from '../display.ts';
import { countOf } from '../figures.ts';
import { joinFitting } from '../fit.ts';
import { limitOf } from '../limit.ts';
import type { Snapshot } from '../store.ts';
import { labelled, labelWidth } from './labelled.ts';

export function limitLine(snapshot: Snapshot, width: number, display: Display): string {
	const { text, tone } = limitOf(snapshot);
	const room = width - labelWidth;
	return labelled('Limit', cell(shortened(display.show(text), room), room, display, tone), display);
}

/** Without the last of the parts that commas divide, where that makes it fit and leaves most of the room filled. */
function shortened(text: string, width: number): string {
	let short = text;
	while (short.length > width && short.includes(', ')) short = short.slice(0, short.lastIndexOf(', '));
	return short.length <= width && short.length >= width / 2 ? short : text;
}

export function batchesLine(snapshot: Snapshot, width: number, display: Display): string {
	return labelled('Batches', batchesText(snapshot, width - labelWidth), display);
}

function batchesText({ state, observed }: Snapshot, width: number): string {
	const { batches, control } = state;
	const waiting = countOf(observed.uncommitted, 'home');
	const last = batches.committed === 0 ? [] : [`last in ${formatMs(batches.lastMs)}`];
	return joinFitting(
		[
			`${formatCount(batches.committed).padStart(5)} committed`,
			`${waiting.padStart(9)} waiting`,
			`${formatCount(control.batchSize)} a batch`,
			...last,
		],
		width,
	);
}
