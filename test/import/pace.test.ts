import { expect, test } from 'vitest';
import {
	activeMs,
	complete,
	currentSpeed,
	meanSpeed,
	type Pace,
	setResting,
	startPace,
	timeLeft,
	withWorkers,
} from '../../src/import/pace.ts';

const start = Date.UTC(2026, 10, 23);
const at = (seconds: number): number => start + seconds * 1000;

/** `perSecond` homes in each of the seconds from `from` up to `to`. */
function steadily(pace: Pace, perSecond: number, from: number, to: number): Pace {
	let next = pace;
	for (let second = from; second < to; second++) next = complete(next, perSecond, at(second + 0.5));
	return next;
}

test('at a steady pace, the speed now and the speed overall are that pace', () => {
	const pace = steadily(startPace(start), 12, 0, 60);
	expect(meanSpeed(pace, at(60))).toBe(12);
	expect(currentSpeed(pace, at(60))).toBeCloseTo(12, 10);
});

test('the speed now follows a change within some seconds, the speed overall only slowly', () => {
	const pace = steadily(steadily(startPace(start), 10, 0, 60), 30, 60, 90);
	expect(currentSpeed(pace, at(90))).toBeGreaterThan(25);
	expect(currentSpeed(pace, at(90))).toBeLessThan(30);
	expect(meanSpeed(pace, at(90))).toBeCloseTo(1500 / 90, 10);
});

test('a run that stands still becomes slow: seconds without a home count', () => {
	const pace = steadily(startPace(start), 10, 0, 60);
	expect(currentSpeed(pace, at(70))).toBeLessThan(6);
	expect(currentSpeed(pace, at(200))).toBeLessThan(0.01);
});

test('nothing is divided by zero at the very start', () => {
	const pace = startPace(start);
	expect(meanSpeed(pace, start)).toBe(0);
	expect(currentSpeed(pace, start)).toBe(0);
	expect(timeLeft(pace, 100, start)).toBeUndefined();
});

test('paused time does not pass: neither for the speed nor for the time left', () => {
	const running = steadily(startPace(start), 10, 0, 30);
	const paused = setResting(running, true, at(30));
	expect(activeMs(paused, at(3630))).toBe(30_000);
	expect(meanSpeed(paused, at(3630))).toBe(10);
	expect(currentSpeed(paused, at(3630))).toBeCloseTo(currentSpeed(running, at(30)), 10);
	expect(timeLeft(paused, 100, at(3630))).toBeCloseTo(9500);
	const resumed = complete(setResting(paused, false, at(3630)), 10, at(3630.5));
	expect(activeMs(resumed, at(3631))).toBe(31_000);
	expect(meanSpeed(resumed, at(3631))).toBe(10);
});

test('a second pause adds to the first; pausing twice is pausing once', () => {
	let pace = startPace(start);
	pace = setResting(setResting(pace, true, at(10)), true, at(15));
	pace = setResting(setResting(pace, false, at(20)), false, at(25));
	pace = setResting(setResting(pace, true, at(30)), false, at(31));
	expect(activeMs(pace, at(40))).toBe(29_000);
});

test('the time left goes by the last two minutes', () => {
	const pace = steadily(steadily(startPace(start), 100, 0, 300), 10, 300, 420);
	expect(timeLeft(pace, 600, at(420))).toBeCloseTo(59_500, 0);
});

test('the time left is not known before 20 homes, and nothing is left when nothing remains', () => {
	const few = complete(startPace(start), 19, at(2));
	expect(timeLeft(few, 100, at(4))).toBeUndefined();
	expect(timeLeft(complete(few, 1, at(3)), 100, at(4))).toBe(14_000);
	expect(timeLeft(few, 0, at(4))).toBe(0);
	expect(timeLeft(few, -3, at(4))).toBe(0);
});

test('what is kept does not grow with the length of the run', () => {
	const pace = steadily(startPace(start), 5, 0, 10_000);
	expect(pace.buckets.length).toBeLessThanOrEqual(121);
	expect(pace.completed).toBe(50_000);
});

test('after the number of workers has changed the time left goes by the new speed, and does not take the change for a trend', () => {
	const slow = steadily(startPace(start, 4), 10, 0, 30);
	const fast = steadily(withWorkers(slow, 12), 30, 30, 40);
	expect(timeLeft(fast, 600, at(40)) ?? 0).toBeGreaterThan(18_500);
	expect(timeLeft(fast, 600, at(40)) ?? 0).toBeLessThan(20_500);
});

test('one worker more or less of many is no change', () => {
	const pace = steadily(startPace(start, 10), 10, 0, 30);
	expect(withWorkers(withWorkers(pace, 9), 10)).toBe(pace);
});
