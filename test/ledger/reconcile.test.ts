import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/open.ts';
import type { PartitionReport } from '../../src/import/events.ts';
import type { BatchEntry, HomeQuery, StoredAs } from '../../src/import/ports.ts';
import { type ImportState, initialState } from '../../src/import/progress.ts';
import { BatchRecorder } from '../../src/ledger/batch-recorder.ts';
import { conditionOf } from '../../src/ledger/freshness.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { partitionFacts } from '../../src/ledger/partition-facts.ts';
import { embeddedDatabase, serverDatabase, serverUrl, type TestDatabase } from '../support/databases.ts';

const made: { readonly files: TestDatabase; readonly database: Database }[] = [];

afterEach(async () => {
	for (const { files, database } of made.splice(0)) {
		await database.close();
		await files.drop();
	}
});

const kinds: [string, () => Promise<TestDatabase>][] = [['embedded', embeddedDatabase]];
if (serverUrl !== undefined) kinds.push(['server', serverDatabase]);

const partition = 'Dragør · villa';
const villas: HomeQuery = {
	municipality: { code: 155, name: 'Dragør', slug: 'dragoer', knownZipCodes: [2791] },
	addressType: 'villa',
};
const at = new Date('2026-11-23T02:00:00Z');
const id = '0a3f0000-0000-4000-8000-000000000001';

const invalid = { stage: 'validate', kind: 'invalid', message: 'zipCode: expected a number' } as const;
const failure: BatchEntry<unknown> = { kind: 'failure', id, label: id, partition, problem: invalid, attempts: 1 };
const home: BatchEntry<unknown> = { kind: 'home', id, label: id, partition, record: {}, attempts: 1 };

const endings = 'select stored, updated, unchanged, gone, unlisted from import_partition';

function homeOf(number: number): Extract<BatchEntry<unknown>, { kind: 'home' }> {
	const its = `0a3f0000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`;
	return { kind: 'home', id: its, label: its, partition, record: {}, attempts: 1 };
}

/** A run that has read a whole list. */
function stateOf(runId: string, expected: number): ImportState {
	const none = { otherType: 0, withoutType: 0, repeated: 0, moved: 0, readAgain: 0 };
	const report: PartitionReport = { name: partition, expected, listed: expected, ...none };
	const read = { discoveryFinished: true, expectedOf: { [partition]: expected }, partitions: [report] };
	return { ...initialState, runId, ...read };
}

