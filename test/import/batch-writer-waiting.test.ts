import { expect, test } from 'vitest';
import { StoreError } from '../../src/import/ports.ts';
import { StopRun } from '../../src/import/stop-run.ts';
import { rejection, simulate, stateOf } from './support.ts';
import { homeEntries, refusals } from './support-store.ts';
import { startWriter } from './support-writer.ts';

test('a conflict with another importer is repeated, without a word and without splitting the batch', async () => {
	const { writeAll, store, events } = startWriter({
		refuse: (_, call) => (call < 9 ? refusals.conflict() : undefined),
	});
	await writeAll(homeEntries(50));
	expect(store.saves).toBe(9);
	expect(store.commits).toEqual([50]);
	expect(events.map(({ type }) => type)).toEqual(['batch.flushing', 'batch.committed']);
});

test('a key that stays taken is the fault of a record: it is isolated', async () => {
	const taken = new StoreError('conflict', '23505', 'duplicate key');
	const { writeAll, store } = startWriter({
		refuse: (entries) => (entries.some(({ kind, id }) => kind === 'home' && id === 'home-000004') ? taken : undefined),
	});
	await writeAll(homeEntries(8));
	expect(store.homes.size).toBe(7);
	expect(store.failures).toMatchObject([{ id: 'home-000004', problem: { stage: 'store', kind: '23505' } }]);
});

test('a deadlock is nobody’s fault, however often it comes: the batch is repeated', async () => {
	const { writeAll, store } = startWriter({ refuse: (_, call) => (call < 40 ? refusals.conflict() : undefined) });
	await writeAll(homeEntries(8));
	expect(store.commits).toEqual([8]);
	expect(store.failures).toEqual([]);
});

test('a database that is away is waited for, ever longer up to 30 s, and both is told', async () => {
	const { writeAll, store, of } = startWriter({
		refuse: (_, call) => (call <= 9 ? refusals.unavailable() : undefined),
	});
	await writeAll(homeEntries(50));
	const full = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000];
	expect(of('database.waiting')).toEqual(
		full.map((delay) => ({ type: 'database.waiting', delayMs: delay * 0.75, reason: 'connection refused' })),
	);
	expect(of('database.back')).toHaveLength(1);
	expect(store.commits).toEqual([50]);
	expect(store.failures).toEqual([]);
});

test('a database that stays away for 15 minutes ends the run, and no home becomes a failure', async () => {
	const { writeAll, clock, store, abandoned, of } = startWriter({ refuse: refusals.unavailable });
	const start = clock.now();
	const error = await rejection(writeAll(homeEntries(60)));
	expect(error).toBeInstanceOf(StopRun);
	expect(error).toHaveProperty('reason', { kind: 'database', message: 'connection refused' });
	expect(clock.now() - start).toBeGreaterThan(15 * 60_000);
	expect(clock.now() - start).toBeLessThan(16 * 60_000);
	expect(abandoned).toEqual([60]);
	expect(store.failures).toEqual([]);
	expect(of('database.back')).toEqual([]);
});

test('who adds waits with it while the database is away', async () => {
	const { writer, clock } = startWriter({ refuse: (_, call) => (call <= 3 ? refusals.unavailable() : undefined) });
	const adding = Promise.all(homeEntries(500).map((entry) => writer.add(entry)));
	await clock.advance(1000);
	expect(await stateOf(adding)).toBe('pending');
	await simulate(clock, adding);
	expect(await stateOf(adding)).toBe('resolved');
});

test('an abort ends the waiting for the database at once', async () => {
	const { add, clock, writer, abort, running, abandoned } = startWriter({ refuse: refusals.unavailable });
	await add(homeEntries(50));
	await clock.advance(5000);
	const reason = new Error('now');
	abort.abort(reason);
	writer.close();
	expect(await rejection(running)).toBe(reason);
	expect(clock.sleeping).toBe(0);
	expect(abandoned).toEqual([50]);
});

test('conflicts before an outage do not make its waits longer', async () => {
	const { writeAll, of } = startWriter({
		refuse: (_, call) => {
			if (call <= 8) return refusals.conflict();
			return call === 9 ? refusals.unavailable() : undefined;
		},
	});
	await writeAll(homeEntries(1));
	expect(of('database.waiting').map(({ delayMs }) => delayMs)).toEqual([375]);
});

test('once someone wants the run to end, a database that is away is tried once more and not waited for', async () => {
	const { add, clock, hurry, running, store, abandoned } = startWriter({ refuse: refusals.unavailable });
	await add(homeEntries(50));
	await clock.advance(60_000);
	const tries = store.saves;
	hurry.abort(new Error('stop'));
	await clock.advance(1);
	expect(await rejection(running)).toHaveProperty('reason.kind', 'database');
	expect(store.saves).toBe(tries + 1);
	expect(abandoned).toEqual([50]);
});

test('a database that is back and then refuses a record is told as back', async () => {
	const { writeAll, of, store } = startWriter({
		refuse: (entries, call) => {
			if (call === 1) return refusals.unavailable();
			return entries.some(({ id }) => id === 'home-000003') && entries[0]?.kind === 'home'
				? refusals.record()
				: undefined;
		},
	});
	await writeAll(homeEntries(10));
	expect(of('database.waiting')).toHaveLength(1);
	expect(of('database.back')).toHaveLength(1);
	expect(store.homes.size).toBe(9);
});
