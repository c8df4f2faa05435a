import { Box } from 'ink';
import type { ReactNode } from 'react';
import { activeMs } from '../../import/pace.ts';
import { formatElapsed } from '../../shared/format.ts';
import { fitBlocks } from '../blocks.ts';
import { cell } from '../cell.ts';
import { footerText } from '../components/footer.tsx';
import type { ScreenProps } from '../components/frame.tsx';
import { Lines } from '../components/lines.tsx';
import { progressWordings } from '../components/progress-line.tsx';
import { firstFitting } from '../fit.ts';
import { essentialHints } from '../hints.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { frameRows, smallest } from '../layout.ts';
import { phaseOf, phaseTones } from '../phase.ts';
import { titleOf } from '../selectors.ts';
import type { Tone } from '../theme.ts';
import { noticeAt } from '../view-state.ts';
import { wrapWords } from '../wrap.ts';

/** Where the dashboard has no room, whatever was to be seen: how far the import is, why there is no more, and the keys that matter. */
export function TooSmallScreen({ snapshot, size, view }: ScreenProps): ReactNode {
	const display = useDisplay();
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
	return (
		<Box paddingX={size.columns > 2 ? 1 : 0} width={size.columns} height={rows} overflowY="hidden">
			<Lines text={[...lines, ...below, footerText(footer, display)].join('\n')} />
		</Box>
	);
}
