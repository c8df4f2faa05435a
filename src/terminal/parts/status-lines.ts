import { formatCount, formatMs } from '../../shared/format.ts';
import { cell } from '../cell.ts';
import { columnsOf, cutAtWord } from '../columns.ts';
import type { Display } from '../display.ts';
import { countOf } from '../figures.ts';
import { joinFitting } from '../fit.ts';
import { type Limit, limitOf } from '../limit.ts';
import type { Snapshot } from '../store.ts';
import { labelled, labelWidth } from './labelled.ts';

export function limitLine(snapshot: Snapshot, width: number, display: Display): string {
	const { tone, ...words } = limitOf(snapshot);
	const room = width - labelWidth;
	const text = limitText(words, room, display);
	return labelled('Limit', cell(text, room, display, tone), display);
}

/** In full, or in fewer words; else without the last of the parts that commas divide, where most of the room stays filled. */
function limitText({ text, shorter = text }: Omit<Limit, 'tone'>, width: number, { show, glyphs }: Display): string {
	const wordings = [text, shorter].map(show);
	const fitting = wordings.find((wording) => columnsOf(wording) <= width);
	if (fitting !== undefined) return fitting;
	const [, shortest = ''] = wordings;
	let short = shortest;
	while (short.length > width && short.includes(', ')) short = short.slice(0, short.lastIndexOf(', '));
	if (short.length <= width && short.length >= width / 2) return short;
	return cutAtWord(shortest, width, glyphs.cut);
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
