/** The middle one. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The worst one, where each should be what is expected. */
export function farthestFrom(expected: number, values: readonly number[]): number {
	return values.toSorted((a, b) => Math.abs(b - expected) - Math.abs(a - expected))[0] ?? Number.NaN;
}

/** The value that this share of all does not exceed. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

/** The run whose share is the middle one of all, so that what is printed beside it belongs together. */
export function middleBy<Run>(runs: readonly Run[], measureOf: (run: Run) => number): Run {
	const sorted = runs.toSorted((a, b) => measureOf(a) - measureOf(b));
	const middle = sorted[Math.floor(sorted.length / 2)];
	if (middle === undefined) throw new Error('nothing was measured');
	return middle;
}

export const perSecond = (rate: number): string => `${rate < 100 ? rate.toFixed(1) : Math.round(rate)}/s`;
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
