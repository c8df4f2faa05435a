const utf8 = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder();

/** The `charset` of a content type, `utf-8` when it names none (the default of JSON, RFC 8259). */
export function charsetOf(contentType: string): string {
	const match = /;\s*charset\s*=\s*(?:"([^"]*)"|([^;,\s]+))/i.exec(contentType);
	return (match?.[1] ?? match?.[2] ?? 'utf-8').toLowerCase();
}

/**
 * A decoder that refuses bytes which do not fit, and drops a byte order mark.
 * @throws `RangeError` when the charset is unknown.
 */
export function strictDecoder(charset: string): typeof utf8 {
	return charset === 'utf-8' || charset === 'utf8' ? utf8 : new TextDecoder(charset, { fatal: true });
}

/** Decodes what is only looked at, never stored: wrong bytes become replacement characters. */
export function lenientText(bytes: Uint8Array): string {
	return lenient.decode(bytes);
}

/**
 * Text of the API cut to `maxLength` characters and made safe to print: line breaks become spaces, control, formatting
 * (bidi overrides among them) and unpaired surrogate characters become U+FFFD.
 */
export function excerpt(text: string, maxLength: number): string {
	// The cut at four times the length bounds the work on a large body.
	const safe = text
		.slice(0, maxLength * 4)
		.replaceAll(/[\s\u0085]+/gu, ' ')
		.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\uFFFD')
		.trim();
	const characters = Array.from(safe);
	return characters.length <= maxLength ? safe : `${characters.slice(0, maxLength - 1).join('')}…`;
}
