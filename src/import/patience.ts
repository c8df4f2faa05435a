import type { Clock } from '../shared/clock.ts';
import type { Emit } from './events.ts';
import { StoreError } from './ports.ts';
import { StopRun } from './stop-run.ts';

/** A unique key that is still taken after so many tries is the record's own doing. */
const conflictsInARow = 8;
const longestConflictWaitMs = 2000;
const firstWaitMs = 500;
const longestWaitMs = 30_000;
/** A database that is away longer than this ends the run. */
const givesUpAfterMs = 15 * 60_000;

export interface PatienceOptions {
	readonly clock: Clock;
	readonly random: () => number;
	readonly emit: Emit;
	/** Ends the waiting at once. */
	readonly signal: AbortSignal;
	/** Someone wants the run to end: the task is tried once more and no longer waited for. */
	readonly hurry: AbortSignal;
}

/**
 * Runs a task of the store, again and again where what is in its way will pass: another importer at the same rows, a database that is
 * away.
 *
 * @throws StopRun when the database stays away; the signal's reason when aborted; any other refusal as it is.
 */
export async function patiently<Result>(task: () => Promise<Result>, options: PatienceOptions): Promise<Result> {
	const { clock, emit, random, signal, hurry } = options;
	const started = clock.now();
	let conflicts = 0;
	let away = 0;
	while (true) {
		signal.throwIfAborted();
		try {
			const result = await task();
			if (away > 0) emit({ type: 'database.back' });
			return result;
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			if (error.blame === 'conflict' && !(error.isolable && conflicts >= conflictsInARow)) {
				if (clock.now() - started > givesUpAfterMs) throw databaseStop(error);
				conflicts++;
				await clock.sleep(random() * Math.min(longestConflictWaitMs, 50 * conflicts), signal);
			} else if (error.blame === 'unavailable') {
				if (hurry.aborted || clock.now() - started > givesUpAfterMs) throw databaseStop(error);
				const delayMs = Math.min(longestWaitMs, firstWaitMs * 2 ** away) * (0.5 + random() / 2);
				away++;
				emit({ type: 'database.waiting', delayMs, reason: error.message });
				await sleepUnlessHurried(delayMs, options);
			} else throw error;
		}
	}
}

async function sleepUnlessHurried(ms: number, { clock, signal, hurry }: PatienceOptions): Promise<void> {
	const either = AbortSignal.any([signal, hurry]);
	try {
		await clock.sleep(ms, either);
	} catch (error) {
		if (signal.aborted || !hurry.aborted) throw error;
	}
}

/** The end of the run, where going on makes no sense without the database. */
export function databaseStop(error: StoreError): StopRun {
	return new StopRun({ kind: 'database', message: error.message }, { cause: error });
}
