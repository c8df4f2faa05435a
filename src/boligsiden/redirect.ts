/** Redirects followed one after the other before it counts as a circle. */
export const maxRedirects = 3;

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function isRedirect(status: number): boolean {
	return redirects.has(status);
}

/**
 * Where a redirect leads, when it may be followed: the same host, and never from https to http. Otherwise why not, as the
 * end of a sentence.
 */
export function redirectTarget(from: URL, location: string | null): URL | string {
	if (!location) return 'it did not say where to';
	if (!URL.canParse(location, from.href)) return 'the address it gave is not one';
	const target = new URL(location, from.href);
	if (from.protocol === 'https:' && target.protocol === 'http:') return 'the way there is not encrypted';
	if (target.username !== '' || target.password !== '') return 'the address it gave carries a password';
	return target.origin === from.origin || isUpgrade(from, target) ? target : 'it leads to another host';
}

function isUpgrade(from: URL, target: URL): boolean {
	const plainToSecure = from.protocol === 'http:' && target.protocol === 'https:';
	return plainToSecure && from.hostname === target.hostname && from.port === '' && target.port === '';
}
