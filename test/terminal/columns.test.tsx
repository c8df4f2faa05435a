import fc from 'fast-check';
import { Box, renderToString, Text } from 'ink';
import { describe, expect, test } from 'vitest';
import { cell } from '../../src/terminal/cell.ts';
import { columnsOf, cut, firstColumns, spread } from '../../src/terminal/columns.ts';
import { detectDisplay } from '../../src/terminal/display.ts';
import { wrapWords } from '../../src/terminal/wrap.ts';

const place = 40;

/** How many columns Ink leaves before a text that stands at the end of its place. */
function columnsInInk(text: string): number {
	const shown = renderToString(
		<Box width={place} justifyContent="flex-end" flexShrink={0}>
			<Text>{`|${text}|`}</Text>
		</Box>,
		{ columns: place },
	);
	return place - 2 - shown.indexOf('|');
}

const awkward = [
	'',
	'Ærøvej 4, Åbenrå',
	'A\u030aboulevarden, A\u0301\u0302\u0303b',
	'🏠🏡 Huset',
	'👨‍👩‍👧‍👦 👍🏽 🇩🇰 ❤️ ❤ 1️⃣',
	'日本語、カタカナ ｶﾀｶﾅ ﾞ 한국어 각',
	'क्षि นำ้ العربية',
	'─━╸┄ ⠋⠏ ▁█ ▸●◐ ✓✗ ↻↑↓⏎ ␛␀ …–’',
	'soft\u00adhyphen, zero\u200bwidth, word\u2060joiner',
	'①②③ ☀☂☎ ⌚⏰ ◽◾',
];

describe('columns are reckoned as Ink does', () => {
	test.each(awkward)('%j', (text) => {
		expect(columnsOf(text)).toBe(columnsInInk(text));
	});

	test('any mixture of letters, marks, emoji and East Asian writing', () => {
		const piece = fc.oneof(
			fc.constantFrom(
				...awkward.flatMap((text) => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)),
			),
			fc.string({ minLength: 1, maxLength: 2 }),
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
				const text = pieces.join('');
				expect(columnsOf(text)).toBe(columnsInInk(text));
			}),
			{ numRuns: 300 },
		);
	});

	test('every letter of the scripts that an address may be written in', () => {
		for (let code = 0x20; code < 0x600; code++) {
			const letter = String.fromCodePoint(code);
			if (/\p{Control}/u.test(letter)) continue;
			expect(columnsOf(letter), `U+${code.toString(16)}`).toBe(columnsInInk(letter));
		}
	});

	test('styles take none', () => {
		expect(columnsOf('\u001b[2mÆrø\u001b[22m \u001b[32m⠋\u001b[39m')).toBe(5);
	});
});

test('a text fills its place exactly, whatever it is made of', () => {
	const display = detectDisplay({ TERM: 'xterm' });
	for (const text of awkward) {
		for (let width = 0; width < 20; width++) {
			expect(columnsOf(cell(text, width, display, 'failed')), `${text} in ${width}`).toBe(width);
		}
	}
	expect(cell('Ærøvej 4', 10, display, 'strong')).toBe('\u001b[1mÆrøvej 4\u001b[22m  ');
	expect(cell('', 3, display, 'strong')).toBe('   ');
});

test('what does not fit is cut off and marked', () => {
	expect(cut('Ærøvej 4', 8, '…')).toBe('Ærøvej 4');
	expect(cut('Ærøvej 4', 6, '…')).toBe('Ærøve…');
	expect(cut('日本語', 4, '…')).toBe('日…');
	expect(cut('日本語', 1, '…')).toBe('…');
	expect(cut('日本語', 0, '…')).toBe('');
});

test('a letter is never cut from its marks, nor an emoji in two', () => {
	expect(firstColumns('A\u030ab', 1)).toBe('A\u030a');
	expect(firstColumns('👨‍👩‍👧b', 1)).toBe('');
	expect(firstColumns('👨‍👩‍👧b', 2)).toBe('👨‍👩‍👧');
});

test('two texts at the ends of a line leave no more room between them than there is', () => {
	expect(spread('a', 'b', 5)).toBe('a   b');
	expect(spread('\u001b[2ma\u001b[22m', '日', 5)).toBe('\u001b[2ma\u001b[22m  日');
	expect(spread('abc', 'def', 4)).toBe('abcdef');
});

test('wrapped lines are no wider than asked, and nothing is lost', () => {
	for (const text of awkward) {
		for (let width = 2; width < 12; width++) {
			const lines = wrapWords(text, width);
			for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
			expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
		}
	}
});
