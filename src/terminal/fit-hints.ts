/** A key that works now, for the last line. */
export interface Hint {
	readonly keys: string;
	readonly does: string;
	/** The same in fewer letters. */
	readonly shorter?: string;
	/** How much it matters, 1 the most: the last ones go first where the terminal is narrow. */
	readonly rank: number;
}

/** Between two hints, in columns. */
export const hintGap = '   ';

/** Those that fit into `width` columns, in the order in which they were given; of two that matter alike, the first. */
export function fitHints(hints: readonly Hint[], width: number): readonly Hint[] {
	let left = width + hintGap.length;
	const taken = new Map<Hint, Hint>();
	for (const hint of hints.toSorted((a, b) => a.rank - b.rank)) {
		const wordings = hint.shorter === undefined ? [hint.does] : [hint.does, hint.shorter];
		const does = wordings.find((wording) => columnsOfHint(hint.keys, wording) <= left);
		if (does === undefined) continue;
		left -= columnsOfHint(hint.keys, does);
		taken.set(hint, { ...hint, does });
	}
	return hints.flatMap((hint) => taken.get(hint) ?? []);
}

function columnsOfHint(keys: string, does: string): number {
	return keys.length + 1 + does.length + hintGap.length;
}
