import { activeMs } from '../../import/pace.ts';
import { formatElapsed } from '../../shared/format.ts';
import { fitBlocks } from '../blocks.ts';
import { cell } from '../cell.ts';
import type { Display } from '../display.ts';
import { firstFitting } from '../fit.ts';
import { essentialHints } from '../hints.ts';
import { frameRows, smallest } from '../layout.ts';
import { footerText } from '../parts/footer.ts';
import { margin, type ScreenInput } from '../parts/frame.ts';
import { progressWordings } from '../parts/progress-line.ts';
import { phaseOf, phaseTones } from '../phase.ts';
import { titleOf } from '../selectors.ts';
import type { Tone } from '../theme.ts';
import { noticeAt } from '../view-state.ts';
import { wrapWords } from '../wrap.ts';

/** Where the dashboard has no room, whatever was to be seen: how far the import is, why there is no more, and the keys that matter. */
export function tooSmallLines({ snapshot, size, view }: ScreenInput, display: Display): readonly string[] {
	const { glyphs, show } = display;
	const { state, now } = snapshot;
	const width = Math.max(1, size.columns - 2);
	const phase = phaseOf(snapshot);
	const running = `${glyphs.phase[phase]} ${phase}`;
	const elapsed = state.started === undefined ? '' : `   ${formatElapsed(activeMs(state.pace, now))}`;
	const line = (text: string, tone?: Tone): string => cell(text, width, display, tone);
	const need = wrapWords(`too small for the dashboard: needs ${smallest.columns}x${smallest.rows}`, width);
	const footer = { hints: essentialHints(state), asking: view.asking, notice: noticeAt(view, now), width };
	const rows = frameRows(size);
	const lines = fitBlocks(
		[
			{ rank: 3, lines: [line(show(titleOf(state, glyphs.separator)), 'strong')] },
			{ rank: 1, lines: [line(firstFitting([running + elapsed, running], width) || phase, phaseTones[phase])] },
			{ rank: 2, lines: [line(firstFitting(progressWordings(state), width).trim())] },
			{ rank: 4, lines: need.map((words) => line(words, 'rest')) },
		],
		rows - 1,
	);
	const below = Array(rows - 1 - lines.length).fill('');
	const all = [...lines, ...below, footerText(footer, display)];
	return size.columns > 2 ? all.map(margin) : all;
}
