/** C0 and C1 controls, DEL, line separators, and the marks that turn the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const dangerous = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Foreign text as a terminal may show it: whatever could control the terminal becomes a visible symbol (ESC is ␛, others ␀ to ␟,
 * or their code point), so that the text stays readable and does nothing.
 */
export function sanitize(text: string): string {
	return text.toWellFormed().replace(dangerous, (character) => {
		const code = character.charCodeAt(0);
		if (code < 0x20) return String.fromCharCode(0x2400 + code);
		if (code === 0x7f) return '␡';
		return `\\u{${code.toString(16)}}`;
	});
}

/** A driver may quote the address it was given, and a person may put one in the wrong place. */
export function withoutPasswords(text: string): string {
	return text.replace(/(\w:\/\/[^:@/\s]*):\S*@/g, '$1:***@');
}
