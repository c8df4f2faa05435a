import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { ImportState } from '../../import/progress.ts';
import { formatCount, formatPercent } from '../../shared/format.ts';
import { useDisplay } from '../hooks/use-display.ts';
import { ended, total } from '../selectors.ts';

export interface ProgressLineProps {
	readonly state: ImportState;
	readonly width: number;
}

const narrowestBar = 8;

/** The bar, and the same in numbers. */
export function ProgressLine({ state, width }: ProgressLineProps): ReactNode {
	const { glyphs, tone } = useDisplay();
	const [done, all] = [ended(state.counts), total(state.counts)];
	const share = all === 0 ? 0 : Math.min(1, done / all);
	const text = progressText(state, done, all);
	const barWidth = width - text.length - 3;
	const { full, half } = barCells(share, Math.max(0, barWidth));
	return (
		<Box
			aria-role="progressbar"
			aria-label={text.replace(/ +/g, ' ').trim()}
			flexShrink={0}
			justifyContent="space-between"
		>
			{barWidth < narrowestBar ? null : (
				<Text>
					<Text {...tone(state.control.paused ? 'waiting' : 'moving')}>
						{glyphs.barFull.repeat(full)}
						{glyphs.barHalf.repeat(half)}
					</Text>
					<Text {...tone('rest')}>{glyphs.barEmpty.repeat(barWidth - full - half)}</Text>
				</Text>
			)}
			<Text wrap="truncate">{text}</Text>
		</Box>
	);
}

/** `6,214 of 14,368   43.2 %`; the first number keeps its width, so that the bar keeps its end. */
export function progressText(state: ImportState, done: number, all: number): string {
	if (all === 0) return state.discoveryFinished ? 'no homes to import' : 'counting the homes';
	const known = formatCount(all);
	const atLeast = state.discoveryFinished ? '' : 'at least ';
	const percent = formatPercent(Math.min(1, done / all));
	return `${formatCount(done).padStart(known.length)} of ${atLeast}${known}   ${percent.padStart(6)}`;
}

/** Whole cells and at most one half; the last half cell is filled only when all is done. */
export function barCells(share: number, width: number): { readonly full: number; readonly half: number } {
	const halves = Math.floor(share * width * 2);
	return { full: Math.floor(halves / 2), half: halves % 2 };
}
