import type { Display } from '../display.ts';

/** A line across the whole terminal; nothing that is read out. */
export function ruleOf(columns: number, { glyphs, paint, spoken }: Display): readonly string[] {
	return spoken ? [] : [paint('rest', glyphs.rule.repeat(columns))];
}
