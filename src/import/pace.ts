import { type Point, timeLeftFrom } from './time-left.ts';

/**
 * Speed and time left, from completions counted in seconds of active time: time at rest (paused, or waiting for the API or the database) does not pass. Skipped homes are not speed,
 * so a continued run does not begin with an absurd one.
 */
export interface Pace {
	readonly startedAt: number;
	/** Rested before the rest that may be going on now, ms. */
	readonly restedMs: number;
	readonly restingSince: number | undefined;
	/** Completions per active second, newest last; a window of `windowSeconds`. */
	readonly buckets: readonly Bucket[];
	readonly completed: number;
	/** How far the run had come in each second of the window, by homes that came, committed or not: that tells more than commits do. */
	readonly points: readonly Point[];
	/** Homes that the points count. */
	readonly come: number;
	/** The same of homes that were fetched one by one, beside which others come from pages, many at a time. */
	readonly fetched: { readonly points: readonly Point[]; readonly come: number };
	/** Workers when the points began. */
	readonly workers: number;
}

interface Bucket {
	readonly second: number;
	readonly count: number;
}

const windowSeconds = 120;
/** The share of workers from which others are about as many. */
const likeWorkers = 0.85;
/** Weight of the newest second in the current speed. */
const smoothing = 1 / 16;

export function startPace(at: number, workers = 0): Pace {
	return {
		startedAt: at,
		restedMs: 0,
		restingSince: undefined,
		buckets: [],
		completed: 0,
		points: [],
		come: 0,
		fetched: { points: [], come: 0 },
		workers,
	};
}

export function activeMs(pace: Pace, now: number): number {
	const resting = pace.restingSince === undefined ? 0 : now - pace.restingSince;
	return Math.max(0, now - pace.startedAt - pace.restedMs - resting);
}

export function setResting(pace: Pace, resting: boolean, at: number): Pace {
	if (resting === (pace.restingSince !== undefined)) return pace;
	if (resting) return { ...pace, restingSince: at };
	return { ...pace, restedMs: pace.restedMs + at - (pace.restingSince ?? at), restingSince: undefined };
}

/** Leaves out time in which the whole process stood still; within a rest it is left out already. */
export function leaveOut(pace: Pace, ms: number): Pace {
	return pace.restingSince === undefined ? { ...pace, restedMs: pace.restedMs + ms } : pace;
}

export function complete(pace: Pace, count: number, at: number): Pace {
	const second = Math.floor(activeMs(pace, at) / 1000);
	const last = pace.buckets.at(-1);
	const buckets =
		last?.second === second
			? [...pace.buckets.slice(0, -1), { second, count: last.count + count }]
			: [...pace.buckets.filter((bucket) => bucket.second > second - windowSeconds), { second, count }];
	const completed = pace.completed + count;
	// What is committed has come, though it may have been no answer by itself: homes of a search page.
	const unseen = Math.max(0, completed - pace.come);
	return { ...pace, buckets, completed, ...withCome(pace, unseen, activeMs(pace, at)) };
}

/** A home that was fetched has come, and is not committed yet: the time left goes by them. */
export function come(pace: Pace, count: number, at: number): Pace {
	const ms = activeMs(pace, at);
	return { ...pace, ...withCome(pace, count, ms), fetched: withCome(pace.fetched, count, ms) };
}

function withCome({ points, come }: Pace['fetched'], count: number, ms: number): Pace['fetched'] {
	if (count === 0) return { points, come };
	const total = come + count;
	const thisSecond = Math.floor(ms / 1000) * 1000;
	const kept = points.filter((point) => point.ms < thisSecond && point.ms > ms - windowSeconds * 1000);
	const last = points.at(-1);
	const point = { ms, completed: total, weight: count };
	const joined = last !== undefined && last.ms >= thisSecond ? join(last, point) : point;
	return { points: [...kept, joined], come: total };
}

/** A speed of other workers tells little of theirs: the points begin anew, unless there are about as many as before. */
export function withWorkers(pace: Pace, workers: number): Pace {
	const like = Math.max(workers, pace.workers) * likeWorkers;
	if (Math.min(workers, pace.workers) >= like) return pace;
	const fetched = { ...pace.fetched, points: pace.fetched.points.slice(-2) };
	return { ...pace, workers, points: pace.points.slice(-2), fetched };
}

function join(a: Point, b: Point): Point {
	const weight = a.weight + b.weight;
	const mean = (of: 'ms' | 'completed'): number => (a[of] * a.weight + b[of] * b.weight) / weight;
	return { ms: mean('ms'), completed: mean('completed'), weight };
}

/** Homes a second since the start, what was fetched again included. */
export function meanSpeed(pace: Pace, now: number): number {
	const seconds = activeMs(pace, now) / 1000;
	return seconds === 0 ? 0 : pace.completed / seconds;
}

/** Homes a second now: exponentially weighted over whole seconds, the overall speed while there are too few. */
export function currentSpeed(pace: Pace, now: number): number {
	const thisSecond = Math.floor(activeMs(pace, now) / 1000);
	if (thisSecond < 2) return meanSpeed(pace, now);
	const counts = new Map(pace.buckets.map((bucket) => [bucket.second, bucket.count]));
	let speed: number | undefined;
	for (let second = Math.max(0, thisSecond - windowSeconds); second < thisSecond; second++) {
		const count = counts.get(second) ?? 0;
		const seen: number = second + 1;
		const weight = Math.max(smoothing, 1 / seen);
		speed = speed === undefined ? count : speed + (count - speed) * weight;
	}
	return speed ?? 0;
}

/**
 * Time left for `remaining` homes in ms, from the last two minutes; undefined before there is enough to go by.
 * @param toFetch of them, those that are fetched one by one where others come from pages: they take the longer, once those are read.
 */
export function timeLeft(pace: Pace, remaining: number, now: number, toFetch = 0): number | undefined {
	if (remaining <= 0) return 0;
	const active = activeMs(pace, now);
	const newest = (points: readonly Point[]): readonly Point[] =>
		points.filter(({ ms }) => ms >= active - windowSeconds * 1000);
	const all = timeLeftFrom(newest(pace.points), pace.completed + remaining, active);
	if (all === undefined || toFetch <= 0) return all;
	const { points, come } = pace.fetched;
	return Math.max(all, timeLeftFrom(newest(points), come + toFetch, active) ?? all);
}
