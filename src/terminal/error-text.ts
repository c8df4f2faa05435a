import type { ErrorGroup, ShownError } from '../import/errors.ts';
import { formatCount } from '../shared/format.ts';
import { cell } from './cell.ts';
import type { Display } from './display.ts';
import { formatClockSeconds } from './figures.ts';
import { firstFitting } from './fit.ts';
import { wrapWords } from './wrap.ts';

/** Before everything about an error: when it happened. */
const clockColumns = 10;
const countColumns = 6;

/** One kind of error in a line: how often, the latest of them, and when. */
export function groupText(group: ErrorGroup, selected: boolean, width: number, display: Display): string {
	const { glyphs, show } = display;
	const mark = `${selected ? glyphs.selected : ' '} ${formatCount(group.count).padStart(countColumns)}  `;
	const when = formatClockSeconds(group.latest.at);
	const kindColumns = Math.min(20, Math.max(12, Math.floor(width / 4)));
	const last = firstFitting([`  last ${when}`, `  ${when}`], width - mark.length - kindColumns - 8);
	const tone = selected ? 'strong' : 'plain';
	const kind = cell(show(group.kind), kindColumns, display, tone);
	const room = width - mark.length - kindColumns - last.length;
	return display.paint(tone, mark) + kind + cell(show(group.latest.problem.message), room, display, 'rest') + last;
}

/** One error in a line; `width` has room for a clock. */
export function errorText(error: ShownError, width: number, display: Display): string {
	const { show } = display;
	const room = width - clockColumns - 2;
	const labelRoom = Math.floor(room * 0.4);
	const message = show(error.problem.message);
	// Cut off, a sentence may end before it has said anything: then the kind comes first.
	const shown = message.length <= room - labelRoom ? message : `${show(error.problem.kind)}: ${message}`;
	const clock = cell(formatClockSeconds(error.at), clockColumns, display, 'rest');
	return `${clock}${cell(shown, room - labelRoom, display)}  ${cell(show(error.label), labelRoom, display)}`;
}

/** One error with all that is known of it, in as many lines as that takes. */
export function errorInFull(error: ShownError, width: number, display: Display): readonly string[] {
	const { show } = display;
	const room = width - clockColumns;
	const indent = ' '.repeat(clockColumns);
	const clock = cell(formatClockSeconds(error.at), clockColumns, display, 'rest');
	return [
		clock + cell(show(error.label), room, display, 'strong'),
		indent + cell(aboutText(error, room, display), room, display, 'rest'),
		...wrapWords(show(error.problem.message), room).map((line) => `${indent}${line}`),
	];
}

function aboutText({ id, attempts, problem }: ShownError, width: number, { show }: Display): string {
	const shown = show(id ?? 'no id');
	const tries = attempts > 1 ? `   ${attempts} tries` : '';
	return firstFitting([`${shown}   ${stages[problem.stage]}${tries}`, `${shown}${tries}`], width) || shown;
}

const stages: Readonly<Record<ShownError['problem']['stage'], string>> = {
	fetch: 'while fetching',
	validate: 'while reading the answer',
	store: 'while storing',
};
