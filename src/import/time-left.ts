/** How far a run had come in one second of it: the mean of all the homes that came then. */
export interface Point {
	/** Active time, ms. */
	readonly ms: number;
	/** Homes that had come up to then. */
	readonly completed: number;
	/** Homes it is made of. */
	readonly weight: number;
}

/** Fewer homes than these say nothing. */
const leastHomes = 20;
const warmUpMs = 2000;
/** Points that a trend takes. */
const leastForTrend = 12;
/** A trend is believed to go on for so many times as long as it was seen. */
const carriesOn = 2;
/** How far a trend may carry the time for a home from where it is, up or down. */
const mostChange = 1.5;

/** What a window of points says of the time for a home, ms. */
interface Course {
	/** At the last point. */
	readonly now: number;
	/** Where the trend, as far as it is believed, will have carried it at its end. */
	readonly later: number;
	/** How long it takes to get there, ms. */
	readonly trendMs: number;
	/** The time it was seen for, ms. */
	readonly seenMs: number;
	/** From one point to the next, ms. */
	readonly usualGap: number;
}

/**
 * Time left until so many homes have come `inAll`, ms, from the newest points of a run; undefined while there is too little to go by. Of an
 * API that becomes slower or faster the trend counts: a trend is believed as far as it is more than chance, and for twice as long as it was seen.
 *
 * @param activeMs active time that has passed.
 */
export function timeLeftFrom(points: readonly Point[], inAll: number, activeMs: number): number | undefined {
	const last = points.at(-1);
	const course = courseOf(warm(points)) ?? courseOf([{ ms: 0, completed: 0, weight: 1 }, ...points]);
	if (last === undefined || course === undefined) return undefined;
	const since = activeMs - last.ms;
	// Between two points nothing is known to be amiss; a home that is overdue makes the run slower than it was.
	const overdue = Math.max(0, since - 2 * course.usualGap);
	const left = timeFor(inAll - last.completed, course) * ((course.seenMs + overdue) / course.seenMs);
	return Math.max(0, left - Math.min(since, course.usualGap));
}

/** Without the first seconds, where enough is left: a program that has just begun is slower, and would seem to become faster. */
function warm(points: readonly Point[]): readonly Point[] {
	const from = (points[0]?.ms ?? 0) + warmUpMs;
	const later = points.filter(({ ms }) => ms >= from);
	return later.length < 3 ? points : later;
}

function courseOf(points: readonly Point[]): Course | undefined {
	const [first, last] = [points[0], points.at(-1)];
	if (first === undefined || last === undefined || last.completed - first.completed < leastHomes) return undefined;
	const seenMs = last.ms - first.ms;
	if (seenMs <= 0) return undefined;
	const mean = seenMs / (last.completed - first.completed);
	const usualGap = seenMs / (points.length - 1);
	const trendMs = carriesOn * seenMs;
	if (points.length < leastForTrend) return { now: mean, later: mean, trendMs, seenMs, usualGap };
	const { slope, bend, skew, middle } = bendOf(points);
	// The first derivative at the last point; the second carries it on for as many homes as were seen.
	const now = within(slope + bend * (2 * (last.completed - middle) - skew), slope);
	return {
		now,
		later: within(now + 2 * bend * carriesOn * (last.completed - first.completed), now),
		trendMs,
		seenMs,
		usualGap,
	};
}

function within(value: number, around: number): number {
	return Math.min(around * mostChange, Math.max(around / mostChange, value));
}

/**
 * A parabola through the points, time over homes, by least squares: `slope` x + `bend` (x^2 - `skew` x) with x = homes from `middle`.
 * The bend is taken back by what chance may have done to it (twice its standard error, squared as variances are). Points rather than the
 * stretches between them, because workers answer in step: what makes one stretch longer makes the next one shorter.
 */
function bendOf(points: readonly Point[]): { slope: number; bend: number; skew: number; middle: number } {
	const weight = points.reduce((sum, point) => sum + point.weight, 0);
	const mean = (of: (point: Point) => number): number =>
		points.reduce((sum, point) => sum + point.weight * of(point), 0) / weight;
	const middle = mean(({ completed }) => completed);
	const meanMs = mean(({ ms }) => ms);
	const x = ({ completed }: Point): number => completed - middle;
	const width = mean((point) => x(point) ** 2);
	const skew = mean((point) => x(point) ** 3) / width;
	const slope = mean((point) => x(point) * (point.ms - meanMs)) / width;
	const curve = (point: Point): number => x(point) ** 2 - skew * x(point) - width;
	const power = mean((point) => curve(point) ** 2);
	const bend = mean((point) => curve(point) * (point.ms - meanMs)) / power;
	if (bend === 0) return { slope, bend, skew, middle };
	const scatter = mean((point) => (point.ms - meanMs - slope * x(point) - bend * curve(point)) ** 2);
	const variance = scatter / power / (points.length - 3);
	return { slope, bend: bend * Math.max(0, 1 - (4 * variance) / bend ** 2), skew, middle };
}

/** The time for a home goes evenly from `now` to `later`, and stays there. */
function timeFor(homes: number, { now, later, trendMs }: Course): number {
	const growth = (later - now) / trendMs;
	if (Math.abs(later - now) < now / 1000) return homes * now;
	const inTrend = Math.log(later / now) / growth;
	if (inTrend >= homes) return (now * Math.expm1(growth * homes)) / growth;
	return trendMs + (homes - inTrend) * later;
}
