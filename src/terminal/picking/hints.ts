import type { Display } from '../display.ts';
import { fitHints, type Hint } from '../hints.ts';
import { pickingGlyphs } from './glyphs.ts';
import { paceItems } from './pace-items.ts';
import { type PickingState, previousStep } from './state.ts';

export interface HintOptions {
	/** In columns. */
	readonly width: number;
	/** Something could not be counted. */
	readonly failed?: boolean;
	/** There is more than fits. */
	readonly scrolls?: boolean;
}

/** The keys that work now. */
export function pickingHints(state: PickingState, display: Display, options: HintOptions): readonly Hint[] {
	const { failed = false, scrolls = false, width } = options;
	const { arrows, enter } = display.glyphs;
	const choose: Hint = { keys: 'space', does: 'choose', always: true };
	const next: Hint = { keys: enter, does: 'next', always: true };
	const leads = leadingOut(state);
	const again: readonly Hint[] = failed ? [{ keys: 'Ctrl-R', does: 'count again', always: true }] : [];
	switch (state.step) {
		case 'municipalities':
			return municipalityHints(state, [choose, ...again], next, width);
		case 'types':
			return [choose, ...again, { keys: pickingGlyphs(display).everyArrow, does: 'move' }, next, ...leads];
		case 'pace':
			return [...paceHints(state, display, choose), next, ...leads];
		case 'confirm':
			return [
				{ keys: enter, does: 'start', always: true },
				...(failed ? [{ keys: 'r', does: 'count again', always: true } as const] : []),
				leads[0] ?? next,
				{ keys: 'd', does: 'dry run', always: true },
				{ keys: 'q', does: 'leave', always: true },
				...(scrolls ? [{ keys: arrows, does: 'scroll' }] : []),
			];
	}
}

function leadingOut(state: PickingState): readonly Hint[] {
	if (previousStep(state) === undefined) return [{ keys: 'esc', does: 'leave', always: true }];
	return [
		{ keys: 'esc', does: 'back', always: true },
		{ keys: 'q', does: 'leave' },
	];
}

/** Presets are chosen, numbers are changed. */
function paceHints({ given, pace }: PickingState, display: Display, choose: Hint): readonly Hint[] {
	const { arrows } = display.glyphs;
	if (paceItems(given)[pace.cursor]?.kind === 'preset') return [choose, { keys: arrows, does: 'move' }];
	return [
		{ keys: pickingGlyphs(display).sideways, does: 'change', always: true },
		{ keys: 'digits', does: 'type it' },
		{ keys: arrows, does: 'move' },
	];
}

/** Filtering, esc clears first; what tab does is told as fully as there is room. */
function municipalityHints(
	{ municipalities }: PickingState,
	first: readonly Hint[],
	next: Hint,
	width: number,
): readonly Hint[] {
	const last: Hint = { keys: 'esc', does: municipalities.filter === '' ? 'leave' : 'clear' };
	const withTab = (does: string): readonly Hint[] => [
		...first,
		{ keys: 'tab', does },
		{ keys: 'type', does: 'to filter' },
		next,
		last,
	];
	const long = withTab('36 within 60 km, all 98, none');
	const fits = fitHints(long, width).some(({ does }) => does === 'to filter');
	return fits ? long : withTab('36, 98, none');
}
