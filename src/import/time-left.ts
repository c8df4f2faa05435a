/** Homes completed up to a moment of active time, ms. */
export interface Point {
	readonly ms: number;
	readonly completed: number;
}

/** Fewer homes than these say nothing. */
const leastHomes = 20;
/** Stretches between points, of which a trend takes some. */
const leastForTrend = 6;
/** How far a trend may carry the time for a home from where it is, up or down. */
const mostChange = 1.5;

/** What a window of points says of the time for a home, ms. */
interface Course {
	/** At the last point. */
	readonly now: number;
	/** Where the trend, as far as it is believed, will have carried it when it has gone on for as long as it was seen. */
	readonly later: number;
	/** The time it was seen for, ms. */
	readonly seenMs: number;
	/** From one point to the next, ms. */
	readonly usualGap: number;
}

/**
 * Time left for `remaining` homes, ms, from the newest points of a run; undefined while there is too little to go by. Of an API that
 * becomes slower or faster the trend counts: a trend is believed as far as it is more than chance, and for as long as it was seen.
 *
 * @param activeMs active time that has passed.
 */
export function timeLeftFrom(points: readonly Point[], remaining: number, activeMs: number): number | undefined {
	const last = points.at(-1);
	const course = courseOf(points) ?? courseOf([{ ms: 0, completed: 0 }, ...points]);
	if (last === undefined || course === undefined) return undefined;
	const since = activeMs - last.ms;
	// Between two points nothing is known to be amiss; a home that is overdue makes the run slower than it was.
	const overdue = Math.max(0, since - 2 * course.usualGap);
	const left = timeFor(remaining, course) * ((course.seenMs + overdue) / course.seenMs);
	return Math.max(0, left - Math.min(since, course.usualGap));
}

function courseOf(points: readonly Point[]): Course | undefined {
	const [first, last] = [points[0], points.at(-1)];
	if (first === undefined || last === undefined || last.completed - first.completed < leastHomes) return undefined;
	const seenMs = last.ms - first.ms;
	if (seenMs <= 0) return undefined;
	const mean = seenMs / (last.completed - first.completed);
	const { slope, middle } = trendOf(points, mean);
	const now = within(mean + slope * (last.ms - middle), mean);
	return { now, later: within(now + slope * seenMs, now), seenMs, usualGap: seenMs / (points.length - 1) };
}

function within(value: number, around: number): number {
	return Math.min(around * mostChange, Math.max(around / mostChange, value));
}

/**
 * How the time for a home grows, ms for each ms that passes: a line through the stretches between the points, weighted by their homes.
 * It is taken back by what chance may have done to it (its standard error, squared as variances are).
 */
function trendOf(points: readonly Point[], mean: number): { slope: number; middle: number } {
	const stretches = points.slice(1).map((point, index) => {
		const before = points[index] ?? point;
		const homes = point.completed - before.completed;
		return { homes, perHome: (point.ms - before.ms) / homes, at: (point.ms + before.ms) / 2 };
	});
	const sum = (of: (stretch: (typeof stretches)[number]) => number): number =>
		stretches.reduce((all, stretch) => all + stretch.homes * of(stretch), 0);
	const middle = sum(({ at }) => at) / sum(() => 1);
	const width = sum(({ at }) => (at - middle) ** 2);
	if (stretches.length < leastForTrend) return { slope: 0, middle };
	const slope = sum(({ at, perHome }) => (at - middle) * (perHome - mean)) / width;
	if (slope === 0) return { slope, middle };
	const scatter = sum(({ at, perHome }) => (perHome - mean - slope * (at - middle)) ** 2) / (stretches.length - 2);
	return { slope: slope * Math.max(0, 1 - scatter / width / slope ** 2), middle };
}

/** The time for a home goes evenly from `now` to `later`, and stays there. */
function timeFor(homes: number, { now, later, seenMs }: Course): number {
	const growth = (later - now) / seenMs;
	if (Math.abs(later - now) < now / 1000) return homes * now;
	const inTrend = Math.log(later / now) / growth;
	if (inTrend >= homes) return (now * Math.expm1(growth * homes)) / growth;
	return seenMs + (homes - inTrend) * later;
}
