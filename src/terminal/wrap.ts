import { columnsOf, firstColumns } from './columns.ts';

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
		if (columnsOf(longer) <= room) {
			line = longer;
			continue;
		}
		if (line !== '') lines.push(line + mark);
		line = piece;
		while (columnsOf(line) > room) {
			// A letter of two columns in a room of one stands alone.
			const first = firstColumns(line, room) || String.fromCodePoint(line.codePointAt(0) ?? 0);
			lines.push(first);
			line = line.slice(first.length);
		}
	}
	return [...lines, line];
}
