import { activeMs } from '../../import/pace.ts';
import type { ImportState } from '../../import/progress.ts';
import { formatDuration } from '../../shared/format.ts';
import { type Block, fitBlocks } from '../blocks.ts';
import type { Display } from '../display.ts';
import { formatRate, formatSpeed, formatTimeLeft } from '../figures.ts';
import { fitHints } from '../fit-hints.ts';
import { hintsOf } from '../hints.ts';
import { frameRows } from '../layout.ts';
import { limitOf } from '../limit.ts';
import type { ScreenInput } from '../parts/frame.ts';
import { progressWordings } from '../parts/progress-line.ts';
import { phaseOf } from '../phase.ts';
import { atRest, etaOf, speedsOf, titleOf, triedAgain } from '../selectors.ts';
import type { Snapshot } from '../store.ts';
import { wrapWords } from '../wrap.ts';

interface Sentence {
	readonly text: string;
	readonly rank: number;
}

/** The dashboard for a screen reader: sentences, the important first, and nothing that moves for its own sake. */
export function spokenLines(input: ScreenInput, display: Display): readonly string[] {
	const { snapshot, size } = input;
	const blocks = [...sentencesOf(snapshot, display), keysOf(input, display)]
		.filter(({ text }) => text !== '')
		.map(({ text, rank }): Block => ({ rank, lines: wrapWords(text, size.columns) }));
	return fitBlocks(blocks, frameRows(size));
}

function sentencesOf(snapshot: Snapshot, { show, glyphs }: Display): readonly Sentence[] {
	const { state, now } = snapshot;
	const { counts } = state;
	const time = state.started === undefined ? '' : `, ${formatDuration(activeMs(state.pace, now))}`;
	const progress = (progressWordings(state)[0] ?? '').trim().replace(/ +/g, ' ');
	const ends = `${counts.imported} imported, ${counts.updated} updated, ${counts.skipped} skipped, ${counts.failed} failed`;
	return [
		{ rank: 1, text: `${show(titleOf(state, glyphs.separator))}: ${phaseOf(snapshot)}${time}` },
		{ rank: 2, text: `progressbar: ${progress}` },
		{ rank: 6, text: ends },
		...movement(snapshot),
		{ rank: 5, text: show(limitOf(snapshot).text) },
		{ rank: 7, text: `Errors: ${errorsText(state, show) || 'none'}` },
		{ rank: 7, text: triedAgain(snapshot) },
	];
}

/** How fast, and how long still; while nothing moves, that it does not. */
function movement(snapshot: Snapshot): readonly Sentence[] {
	const { state } = snapshot;
	if (atRest(state))
		return [{ rank: 4, text: state.control.paused ? 'Paused: time stands still' : 'Time stands still' }];
	const left = etaOf(snapshot);
	return [
		{ rank: 4, text: left === undefined ? '' : `${formatTimeLeft(left)} left` },
		{ rank: 8, text: `${formatSpeed(speedsOf(snapshot).now)} homes a second${ceiling(state)}` },
	];
}

function ceiling({ control: { rate } }: ImportState): string {
	return rate === 0 ? '' : `, at most ${formatRate(rate)} requests a second`;
}

function errorsText({ errorGroups }: ImportState, show: Display['show']): string {
	return errorGroups.map(({ count, kind }) => `${count} ${show(kind)}`).join(', ');
}

/** In two lines at most. */
function keysOf({ snapshot, size, view }: ScreenInput, display: Display): Sentence {
	if (view.asking) return { rank: 1, text: 'Stop after what is in flight? q or Ctrl-C: yes, any other key: no' };
	const hints = fitHints(hintsOf(view, snapshot.state, display, false), 2 * size.columns - 'Keys: '.length);
	return { rank: 3, text: `Keys: ${hints.map(({ keys, does }) => `${keys} ${does}`).join(', ')}` };
}
