import { activeMs } from '../../import/pace.ts';
import { formatElapsed } from '../../shared/format.ts';
import { cell } from '../cell.ts';
import type { Display } from '../display.ts';
import { type Phase, phaseOf, phaseTones } from '../phase.ts';
import type { Snapshot } from '../store.ts';

const gap = 3;
/** From here on the name of the run has room. */
const widthWithRun = 98;
/** In less the title says nothing, and the clock gives it its place. */
const shortestTitle = 14;

/**
 * What, in which state, for how long; where there is room also which run.
 * @param title already safe to show.
 */
export function headerLine(title: string, snapshot: Snapshot, width: number, display: Display): string {
	const { glyphs, paint, show } = display;
	const phase = phaseOf(snapshot);
	const run = width >= widthWithRun ? show(snapshot.state.runId) : '';
	const state = `${glyphs.phase[phase]} ${phase}`;
	const elapsed = fittingElapsed(snapshot, phase, width);
	const left = cell(title, width - run.length - gap - state.length - elapsed.length, display, 'strong');
	const right = `${paint('rest', run)}${' '.repeat(gap)}${paint(phaseTones[phase], state)}${elapsed}`;
	return left + right;
}

function fittingElapsed({ state, now }: Snapshot, phase: Phase, width: number): string {
	if (state.started === undefined) return '';
	const until = state.result === undefined ? now : state.pace.startedAt + state.result.durationMs;
	const elapsed = `${' '.repeat(gap)}${formatElapsed(activeMs(state.pace, until))}`;
	return width - gap - phase.length - 2 - elapsed.length < shortestTitle ? '' : elapsed;
}
