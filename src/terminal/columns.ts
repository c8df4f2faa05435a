/** Letters and signs of one column each in every terminal: what nearly all of our text is made of. */
const narrowOnly =
	/^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u23ce\u2400-\u2426\u2500-\u25fc\u2713\u2717\u2800-\u28ff]*$/;
/** Our own: foreign text has none of them, see `sanitize`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const styles = /\u001b\[\d+m/g;

const segmenter = new Intl.Segmenter();
const unseen =
	/[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/gv;
const emoji = /^(?:\p{RGI_Emoji}|[\d#*]\u20e3)$/v;
/** Several signs that a joiner makes one. */
const joined = /\p{Extended_Pictographic}.*\u200d.*\p{Extended_Pictographic}/su;
/** East Asian Wide and Fullwidth, in the blocks that have them: https://www.unicode.org/reports/tr11/ */
const wide =
	/^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/v;
/** Take columns of their own though they belong to the letter before. */
const spacing = /[\p{Spacing_Mark}\uff00-\uffef]/v;

/** How many columns the text takes in a terminal, reckoned as Ink does; styles take none. */
export function columnsOf(text: string): number {
	const bare = text.includes('\u001b') ? text.replace(styles, '') : text;
	if (narrowOnly.test(bare)) return bare.length;
	let columns = 0;
	for (const { segment } of segmenter.segment(bare)) columns += columnsOfCharacter(segment);
	return columns;
}

/** @param character all that is drawn as one: a letter with its marks, an emoji with what modifies it. */
function columnsOfCharacter(character: string): number {
	if (narrowOnly.test(character)) return character.length;
	const [first, ...others] = character.replace(unseen, '');
	if (first === undefined) return 0;
	if (emoji.test(character) || joined.test(character)) return 2;
	const extra = others.filter((other) => spacing.test(other)).length;
	return (wide.test(first) ? 2 : 1) + extra;
}

/** The beginning of an unstyled text, in at most `width` columns. */
export function firstColumns(text: string, width: number): string {
	if (width <= 0) return '';
	if (narrowOnly.test(text)) return text.slice(0, width);
	let columns = 0;
	for (const { segment, index } of segmenter.segment(text)) {
		columns += columnsOfCharacter(segment);
		if (columns > width) return text.slice(0, index);
	}
	return text;
}

/** An unstyled text in at most `width` columns: cut off and marked with `mark` where it does not fit. */
export function cut(text: string, width: number, mark: string): string {
	if (width <= 0) return '';
	return columnsOf(text) <= width ? text : firstColumns(text, width - mark.length) + mark;
}

/** The same, cut off between two words where that leaves most of it. */
export function cutAtWord(text: string, width: number, mark: string): string {
	if (columnsOf(text) <= width) return text;
	const begun = firstColumns(text, width - mark.length);
	const whole = text[begun.length] === ' ' ? begun : begun.slice(0, Math.max(0, begun.lastIndexOf(' ')));
	return whole.length < begun.length / 2 ? cut(text, width, mark) : whole.replace(/[\s,;:.]+$/, '') + mark;
}

/** Two texts, styled or not, at the ends of a line of `width` columns. */
export function spread(left: string, right: string, width: number): string {
	return left + ' '.repeat(Math.max(0, width - columnsOf(left) - columnsOf(right))) + right;
}
