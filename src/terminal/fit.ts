/** Parts of a line, the most important first; those that do not fit into `width` columns any more are left out. One column a character. */
export function joinFitting(parts: readonly string[], width: number, separator = '   '): string {
	let line = '';
	for (const part of parts) {
		const longer = line === '' ? part : `${line}${separator}${part}`;
		if (longer.length <= width) line = longer;
	}
	return line;
}

/** The first of several wordings that fits; nothing when none does. */
export function firstFitting(wordings: readonly string[], width: number): string {
	return wordings.find((wording) => wording.length <= width) ?? '';
}
