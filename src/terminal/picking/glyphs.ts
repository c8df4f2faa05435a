import type { Display } from '../display.ts';

/** The signs that only the wizard draws with; each one column wide, but for the names of keys. */
export interface PickingGlyphs {
	readonly chosen: string;
	readonly notChosen: string;
	/** Where the next letter goes. */
	readonly caret: string;
	readonly sideways: string;
	readonly everyArrow: string;
}

const unicode: PickingGlyphs = { chosen: '◉', notChosen: '◯', caret: '▏', sideways: '←→', everyArrow: '↑↓←→' };
const ascii: PickingGlyphs = { chosen: '*', notChosen: 'o', caret: '_', sideways: 'left/right', everyArrow: 'arrows' };

export function pickingGlyphs(display: Pick<Display, 'unicode'>): PickingGlyphs {
	return display.unicode ? unicode : ascii;
}
