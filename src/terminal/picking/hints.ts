import type { Display } from '../display.ts';
import type { Hint } from '../fit-hints.ts';
import { pickingGlyphs } from './glyphs.ts';
import { paceItems } from './pace-items.ts';
import { type PickingState, previousStep } from './state.ts';

export interface HintOptions {
	/** Something could not be counted. */
	readonly failed?: boolean;
	/** There is more than fits. */
	readonly scrolls?: boolean;
}

/** The keys that work now. */
export function pickingHints(state: PickingState, display: Display, options: HintOptions = {}): readonly Hint[] {
	const { failed = false, scrolls = false } = options;
	const { arrows, enter } = display.glyphs;
	const choose: Hint = { keys: 'space', does: 'choose', rank: 2 };
	const next: Hint = { keys: enter, does: 'next', rank: 1 };
	const again = (keys: string): readonly Hint[] =>
		failed ? [{ keys, does: 'count again', shorter: 'again', rank: 3 }] : [];
	switch (state.step) {
		case 'municipalities':
			return [
				choose,
				...again('Ctrl-R'),
				{ keys: 'tab', does: '36 within 60 km, all 98, none', shorter: '36, 98, none', rank: 5 },
				{ keys: 'type', does: 'to filter', rank: 4 },
				next,
				{ keys: 'esc', does: state.municipalities.filter === '' ? 'leave' : 'clear', rank: 6 },
			];
		case 'types':
			return [
				choose,
				...again('Ctrl-R'),
				{ keys: pickingGlyphs(display).everyArrow, does: 'move', rank: 5 },
				next,
				...leadingOut(state),
			];
		case 'pace':
			return [...paceHints(state, display, choose), next, ...leadingOut(state)];
		case 'confirm':
			return [
				{ keys: enter, does: 'start', rank: 1 },
				...again('r'),
				...leadingOut(state).slice(0, 1),
				{ keys: 'd', does: 'dry run', rank: 6 },
				{ keys: 'q', does: 'leave', rank: 7 },
				...(scrolls ? [{ keys: arrows, does: 'scroll', rank: 5 }] : []),
			];
	}
}

function leadingOut(state: PickingState): readonly Hint[] {
	if (previousStep(state) === undefined) return [{ keys: 'esc', does: 'leave', rank: 4 }];
	return [
		{ keys: 'esc', does: 'back', rank: 4 },
		{ keys: 'q', does: 'leave', rank: 8 },
	];
}

/** Presets are chosen, numbers are changed. */
function paceHints({ given, pace }: PickingState, display: Display, choose: Hint): readonly Hint[] {
	const { arrows } = display.glyphs;
	if (paceItems(given)[pace.cursor]?.kind !== 'number') return [choose, { keys: arrows, does: 'move', rank: 5 }];
	return [
		{ keys: pickingGlyphs(display).sideways, does: 'change', rank: 2 },
		{ keys: 'digits', does: 'type it', rank: 6 },
		{ keys: arrows, does: 'move', rank: 5 },
	];
}
