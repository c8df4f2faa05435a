const httpDate = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .+\d$|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*, .+ GMT$/i;

/**
 * How long a Retry-After header asks to wait, in ms: seconds, or an HTTP date in one of the three forms of RFC 9110.
 * `undefined` when there is no header, it makes no sense, or asks for no time at all: then it is for us to say how long is polite.
 */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
	const value = header?.trim();
	if (!value) return undefined;
	if (/^\d+$/.test(value)) return someTime(Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER));
	// `Date.parse` alone takes "-5" for a day in 2001, which would read as "no wait at all".
	if (!httpDate.test(value)) return undefined;
	// The asctime form names no zone and means GMT; `Date.parse` would take it for local time.
	const time = Date.parse(/GMT$/i.test(value) ? value : `${value} GMT`);
	return someTime(time - nowMs);
}

function someTime(ms: number): number | undefined {
	return ms > 0 ? ms : undefined;
}