describe.each(kinds)('the account of a partition, in the %s database', (_, make) => {
	async function openLedger() {
		const files = await make();
		const database = await files.open();
		made.push({ files, database });
		const { em } = database.orm;
		const ledger = new Ledger(database.orm);
		await ledger.open('run', {}, [villas], at);
		const recorder = new BatchRecorder('run');
		return {
			ledger,
			facts: () => partitionFacts(em.fork(), []),
			rows: (sql: string): Promise<Record<string, unknown>[]> => em.getConnection().execute(sql),
			/** @param stored how, where a home is not simply imported. */
			record: (entries: readonly BatchEntry<unknown>[], stored: readonly [number: number, as: StoredAs][] = []) => {
				const imported = entries.flatMap(({ kind, id }): [string, StoredAs][] =>
					kind === 'home' && id !== null ? [[id, 'imported']] : [],
				);
				const named = stored.map(([number, as]): [string, StoredAs] => [homeOf(number).id, as]);
				const storedAs = new Map([...imported, ...named]);
				return em.fork().transactional((each) => recorder.record(each, entries, storedAs, at));
			},
		};
	}

	test('is short where homes of a whole list are neither stored nor accounted for, and then no status calls it fresh', async () => {
		const { ledger, rows, facts } = await openLedger();
		await rows('update import_partition set stored = 9');
		expect(await ledger.reconcile(stateOf('run', 12), at)).toMatchObject([{ expected: 12, missing: 3 }]);
		expect(await rows('select state, gap, expected, listed from import_partition')).toEqual([
			{
				...{ state: 'short', expected: 12, listed: 12 },
				gap: '3 of 12 homes are neither stored, nor gone, nor known to have failed',
			},
		]);
		expect(await ledger.lastOf(155, 'villa')).toBeUndefined();
		const [found] = await facts();
		expect(found && conditionOf(found, { now: at, staleAfterMs: 1000 })).toBe('incomplete');
	});

	test('is complete where all of it is stored, or more than the API has by now', async () => {
		const { ledger, rows } = await openLedger();
		for (const [stored, missing] of [
			[12, 0],
			[13, -1],
		]) {
			await rows(`update import_partition set stored = ${stored}`);
			expect(await ledger.reconcile(stateOf('run', 12), at)).toMatchObject([{ missing }]);
			expect(await rows('select state, gap from import_partition')).toEqual([{ state: 'complete', gap: null }]);
		}
	});

	test.each<[string, BatchEntry<unknown>[], number]>([
		['a home that failed and is stored after all', [failure, home], 0],
		['one that failed and is gone', [failure, { kind: 'gone', id, label: id, partition }], 0],
		['one that was stored from its page, and could not be fetched then', [home, { ...failure, again: true }], 1],
	])('counts %s the same in one batch and in two', async (_name, entries, open) => {
		for (const batches of [[entries], entries.map((entry) => [entry])]) {
			const { rows, record } = await openLedger();
			for (const batch of batches) await record(batch);
			expect(await rows('select failed from import_partition')).toEqual([{ failed: open }]);
			expect(await rows('select count(*)::int as open from import_failure where solved_at is null')).toEqual([
				{ open },
			]);
		}
	});

	test('tells what was stored before from what was not: updated, unchanged, and the rest', async () => {
		const { rows, record } = await openLedger();
		await record(
			[homeOf(1), homeOf(2), homeOf(3)],
			[
				[1, 'imported'],
				[2, 'updated'],
				[3, 'unchanged'],
			],
		);
		await record(
			[homeOf(4), { ...homeOf(5), unlisted: true }],
			[
				[4, 'unchanged'],
				[5, 'updated'],
			],
		);
		expect(await rows(endings)).toEqual([{ stored: 4, updated: 1, unchanged: 2, gone: 0, unlisted: 1 }]);
	});

	test('a home that is fetched again after its search record was stored counts once', async () => {
		const { rows, record } = await openLedger();
		const ends: [was: StoredAs, then: StoredAs | 'gone', counted: object][] = [
			['imported', 'updated', { stored: 1, updated: 0, unchanged: 0 }],
			['imported', 'gone', { stored: 0, updated: 0, unchanged: 0 }],
			['updated', 'unchanged', { stored: 1, updated: 1, unchanged: 0 }],
			['updated', 'gone', { stored: 0, updated: 0, unchanged: 0 }],
			['unchanged', 'unchanged', { stored: 1, updated: 0, unchanged: 1 }],
			['unchanged', 'updated', { stored: 1, updated: 1, unchanged: 0 }],
			['unchanged', 'gone', { stored: 0, updated: 0, unchanged: 0 }],
		];
		for (const [number, [was, then, counted]] of ends.entries()) {
			await rows('update import_partition set stored = 0, updated = 0, unchanged = 0, gone = 0');
			const { id: its, label } = homeOf(number);
			await record([{ ...homeOf(number), fromPage: true }], [[number, was]]);
			if (then === 'gone') await record([{ kind: 'gone', id: its, label, partition, again: true }]);
			else await record([{ ...homeOf(number), again: true }], [[number, then]]);
			const gone = then === 'gone' ? 1 : 0;
			expect(await rows(endings), `${was}, ${then}`).toEqual([{ ...counted, gone, unlisted: 0 }]);
		}
	});

	test('a home whose search record was refused was not counted as stored', async () => {
		const { rows, record } = await openLedger();
		const problem = { stage: 'store', kind: '22001', message: 'too long' } as const;
		const failure = (number: number) => ({
			...({ kind: 'failure', id: homeOf(number).id, label: 'x', partition, problem, attempts: 1 } as const),
		});
		await record([1, 2].map((number) => ({ ...failure(number), fromPage: true })));
		await record([{ ...homeOf(1), again: true }], [[1, 'imported']]);
		await record([{ ...failure(2), again: true }]);
		expect(await rows('select stored, failed from import_partition')).toEqual([{ stored: 1, failed: 1 }]);
	});
});
