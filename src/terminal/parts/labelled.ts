import type { Display } from '../display.ts';

/** All values begin in the same column, so that the eye finds them again. */
export const labelWidth = 10;

/** @param text painted, and no wider than what the label leaves. */
export function labelled(label: string, text: string, { paint }: Pick<Display, 'paint'>): string {
	return paint('rest', label.padEnd(labelWidth)) + text;
}
