import { sanitize } from '../shared/sanitize.ts';
import { asciiGlyphs, type Glyphs, spokenGlyphs, unicodeGlyphs } from './glyphs.ts';
import {
	coloured,
	paintColoured,
	paintNothing,
	paintUncoloured,
	type Tone,
	type ToneStyle,
	uncoloured,
} from './theme.ts';

/** What the terminal can show, decided once from its environment. */
export interface Display {
	readonly glyphs: Glyphs;
	readonly unicode: boolean;
	/** Read to somebody, not looked at. */
	readonly spoken: boolean;
	/** Takes text for the clipboard, or ignores it without a trace. */
	readonly clipboard: boolean;
	/** For Ink's own text. */
	readonly tone: (tone: Tone) => ToneStyle;
	/** For lines that we lay out ourselves. */
	readonly paint: (tone: Tone, text: string) => string;
	/** Foreign text made harmless, in letters that this terminal has. Everything from the API or the database goes through it. */
	readonly show: (text: string) => string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function detectDisplay(env: Environment): Display {
	const unicode = speaksUnicode(env);
	const spoken = isSpoken(env);
	const glyphs = unicode ? unicodeGlyphs : asciiGlyphs;
	return {
		glyphs: spoken ? spokenGlyphs(glyphs) : glyphs,
		unicode,
		spoken,
		clipboard: !spoken && hasEscapes(env) && env.TERM !== 'linux',
		tone: hasColour(env) ? coloured : uncoloured,
		paint: paintOf(env),
		show: unicode ? sanitize : (text) => toAscii(sanitize(text)),
	};
}

export function isSpoken(env: Environment): boolean {
	return env.INK_SCREEN_READER === 'true';
}

/** A locale that names another character set says no; none at all says nothing, and terminals of today are UTF-8. */
function speaksUnicode(env: Environment): boolean {
	if (env.TERM === 'dumb' || env.TERM === 'linux') return false;
	const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
	return locale === undefined || /utf-?8/i.test(locale);
}

/** https://no-color.org: any value but an empty one. */
function hasColour(env: Environment): boolean {
	return (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}

/** Whatever names itself understands them, but for the one that is called dumb; on Windows nothing names itself. */
function hasEscapes(env: Environment): boolean {
	return env.TERM === undefined ? env.OS === 'Windows_NT' : env.TERM !== 'dumb';
}

function paintOf(env: Environment): Display['paint'] {
	if (isSpoken(env) || !hasEscapes(env)) return paintNothing;
	return hasColour(env) ? paintColoured : paintUncoloured;
}

const spelt: Readonly<Record<string, string>> = {
	æ: 'ae',
	ø: 'oe',
	å: 'aa',
	Æ: 'Ae',
	Ø: 'Oe',
	Å: 'Aa',
	'–': '-',
	'’': "'",
	'…': '...',
	'·': '-',
	'✓': '*',
	'✗': 'x',
	'‖': '"',
};

/** One column a character, so that columns stay straight: Danish letters spelt out, accents dropped, `?` for the rest. */
function toAscii(text: string): string {
	return text
		.replace(/[æøåÆØÅ–’…·✓✗‖]/g, (letter) => spelt[letter] ?? letter)
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '')
		.replace(/[^\u0020-\u007e]/gu, '?');
}
