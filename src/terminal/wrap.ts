/** Lines of at most `width` columns, broken between words where that is possible; a word that is too long is broken too, and nothing is lost. */
export function wrapWords(text: string, width: number): readonly string[] {
	return wrapPieces(text.split(' '), width, '');
}

/** `mark` ends every line but the last. */
export function wrapPieces(pieces: readonly string[], width: number, mark: string): readonly string[] {
	const room = Math.max(1, width - mark.length);
	const lines: string[] = [];
	let line = '';
	for (const piece of pieces) {
		const longer = line === '' ? piece : `${line} ${piece}`;
		if (longer.length <= room) {
			line = longer;
			continue;
		}
		if (line !== '') lines.push(line + mark);
		line = piece;
		while (line.length > room) {
			lines.push(line.slice(0, room));
			line = line.slice(room);
		}
	}
	return [...lines, line];
}
