const today = Date.UTC(2026, 10, 1);
const dayMs = 86_400_000;

/** The day the generated world stands still at: its records must not change from one day to the next. */
export const sandboxYear = 2026;

/** `YYYY-MM-DD` so many days before the sandbox's today. */
export function daysAgo(days: number): string {
	return new Date(today - days * dayMs).toISOString().slice(0, 10);
}

/** An ISO time on that day. The API writes 0 to 6 digits of a second's fraction; so does this. */
export function timeAgo(days: number, fraction: number): string {
	const time = new Date(today - days * dayMs + (fraction % 86_400) * 1000).toISOString().slice(0, 19);
	const digits = fraction % 7;
	return digits === 0
		? `${time}Z`
		: `${time}.${String(fraction % 1_000_000)
				.padStart(6, '0')
				.slice(0, digits)}Z`;
}
