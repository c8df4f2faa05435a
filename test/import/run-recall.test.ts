import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ended } from '../../src/import/counts.ts';
import type { ImportEvent, RunResult } from '../../src/import/events.ts';
import { HomeCount } from '../../src/import/home-count.ts';
import type { BatchEntry, ListedHome, StoredAs } from '../../src/import/ports.ts';
import { doneWith } from '../../src/import/progress.ts';
import { Observer } from '../../src/terminal/observer.ts';
import { simulate } from './support.ts';
import { type Scene, startScene, tally } from './support-run.ts';
import { refusals } from './support-store.ts';
import { type FakedOutcome, fetchedHome, home, homes, invalid, outage } from './support-world.ts';

const refusedRecord = 'refused by the database';
/** What a home's own record comes to. */
const owns = {
	stored: (id: string): FakedOutcome => fetchedHome(id),
	refused: (): FakedOutcome => ({
		...{ status: 'fetched', record: refusedRecord },
		notes: { unknownFields: [], repairedTexts: [] },
	}),
	gone: (): FakedOutcome => ({ status: 'gone' }),
	unreadable: (): FakedOutcome => ({ status: 'failed', problem: invalid }),
	unfetched: (): FakedOutcome => ({ status: 'failed', problem: { ...outage, outage: false } }),
} as const;
type Own = keyof typeof owns;
const kinds = [refusals.record().kind, invalid.kind, outage.kind];

interface Plan {
	readonly count: number;
	/** Numbers of the homes whose search record the database refuses. */
	readonly refusedPages: ReadonlySet<number>;
	/** What comes of the first fetch of a home, and of those that follow; the last one stays. */
	readonly own: (number: number) => readonly Own[];
	readonly latency: (id: string) => number;
	readonly commitLatency: number;
	readonly workers?: number;
	readonly batchSize?: number;
	readonly listen?: (event: ImportEvent, scene: Scene) => void;
}

/** A run from pages whose sample differs, so that all of them are recalled. */
function recalling(plan: Plan) {
	const numberOf = (id: string): number => Number(id.slice(-6));
	const fetches = new Map<string, number>();
	const committed: (readonly BatchEntry<string>[])[] = [];
	const scene = startScene({
		world: {
			homes: homes(plan.count),
			readListed: ({ id }: ListedHome) => ({ record: id, notes: { unknownFields: [], repairedTexts: [] } }),
			differences: () => ['livingArea'],
			latency: plan.latency,
			onFetch: (id) => {
				const own = plan.own(numberOf(id));
				const fetched = fetches.get(id) ?? 0;
				fetches.set(id, fetched + 1);
				return owns[own[Math.min(fetched, own.length - 1)] ?? 'stored'](id);
			},
		},
		store: {
			latency: plan.commitLatency,
			refuse: (entries) => {
				const isBad = (entry: BatchEntry<string>): boolean =>
					entry.kind === 'home' &&
					(entry.fromPage === true ? plan.refusedPages.has(numberOf(entry.id)) : entry.record === refusedRecord);
				if (entries.some(isBad)) return refusals.record();
				committed.push(entries);
				return undefined;
			},
		},
		run: { fetch: 'pages', workers: plan.workers ?? 4, batchSize: plan.batchSize ?? 10, onDrift: 'go on' },
		...(plan.listen !== undefined && { listen: plan.listen }),
	});
	return { ...scene, committed };
}

/** What the run, its display and the store's own account say of it is the same. */
function expectAgreement({ state, events, committed }: ReturnType<typeof recalling>, { counts }: RunResult): void {
	const { errorGroups, firstErrors } = state();
	const ends = new Map(committed.flat().map((entry) => [entry.id, entry.kind]));
	const failed = [...ends].flatMap(([id, kind]) => (kind === 'failure' ? [id] : [])).sort();
	expect(counts.failed).toBe(failed.length);
	expect(errorGroups.reduce((sum, { count }) => sum + count, 0)).toBe(failed.length);
	const shown = firstErrors.map(({ id }) => id);
	expect(failed).toEqual(expect.arrayContaining(shown));
	expect(new Set(shown).size).toBe(shown.length);

	const observer = new Observer();
	for (const event of events) observer.note(event, state().pace);
	const { failures } = observer.observed(state().pace);
	expect(failures.map(({ id }) => id).sort()).toEqual(failed);

	const ledger = new HomeCount();
	const stored = new Map([...ends].flatMap(([id]): [string, StoredAs][] => (id === null ? [] : [[id, 'imported']])));
	const counted = committed.map((entries) => ledger.add(entries, stored));
	const sum = (of: 'imported' | 'gone'): number => counted.reduce((all, each) => all + each[of], 0);
	expect(sum('imported')).toBe(counts.imported + counts.updated + counts.unchanged);
	expect(sum('gone')).toBe(counts.gone);
}

const bad = home(30).id;

/** One home is refused from its page; the sample takes so long that this is known before the recall, or the commit does. */
function oneRefused(own: readonly Own[], first: 'refusal' | 'recall', listen?: Plan['listen']) {
	return recalling({
		count: 60,
		refusedPages: new Set([30]),
		own: (number) => (number === 30 ? own : ['stored']),
		// The last fetch outlasts the commits: until it ends what failed can be tried again.
		latency: (id) => (id === home(31).id ? 100_000 : first === 'refusal' ? 5000 : 10),
		commitLatency: first === 'refusal' ? 1 : 3000,
		...(listen !== undefined && { listen }),
	});
}

