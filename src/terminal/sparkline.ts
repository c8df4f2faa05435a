import type { Display } from './display.ts';

/** The most recent value on the right; the highest fills its cell, nothing is the lowest sign. */
export function sparkline(values: readonly number[], { glyphs, paint }: Display): string {
	const most = Math.max(...values, 0);
	const signs = values.map((value) => {
		const step = most === 0 ? 0 : Math.floor((value / most) * glyphs.spark.length);
		return glyphs.spark[Math.min(step, glyphs.spark.length - 1)];
	});
	return paint('moving', signs.join(''));
}
