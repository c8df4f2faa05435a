const units = [
	[86_400_000, 'days'],
	[3_600_000, 'h'],
	[60_000, 'min'],
	[1000, 's'],
] as const;

/** A duration in ms as words for a sentence, rounded up: `250 ms`, `10 s`, `1.5 h`. */
export function durationWords(ms: number): string {
	for (const [size, unit] of units) {
		// Two units' worth for days, so that a single day reads "24 h".
		if (ms >= (unit === 'days' ? 2 * size : size)) return `${Math.ceil((ms * 10) / size) / 10} ${unit}`;
	}
	return `${Math.round(ms)} ms`;
}
