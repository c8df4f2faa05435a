/** Requests a second. */
const rateSteps = [1, 2, 5, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000];
/** More than this is never asked of an API that is somebody else's by a key alone. */
const mostOfOthers = 100;
/** Where nothing tells how fast it goes at the moment. */
const usualFirst = 50;

export interface RateNow {
	/** Requests a second, 0 = no ceiling. */
	readonly rate: number;
	/** What is asked at the moment, requests a second. */
	readonly requests: number;
	/** The API is on this machine. */
	readonly ours: boolean;
}

/** The ceiling one step lower; from none to the highest that is felt at once. The lowest stays. */
export function lowerRate({ rate, requests, ours }: RateNow): number {
	const steps = stepsOf(ours);
	if (rate > 0) return steps.findLast((step) => step < rate) ?? rate;
	return requests > 1 ? (steps.findLast((step) => step < requests) ?? usualFirst) : usualFirst;
}

/** The ceiling one step higher; above the highest there is none, but only for an API on this machine. */
export function higherRate({ rate, ours }: Pick<RateNow, 'rate' | 'ours'>): number {
	if (rate === 0) return 0;
	return stepsOf(ours).find((step) => step > rate) ?? (ours ? 0 : rate);
}

function stepsOf(ours: boolean): readonly number[] {
	return ours ? rateSteps : rateSteps.filter((step) => step <= mostOfOthers);
}
