import type { JsonRow, RowFormat, Sink } from './columns.ts';

/** Inside JSON these stand only in texts, where an escape means the same; on a screen they would steer the terminal. */
const steering = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** One object a line, as the database wrote it: no number goes through one of ours. */
export function ndjsonFormat(sink: Sink): RowFormat {
	return {
		async write(rows: readonly JsonRow[]) {
			if (rows.length > 0) await sink(`${rows.join('\n').replace(steering, escaped)}\n`);
		},
		async end() {},
	};
}

function escaped(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
