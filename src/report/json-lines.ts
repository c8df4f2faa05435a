import type { ImportEvent } from '../import/events.ts';

/** One event as one line of JSON. Characters that a terminal would act on are written as escapes, so the line is harmless on a screen. */
export function jsonLine(event: object): string {
	return JSON.stringify(event).replace(
		/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

export class JsonLines {
	readonly #print: (line: string) => void;

	constructor(print: (line: string) => void) {
		this.#print = print;
	}

	readonly listen = (event: ImportEvent): void => this.#print(jsonLine(event));
}
