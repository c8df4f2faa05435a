import { formatClock, formatCount, formatDuration } from '../shared/format.ts';

/** Per second: `24.1`, from a hundred on `1,204`. */
export function formatSpeed(perSecond: number): string {
	return perSecond < 99.95 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
}

/** A ceiling in requests a second: `12`, `0.5`, `1,500`. */
export function formatRate(perSecond: number): string {
	return Number.isInteger(perSecond) ? formatCount(perSecond) : String(perSecond);
}

/** `at most 12 requests/s` */
export function rateWords(rate: number): string {
	return rate === 0 ? 'no ceiling on requests' : `at most ${formatRate(rate)} request${rate === 1 ? '' : 's'}/s`;
}

/** Time left, as exactly as a guess deserves: seconds in fives, then `5 min`, then `1 h 15 min`. */
export function formatTimeLeft(ms: number): string {
	const step = ms < 57_500 ? 5000 : ms < 3_600_000 ? 60_000 : 300_000;
	const rounded = Math.max(step, Math.round(ms / step) * step);
	return rounded === 5000 ? '5 s' : formatDuration(rounded);
}

/** `14:22:07`, local. */
export function formatClockSeconds(epochMs: number): string {
	return `${formatClock(epochMs)}:${String(new Date(epochMs).getSeconds()).padStart(2, '0')}`;
}

/** The narrow form for a column: `0.4s`, from a hundred seconds on `102s`. */
export function formatSeconds(ms: number): string {
	const seconds = Math.max(0, ms) / 1000;
	return seconds < 99.95 ? `${seconds.toFixed(1)}s` : `${Math.round(seconds)}s`;
}

/** `1 home`, `14 homes`. */
export function countOf(count: number, noun: string): string {
	return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
