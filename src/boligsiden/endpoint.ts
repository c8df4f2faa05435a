import { exitCode, UserError } from '../shared/errors.ts';

/**
 * The root of the API without a slash at its end; a path prefix is kept.
 * @throws `UserError` unless it is a plain http or https address. Its message never repeats the address, which may hold a password.
 */
export function parseBaseUrl(baseUrl: string): string {
	if (!URL.canParse(baseUrl)) throw refusal('The address of the API is not a URL.');
	const url = new URL(baseUrl);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		throw refusal('The address of the API must begin with https:// or http://.');
	}
	if (url.username !== '' || url.password !== '') {
		throw refusal(
			'The address of the API must not carry a user name or password: it takes none, and they would be logged.',
		);
	}
	if (url.search !== '' || url.hash !== '') throw refusal('The address of the API must end with its path.');
	return url.href.replace(/\/+$/, '');
}

/**
 * The full address of a path under the root.
 * @throws `TypeError` when the path leads out of the root, as `../` in an unescaped id would.
 */
export function resolvePath(root: string, path: string, searchParams?: URLSearchParams): URL {
	const url = new URL(`${root}/${path.replace(/^[/\\]+/, '')}`);
	if (!url.href.startsWith(`${root}/`)) throw new TypeError('The path leads out of the API.');
	if (searchParams?.size) url.search = url.search === '' ? `${searchParams}` : `${url.search}&${searchParams}`;
	return url;
}

/**
 * Checks the one agent we go by: it must arrive exactly as it was set.
 * @throws `UserError` when a header cannot carry it.
 */
export function checkUserAgent(userAgent: string): string {
	if (/^[\x21-\x7e\xa1-\xff](?:[\x20-\x7e\xa0-\xff]*[\x21-\x7e\xa1-\xff])?$/.test(userAgent)) return userAgent;
	throw new UserError('The User-Agent must be one line of western European characters, without spaces at its ends.', {
		hint: 'Set a name, a version and a contact, such as "bolig-import/1.0 (you@example.dk)".',
		exitCode: exitCode.usage,
	});
}

function refusal(message: string): UserError {
	return new UserError(message, {
		hint: 'Set it to something like https://api.boligsiden.dk',
		exitCode: exitCode.usage,
	});
}
