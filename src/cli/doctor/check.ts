/** ok; unknown: not looked at, so neither good nor bad; a warning, which an import lives with; a failure, which it does not. */
export type Verdict = 'ok' | 'unknown' | 'warning' | 'failure';

/** What a failure is of, which decides the exit code. */
export type Area = 'machine' | 'database' | 'api' | 'contract';

/** One thing that was looked at. */
export interface Check {
	readonly area: Area;
	/** In two or three words. */
	readonly subject: string;
	readonly verdict: Verdict;
	readonly expected: string;
	readonly is: string;
	/** What to do about it; undefined where there is nothing to mend. */
	readonly mend?: string | undefined;
}

/** Checks of one area. Whatever mends a thing is told only where it is not as expected. */
export function checking(area: Area) {
	return (
		subject: string,
		expected: string,
		is: string,
		problem?: readonly [Exclude<Verdict, 'ok'>, mend: string],
	): Check => {
		if (problem === undefined) return { area, subject, verdict: 'ok', expected, is };
		const [verdict, mend] = problem;
		return { area, subject, verdict, expected, is, mend };
	};
}

/** More than this apart, times of events and of the database cannot be compared by eye. */
export const mostSkewMs = 5000;

/** "0.4 s ahead of ours" */
export function skewWords(aheadMs: number): string {
	return `${(Math.abs(aheadMs) / 1000).toFixed(1)} s ${aheadMs < 0 ? 'behind' : 'ahead of'} ours`;
}
