import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonLines, jsonLine } from '../../src/report/json-lines.ts';
import { committed, Script, started } from './support.ts';

/** Whatever a terminal or a reader of lines would act on: controls, line separators, the marks that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is what is tested
const dangerous = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const unsafe = fc.constantFrom(
	...['\0', '\u001b[2J', '\n', '\r', '\u007f', '\u0085', '\u009b31m', '\u061c', '\u200e', '\u200f', '\u2028'],
	...['\u2029', '\u202a', '\u202e', '\u2066', '\u2069', '\\', '"', '\ud83d', 'æ', '😀', '\\u2028'],
);
const text = fc.array(unsafe, { maxLength: 6 }).map((parts) => parts.join(''));

test('whatever an event holds, its line is harmless on a screen and reads back as the same value', () => {
	fc.assert(
		fc.property(
			// Plain names, as events have them: Node 24's JSON.parse misreads a name that is an escape after one that spells it out.
			fc.record({ label: text, message: text, payload: fc.array(text) }),
			(event) => {
				const line = jsonLine(event);
				expect(line).not.toMatch(dangerous);
				expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(event)));
			},
		),
	);
});

test('letters of any language stay as they are', () => {
	expect(jsonLine({ road: 'Rødøvrevej Ærtebjergvej 😀' })).toBe('{"road":"Rødøvrevej Ærtebjergvej 😀"}');
	expect(jsonLine({ a: '\u2028\u009b' })).toBe('{"a":"\\u2028\\u009b"}');
});

test('each event is one line, in the order of the run', () => {
	const lines: string[] = [];
	const json = new JsonLines((line) => lines.push(line));
	new Script(json.listen).send(0, started).send(2, committed({ imported: 3 }));
	expect(lines.map((line) => JSON.parse(line))).toMatchObject([
		{ type: 'run.started', runId: started.runId },
		{ type: 'batch.committed', imported: 3 },
	]);
});
