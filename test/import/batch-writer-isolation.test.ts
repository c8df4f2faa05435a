import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BatchEntry } from '../../src/import/ports.ts';
import { StopRun } from '../../src/import/stop-run.ts';
import { rejection } from './support.ts';
import { homeEntries, homeEntry, partition, refusals, refuseIds } from './support-store.ts';
import { startWriter } from './support-writer.ts';

const idsOfFifty = homeEntries(50).map((entry) => entry.id as string);

test('three bad records among fifty: 47 are stored, three are failures with what the API sent, and later batches are unharmed', async () => {
	const bad = new Set([idsOfFifty[0], idsOfFifty[23], idsOfFifty[49]] as string[]);
	const { writeAll, store, of } = startWriter({ refuse: refuseIds(bad) });
	await writeAll([...homeEntries(50), ...homeEntries(100).slice(50)]);
	expect(store.homes.size).toBe(97);
	expect(store.failures.map(({ id }) => id)).toEqual([...bad]);
	expect(store.failures[0]).toEqual({
		kind: 'failure',
		partition,
		id: idsOfFifty[0],
		label: `label of ${idsOfFifty[0]}`,
		attempts: 1,
		problem: {
			stage: 'store',
			kind: '22001',
			message: 'The database refused it: value too long.',
			payload: `record of ${idsOfFifty[0]}`,
		},
	});
	expect(of('home.failed').every(({ problem }) => !('payload' in problem))).toBe(true);
	expect(store.commits.at(-1)).toBe(50);
});

test('whatever records are bad, everything good is stored, every bad one is a failure, in few commits', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...idsOfFifty), { maxLength: 8 }), async (badIds) => {
			const bad = new Set(badIds);
			const { writeAll, store, committed, of } = startWriter({ refuse: refuseIds(bad) });
			await writeAll(homeEntries(50));
			expect([...store.homes].sort()).toEqual(idsOfFifty.filter((id) => !bad.has(id)));
			expect(store.failures.map(({ id }) => id).sort()).toEqual([...bad].sort());
			expect([...committed].sort()).toEqual(idsOfFifty);
			// A bad record costs its path down the halves, and each half beside it.
			expect(store.saves).toBeLessThanOrEqual(1 + badIds.length * (2 * Math.ceil(Math.log2(50)) + 1));
			const batches = of('batch.committed');
			expect(batches.map(({ number }) => number)).toEqual(batches.map((_, index) => index + 1));
			expect(batches.reduce((sum, { imported }) => sum + imported, 0)).toBe(50 - bad.size);
			expect(batches.reduce((sum, { failed }) => sum + failed, 0)).toBe(bad.size);
		}),
		{ numRuns: 50 },
	);
});

test('a batch of nothing but bad records loses none of them', async () => {
	const { writeAll, store } = startWriter({ refuse: refuseIds(new Set(idsOfFifty)) });
	await writeAll(homeEntries(50));
	expect(store.homes.size).toBe(0);
	expect(store.failures).toHaveLength(50);
});

test('a failure that cannot be stored with what the API sent is stored without it, in its own words', async () => {
	const bad = idsOfFifty[3] as string;
	const { writeAll, store } = startWriter({
		refuse: (entries) =>
			entries.some((entry) => entry.id === bad && holdsPayload(entry)) ? refusals.record() : undefined,
	});
	await writeAll(homeEntries(8));
	expect(store.homes.size).toBe(7);
	expect(store.failures).toHaveLength(1);
	expect(store.failures[0]).toMatchObject({ id: bad, problem: { kind: '22001', stage: 'store' } });
	expect(store.failures[0]?.problem).not.toHaveProperty('payload');
});

test('a failure of the fetch keeps its reason when what the API sent cannot be stored', async () => {
	const problem = {
		stage: 'validate',
		kind: 'invalid',
		message: 'zipCode: expected a number',
		payload: { a: 1 },
	} as const;
	const { writeAll, store } = startWriter({
		refuse: (entries) =>
			entries.some((entry) => entry.kind === 'failure' && holdsPayload(entry)) ? refusals.record() : undefined,
	});
	await writeAll([homeEntry('good'), { kind: 'failure', id: 'bad', label: 'Vej 1', partition, problem, attempts: 3 }]);
	const { payload: _, ...kept } = problem;
	expect(store.failures).toEqual([
		{ kind: 'failure', id: 'bad', label: 'Vej 1', partition, problem: kept, attempts: 3 },
	]);
});

test('a failure that the database never takes is an error, not an endless loop', async () => {
	const { writeAll, abandoned } = startWriter({ refuse: refusals.record });
	const error = await rejection(writeAll(homeEntries(1)));
	expect(error).toHaveProperty('message', 'value too long');
	expect(abandoned).toEqual([1]);
});

test('a refusal for good stops the run at once with the words of the database', async () => {
	const { writeAll, store, abandoned } = startWriter({ refuse: refusals.fatal });
	const error = await rejection(writeAll(homeEntries(60)));
	expect(error).toBeInstanceOf(StopRun);
	expect(error).toHaveProperty('reason', { kind: 'database', message: 'permission denied for table property' });
	expect(error).toHaveProperty('cause.blame', 'fatal');
	expect(store.saves).toBe(1);
	expect(abandoned).toEqual([60]);
});

test('a refusal for good while bad records are isolated stops the run just the same', async () => {
	const bad = new Set([idsOfFifty[0] as string]);
	const { writeAll, store, abandoned } = startWriter({
		refuse: (entries) => (entries.some(({ kind }) => kind === 'failure') ? refusals.fatal() : refuseIds(bad)(entries)),
	});
	const error = await rejection(writeAll(homeEntries(50)));
	expect(error).toBeInstanceOf(StopRun);
	expect(error).toHaveProperty('reason.kind', 'database');
	expect(store.homes.size + (abandoned[0] ?? 0)).toBe(50);
});

function holdsPayload(entry: BatchEntry<string>): boolean {
	return entry.kind === 'home' || (entry.kind === 'failure' && entry.problem.payload !== undefined);
}
