import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate } from './support.ts';
import { startScene } from './support-run.ts';
import { refusals } from './support-store.ts';
import { type FakedOutcome, failedPage, fetchedHome, homes, invalid, outage } from './support-world.ts';

const fates = ['fetched', 'gone', 'invalid', 'outage', 'refused by the database', 'stored before'] as const;
type Fate = (typeof fates)[number];

const plan = fc.record({
	fates: fc.array(fc.constantFrom(...fates), { maxLength: 450, size: 'max' }),
	workers: fc.integer({ min: 1, max: 64 }),
	batchSize: fc.integer({ min: 1, max: 80 }),
	limit: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
	latency: fc.integer({ min: 0, max: 50 }),
	commitLatency: fc.integer({ min: 0, max: 300 }),
	badPage: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
	unreadable: fc.integer({ min: 0, max: 3 }),
	/** Of saves, by their number. */
	troubles: fc.array(fc.constantFrom('none', 'none', 'none', 'conflict', 'unavailable'), { maxLength: 30 }),
	steps: fc.array(
		fc.record({
			after: fc.integer({ min: 0, max: 400 }),
			doing: fc.constantFrom('pause', 'resume', 'fewer', 'more', 'larger', 'retry'),
		}),
		{ maxLength: 6 },
	),
	end: fc.constantFrom('by itself', 'by itself', 'stop', 'abort', 'blocked', 'fatal'),
	endAfter: fc.integer({ min: 0, max: 1000 }),
});

type Plan = typeof plan extends fc.Arbitrary<infer Value> ? Value : never;

function outcomeOf(fate: Fate | undefined, id: string): FakedOutcome {
	if (fate === 'gone') return { status: 'gone', attempts: 1 };
	if (fate === 'invalid') return { status: 'failed', problem: invalid, attempts: 1 };
	if (fate === 'outage') return { status: 'failed', problem: outage, attempts: 5 };
	return fetchedHome(id);
}

function start(given: Plan) {
	const all = homes(given.fates.length);
	const fateOf = new Map(all.map(({ id }, index) => [id, given.fates[index]]));
	let over = false;
	const scene = startScene({
		world: {
			homes: all,
			latency: given.latency,
			mostPerPage: 150,
			onPage: ({ page }, answer) => {
				if (over && given.end === 'blocked') return { status: 'blocked', message: 'no' };
				if (page === given.badPage) return failedPage('HTTP 500');
				const problems = Array.from({ length: page === 1 ? given.unreadable : 0 }, () => invalid);
				return { ...answer(), totalHits: answer().totalHits + given.unreadable, problems };
			},
			onFetch: (id) =>
				over && given.end === 'blocked' ? { status: 'blocked', message: 'no' } : outcomeOf(fateOf.get(id), id),
		},
		store: {
			latency: given.commitLatency,
			refuse: (entries, call) => {
				if (over && given.end === 'fatal') return refusals.fatal();
				const trouble = given.troubles[call - 1];
				if (trouble !== undefined && trouble !== 'none') return refusals[trouble]();
				const bad = entries.some(({ kind, id }) => kind === 'home' && fateOf.get(id) === 'refused by the database');
				return bad ? refusals.record() : undefined;
			},
		},
		run: { workers: given.workers, batchSize: given.batchSize, limit: given.limit },
		stored: all.filter(({ id }) => fateOf.get(id) === 'stored before').map(({ id }) => id),
	});
	return {
		...scene,
		finish: () => {
			over = true;
		},
	};
}

async function steer({ clock, running, finish }: ReturnType<typeof start>, given: Plan): Promise<void> {
	const { control } = running;
	for (const { after, doing } of given.steps) {
		await clock.advance(after);
		if (doing === 'pause') control.pause();
		if (doing === 'resume') control.resume();
		if (doing === 'fewer') control.setWorkers(1);
		if (doing === 'more') control.setWorkers(64);
		if (doing === 'larger') control.setBatchSize(700);
		if (doing === 'retry') for (const kind of ['invalid', 'HTTP 500', '22001']) control.retry(kind);
	}
	await clock.advance(given.endAfter);
	control.resume();
	finish();
	if (given.end === 'stop') control.stop();
	if (given.end === 'abort') control.abort();
}

test('whatever happens to a run, every home that was discovered ends once and is accounted for', async () => {
	await fc.assert(
		fc.asyncProperty(plan, async (given) => {
			const scene = start(given);
			await steer(scene, given);
			const { counts, status } = await simulate(scene.clock, scene.running.finished);

			const { discovered, imported, updated, unchanged, skipped, failed, gone } = counts;
			expect(imported + updated + unchanged + skipped + failed + gone).toBe(discovered);
			expect(discovered).toBeLessThanOrEqual(Math.min(given.limit ?? Number.POSITIVE_INFINITY, given.fates.length + 3));
			const retried = scene.of('homes.retried').reduce((sum, { count }) => sum + count, 0);
			const left = scene.of('homes.unretried').reduce((sum, { count }) => sum + count, 0);
			expect(scene.store.failures).toHaveLength(failed + retried - left);
			expect(scene.world.fetched.length - new Set(scene.world.fetched).size).toBeLessThanOrEqual(retried);
			expect(scene.world.mostInFlight).toBeLessThanOrEqual(64);
			expect(scene.world.inFlight).toBe(0);
			expect(scene.clock.sleeping).toBe(0);
			expect(scene.events.at(-1)?.type).toBe('run.finished');
			if (status === 'completed' && given.limit === undefined) {
				expect(discovered).toBe(given.fates.length + given.unreadable);
			}
		}),
		{ numRuns: 100 },
	);
}, 120_000);
