/** True when a body is markup, whatever its content type says: no JSON begins with `<`. */
export function isMarkup(text: string): boolean {
	return /^\s*</.test(text);
}

const marks =
	/<title>\s*(?:just a moment|attention required)|cf-chl|challenge-platform|cf_chl_opt|enable javascript and cookies to continue/i;

/** True when an answer is the browser challenge that stands before `www.`: it asks for a browser, and we are none. */
export function isChallenge(headers: Headers, text: string): boolean {
	return headers.get('cf-mitigated')?.toLowerCase() === 'challenge' || (isMarkup(text) && marks.test(text));
}
