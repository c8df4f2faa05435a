import { expect, test } from 'vitest';
import type { UnstampedEvent } from '../../src/import/events.ts';
import { Samples } from '../../src/import/samples.ts';
import { committed, Script, start, started } from '../report/support.ts';

function fetched(worker: number, ms: number, attempts = 1): UnstampedEvent[] {
	const home = { worker, id: `${worker}`, label: '' };
	return [
		{ type: 'worker.fetching', ...home },
		{ type: 'worker.finished', worker, id: `${worker}`, outcome: 'fetched', ms, attempts },
	];
}

interface Scene {
	readonly script: Script;
	readonly samples: Samples;
	/** Looks once a second until then. */
	readonly until: (seconds: number) => string[];
	readonly request: (count: number) => void;
}

function scene(): Scene {
	let now = 0;
	let requests = 0;
	const samples = new Samples(start, () => requests);
	return {
		samples,
		script: new Script(samples.listen).send(0, started),
		until(seconds) {
			const changes: string[] = [];
			while (now < seconds) changes.push(samples.look(start + ++now * 1000));
			return changes;
		},
		request(count) {
			requests += count;
		},
	};
}

test('a sample every five seconds, with what happened since the one before', () => {
	const run = scene();
	run.script.send(1, ...fetched(1, 100), ...fetched(1, 300), ...fetched(2, 9000, 3));
	run.script.send(2, committed({ imported: 20, failed: 2 }));
	run.request(25);
	expect(run.until(5)).toEqual(['same', 'same', 'same', 'same', 'added']);
	run.script.send(6, committed({ unchanged: 3, gone: 1 }));
	run.until(10);
	expect(run.samples.from(0)).toEqual([
		expect.objectContaining({ at: start + 5000, done: 22, failed: 2, requests: 25, workers: 12 }),
		expect.objectContaining({ at: start + 10_000, done: 4, failed: 0, requests: 0, medianLatencyMs: null }),
	]);
	const [first] = run.samples.from(0);
	expect(first?.medianLatencyMs).toBeGreaterThan(98);
	expect(first?.medianLatencyMs).toBeLessThan(102);
	expect(first?.p95LatencyMs).toBeGreaterThan(295);
	expect(first?.p95LatencyMs).toBeLessThan(305);
	expect(run.samples.answers.total).toBe(2);
});

test('what held the run back the longest is what a sample says', () => {
	const run = scene();
	const { workers, batchSize, rate } = started;
	const control = (paused: boolean): UnstampedEvent => ({
		type: 'control.changed',
		control: { paused, workers, batchSize, rate, adaptive: false },
	});
	run.script.send(0, { type: 'discovery.finished' }, control(true));
	run.until(3);
	run.script.send(3, control(false));
	run.until(5);
	run.script.send(5, { type: 'api.waiting', delayMs: 1, reason: '' });
	run.until(10);
	run.script.send(10, { type: 'api.back' }, { type: 'database.waiting', delayMs: 1, reason: '' });
	run.until(15);
	run.script.send(15, { type: 'database.back' });
	for (let second = 16; second <= 25; second++) {
		run.request(10);
		run.until(second);
	}
	expect(run.samples.from(0).map(({ binding }) => binding)).toEqual(['paused', 'api', 'database', 'latency', 'rate']);
});

test('hours of a run stay some hundred samples, in which nothing is lost', () => {
	const run = scene();
	const hours = 8 * 3600;
	let most = 0;
	let thinned = 0;
	for (let second = 1; second <= hours; second++) {
		run.request(10);
		run.script.send(second, committed({ imported: 10 }));
		if (run.until(second)[0] === 'thinned') thinned++;
		most = Math.max(most, run.samples.count);
	}
	run.samples.close(start + hours * 1000);
	const samples = run.samples.from(0);
	expect(most).toBeLessThan(500);
	expect(samples.length).toBeGreaterThan(200);
	expect(thinned).toBeGreaterThan(2);
	expect(samples.reduce((sum, { done }) => sum + done, 0)).toBe(10 * hours);
	expect(samples.reduce((sum, { requests }) => sum + requests, 0)).toBe(10 * hours);
	expect(samples.map(({ at }) => at)).toEqual(samples.map(({ at }) => at).toSorted((a, b) => a - b));
	expect(samples.at(-1)?.at).toBe(start + hours * 1000);
});

test('under a low ceiling workers wait for their turn, and that is not told as a silent API', () => {
	const run = scene();
	const control = { paused: false, workers: 1, batchSize: 50, rate: 0.1, adaptive: false };
	const fetching: UnstampedEvent = { type: 'worker.fetching', worker: 1, id: '1', label: '' };
	run.script.send(0, { type: 'discovery.finished' }, { type: 'control.changed', control }, fetching);
	run.until(15);
	run.until(25);
	expect(run.samples.from(0).map(({ binding }) => binding)).toEqual(['latency', 'rate', 'rate', 'api', 'api']);
});
