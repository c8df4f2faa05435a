import { doneWith, type ImportState } from '../../import/progress.ts';
import { formatCount, formatPercent } from '../../shared/format.ts';
import type { Display } from '../display.ts';
import { firstFitting } from '../fit.ts';
import { total } from '../selectors.ts';

const narrowestBar = 8;
const gap = 3;

/** The bar, and the same in numbers. */
export function progressLine(state: ImportState, width: number, display: Display): string {
	const text = firstFitting(progressWordings(state), width);
	const barWidth = width - text.length - gap;
	const bar = barWidth < narrowestBar ? '' : `${barText(state, barWidth, display)}${' '.repeat(gap)}`;
	return bar + text;
}

function barText(state: ImportState, width: number, { glyphs, paint }: Display): string {
	const { full, half } = barCells(shareOf(state), width);
	const done = glyphs.barFull.repeat(full) + glyphs.barHalf.repeat(half);
	const open = glyphs.barEmpty.repeat(width - full - half);
	return paint(state.control.paused ? 'waiting' : 'moving', done) + paint('rest', open);
}

function shareOf(state: ImportState): number {
	const all = total(state.counts);
	return all === 0 ? 0 : Math.min(1, doneWith(state) / all);
}

/** `6,214 of 14,368   43.2 %`, and shorter; the first number keeps its width, so that the bar keeps its end. */
export function progressWordings(state: ImportState): readonly string[] {
	const [done, all] = [doneWith(state), total(state.counts)];
	if (all === 0) return [state.discoveryFinished ? 'no homes to import' : 'counting the homes'];
	const known = formatCount(all);
	const atLeast = state.discoveryFinished ? '' : 'at least ';
	const counted = `${formatCount(done).padStart(known.length)} of ${atLeast}${known}`;
	return [`${counted}   ${formatPercent(shareOf(state)).padStart(6)}`, counted];
}

/** Whole cells and at most one half; the last half cell is filled only when all is done. */
export function barCells(share: number, width: number): { readonly full: number; readonly half: number } {
	const halves = Math.floor(share * width * 2);
	return { full: Math.floor(halves / 2), half: halves % 2 };
}
