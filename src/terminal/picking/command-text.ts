import { wrapPieces } from '../wrap.ts';

/**
 * A command line in signs that this terminal has, and still the same to a shell: what cannot be shown as it is, such as `ø` in a
 * terminal without Unicode, is written as its bytes, `$'\303\270'`.
 */
export function typable(command: string, show: (text: string) => string): string {
	let [text, quoted, before] = ['', false, ''];
	for (const sign of command) {
		// Within quotes a backslash is only a backslash.
		if (sign === "'" && (quoted || before !== '\\')) quoted = !quoted;
		const shown = show(sign) === sign ? sign : bytesOf(sign);
		text += shown !== sign && quoted ? `'${shown}'` : shown;
		before = sign;
	}
	return text;
}

function bytesOf(sign: string): string {
	const bytes = Array.from(new TextEncoder().encode(sign), (byte) => `\\${byte.toString(8).padStart(3, '0')}`);
	return `$'${bytes.join('')}'`;
}

const mark = ' \\';

/** Its words; what is quoted is one of them. */
function shellWords(command: string): readonly string[] {
	return command.match(/(?:'[^']*'|\\'|\S)+/g) ?? [];
}

/** What stays together on a line: a flag and its value, where both fit. */
function commandPieces(command: string, width: number): readonly string[] {
	const pieces: string[] = [];
	for (const word of shellWords(command)) {
		const last = pieces.at(-1);
		const together = `${last} ${word}`;
		const isValue = last !== undefined && /^--[^\s=]+$/.test(last) && !word.startsWith('--');
		if (isValue && together.length <= width - mark.length) pieces[pieces.length - 1] = together;
		else pieces.push(word);
	}
	return pieces;
}

/** Over several lines, so that a shell takes it back as one command. */
export function wrapCommand(command: string, width: number): readonly string[] {
	return wrapPieces(commandPieces(command, width), width, mark);
}

/** The same below each other where a terminal may wrap a line by itself: then no word is broken, however long it is. */
export function foldCommand(command: string, width: number): readonly string[] {
	const lines: string[] = [];
	for (const piece of commandPieces(command, width)) {
		const together = `${lines.at(-1)} ${piece}`;
		if (lines.length > 0 && together.length <= width - mark.length) lines[lines.length - 1] = together;
		else lines.push(piece);
	}
	return lines.map((line, index) => (index < lines.length - 1 ? line + mark : line));
}

/** Whether a word must be broken to be shown at all; no shell takes it back then. */
export function isBroken(command: string, width: number): boolean {
	return shellWords(command).some((word) => word.length > width - mark.length);
}
