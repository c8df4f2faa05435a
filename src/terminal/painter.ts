import { columnsOf } from './columns.ts';

/** Within these marks a terminal that knows them (synchronized output) shows all of it at once; others pass over them. */
const [begin, end] = ['\u001b[?2026h', '\u001b[?2026l'];
/** Ink counts lines from where it left the cursor. */
const [keepCursor, giveCursorBack] = ['\u001b7', '\u001b8'];
const eraseToEnd = '\u001b[K';

/**
 * Puts whole lines on a screen of its own, those that changed and no others. Ink takes a frame apart into one object for each cell
 * and makes lines of them again, and then looks in every changed line, letter by letter, for the first that differs: at 120x40 that
 * was four fifths of what a frame cost. Our lines are laid out and painted when they come here, so that comparing them is enough.
 */
export class Painter {
	readonly #stdout: NodeJS.WriteStream;
	#shown: readonly string[] = [];
	#wanted: readonly string[] = [];
	#held = false;

	constructor(stdout: NodeJS.WriteStream) {
		this.#stdout = stdout;
	}

	/** @param lines from the first row on, none wider than the terminal; what is below them is erased. */
	draw(lines: readonly string[]): void {
		this.#wanted = lines;
		if (this.#held) return;
		const changed = this.#changes().join('');
		this.#shown = lines;
		if (changed !== '') this.#stdout.write(begin + keepCursor + changed + giveCursorBack + end);
	}

	/** Something else has written on the screen: all lines are drawn anew. */
	redraw(): void {
		this.#shown = [];
		this.draw(this.#wanted);
	}

	/** The terminal belongs to somebody else: nothing is written until `release`. */
	hold(): void {
		this.#held = true;
	}

	release(): void {
		this.#held = false;
		this.redraw();
	}

	#changes(): readonly string[] {
		const rows = Math.max(this.#wanted.length, this.#shown.length);
		return Array.from({ length: rows }, (_, row) => {
			const line = this.#wanted[row] ?? '';
			if (line === this.#shown[row]) return '';
			return `\u001b[${row + 1};1H${line}${columnsOf(line) < this.#stdout.columns ? eraseToEnd : ''}`;
		});
	}
}
