import { wrapPieces } from '../wrap.ts';

export { wrapWords } from '../wrap.ts';

/** A command over several lines, so that a shell takes it back as one: what is quoted stays whole where it can. */
export function wrapCommand(command: string, width: number): readonly string[] {
	const words = command.match(/(?:'[^']*'|\\'|\S)+/g) ?? [];
	const pieces: string[] = [];
	for (const word of words) {
		const last = pieces.at(-1);
		// A flag and its value belong together.
		if (last !== undefined && /^--[^\s=]+$/.test(last) && !word.startsWith('--'))
			pieces[pieces.length - 1] = `${last} ${word}`;
		else pieces.push(word);
	}
	return wrapPieces(pieces, width, ' \\');
}

/** As many names as fit: `Albertslund, Allerød and 34 more`. */
export function namesFitting(names: readonly string[], width: number): string {
	for (let shown = names.length; shown > 0; shown--) {
		const left = names.length - shown;
		const text = names.slice(0, shown).join(', ') + (left === 0 ? '' : ` and ${left} more`);
		if (text.length <= width) return text;
	}
	return `${names.length} of them`.slice(0, Math.max(0, width));
}
