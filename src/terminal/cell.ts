import { columnsOf, cut } from './columns.ts';
import type { Display } from './display.ts';
import type { Tone } from './theme.ts';

/** A text of ours, or made safe, in exactly `width` columns: cut off where it does not fit, otherwise with blanks behind it. */
export function cell(text: string, width: number, { paint, glyphs }: Display, tone: Tone = 'plain'): string {
	const shown = cut(text, width, glyphs.cut);
	// Blanks keep out of the style: at the end of a line they are not written at all.
	return paint(tone, shown) + ' '.repeat(Math.max(0, width - columnsOf(shown)));
}