describe.each(['refusal', 'recall'] as const)(
	'a home that is refused from its page and recalled, %s first',
	(first) => {
		test.each<[Own, object, [string, number][]]>([
			['stored', { imported: 60 }, []],
			['refused', { imported: 59, failed: 1 }, [['22001', 1]]],
			['gone', { imported: 59, gone: 1 }, []],
			['unfetched', { imported: 59, failed: 1 }, [['HTTP 500', 1]]],
		])('is only what its own record came to: %s', async (own, counts, groups) => {
			const scene = oneRefused([own], first);
			const result = await scene.end();
			expect(result.status).toBe('completed');
			expect(tally(result.counts)).toEqual({ expected: 60, discovered: 60, ...counts });
			expect(scene.state().errorGroups.map(({ kind, count }) => [kind, count])).toEqual(groups);
			expect(scene.state().firstErrors).toHaveLength(groups.length);
			expectAgreement(scene, result);
		});

		test.each<Own>(['stored', 'refused', 'gone'])(
			'is not tried again beside the recall, and then is: %s',
			async (own) => {
				const retried: number[] = [];
				const scene = oneRefused([own], first, (event, { running, of, state }) => {
					if (event.type !== 'batch.committed' && event.type !== 'worker.fetching') return;
					const before = of('homes.retried').length;
					if (of('pages.distrusted').length > 0) running.control.retry('22001');
					if (of('homes.retried').length > before) retried.push(of('failure.superseded').length);
					expect(state().counts.failed).toBeGreaterThanOrEqual(0);
				});
				const result = await scene.end();
				// Where its own record is refused as well, that can be tried again; its search record's failure never is.
				expect(retried.every((superseded) => superseded === 1)).toBe(true);
				expect(scene.world.fetched.filter((id) => id === bad)).toHaveLength(1 + retried.length);
				if (own !== 'refused') expect(retried).toEqual([]);
				expectAgreement(scene, result);
			},
		);
	},
);

test.each<[Own, Own]>([
	['stored', 'stored'],
	['refused', 'stored'],
	['unfetched', 'gone'],
])('a home that was tried again before the recall is not fetched beside that: %s', async (own, later) => {
	const scene = oneRefused([own, later], 'refusal', (event, { running, of }) => {
		if (event.type === 'batch.committed' && event.failed > 0 && of('homes.retried').length === 0)
			running.control.retry('22001');
	});
	const result = await scene.end();
	expect(scene.of('homes.retried')).toMatchObject([{ count: 1, ids: [bad] }]);
	expect(scene.world.fetched.filter((id) => id === bad)).toHaveLength(1);
	const { pages, counts } = scene.state();
	expect(pages.fetchedAgain).toBe(pages.recalled);
	expect(doneWith(scene.state())).toBe(ended(counts));
	expect(tally(result.counts)).toMatchObject(own === 'stored' ? { imported: 60 } : { imported: 59, failed: 1 });
	expectAgreement(scene, result);
});

const chance = fc.record({
	homes: fc.array(
		fc.record({
			refused: fc.boolean(),
			own: fc.array(fc.constantFrom<Own>('stored', 'stored', 'refused', 'gone', 'unreadable', 'unfetched'), {
				minLength: 1,
				maxLength: 3,
			}),
			latency: fc.constantFrom(0, 10, 10, 200, 3000),
		}),
		{ minLength: 10, maxLength: 60, size: 'max' },
	),
	commitLatency: fc.constantFrom(1, 50, 2000),
	workers: fc.integer({ min: 1, max: 16 }),
	batchSize: fc.integer({ min: 1, max: 40 }),
	/** ms between one and the next. */
	presses: fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 8 }),
	end: fc.constantFrom('by itself', 'by itself', 'by itself', 'stop', 'abort'),
});

test('whenever failed homes are tried again, the counts, the errors and the account agree', async () => {
	let recalled = 0;
	let superseded = 0;
	await fc.assert(
		fc.asyncProperty(chance, async (given) => {
			const scene = recalling({
				...{ count: given.homes.length, workers: given.workers, batchSize: given.batchSize },
				refusedPages: new Set(given.homes.flatMap(({ refused }, index) => (refused ? [index + 1] : []))),
				own: (number) => given.homes[number - 1]?.own ?? ['stored'],
				latency: (id) => given.homes[Number(id.slice(-6)) - 1]?.latency ?? 10,
				commitLatency: given.commitLatency,
				listen: (event, { state }) => {
					if (event.type === 'batch.committed') expect(state().counts.failed).toBeGreaterThanOrEqual(0);
				},
			});
			for (const after of given.presses) {
				await scene.clock.advance(after);
				for (const kind of kinds) scene.running.control.retry(kind);
			}
			if (given.end === 'stop') scene.running.control.stop();
			if (given.end === 'abort') scene.running.control.abort();
			const result = await simulate(scene.clock, scene.running.finished);
			recalled += scene.state().pages.recalled;
			superseded += scene.of('failure.superseded').length;
			const errors = scene.state().errorGroups.reduce((sum, { count }) => sum + count, 0);
			expect(errors).toBe(result.counts.failed);
			if (given.end !== 'by itself') return;
			expect(result.status).toBe('completed');
			expect(result.counts.discovered).toBe(given.homes.length);
			expect(doneWith(scene.state())).toBe(given.homes.length);
			expectAgreement(scene, result);
		}),
		{ numRuns: 150 },
	);
	expect(recalled).toBeGreaterThan(100);
	expect(superseded).toBeGreaterThan(100);
}, 120_000);
