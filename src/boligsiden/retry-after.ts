const httpDate = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .+\d$|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*, .+ GMT$/i;

/**
 * How long a Retry-After header asks to wait, in ms: seconds, or an HTTP date in one of the three forms of RFC 9110.
 * A date in the past is 0. `undefined` when there is no header or it makes no sense.
 */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
	const value = header?.trim();
	if (!value) return undefined;
	if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
	// `Date.parse` alone takes "-5" for a day in 2001, which would read as "no wait at all".
	if (!httpDate.test(value)) return undefined;
	// The asctime form names no zone and means GMT; `Date.parse` would take it for local time.
	const time = Date.parse(/GMT$/i.test(value) ? value : `${value} GMT`);
	return Number.isNaN(time) ? undefined : Math.max(0, time - nowMs);
}
