import type { Clock } from '../shared/clock.ts';
import type { Emit } from './events.ts';
import { StoreError } from './ports.ts';
import { StopRun } from './stop-run.ts';

/** A unique key that is still taken after so many tries is the record's own doing. */
const conflictsInARow = 8;
const longestConflictWaitMs = 2000;
/** Conflicts are common and pass in no time; only more of them than this are worth telling. */
const quietConflicts = 20;
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
	let told = false;
	const wait = async (delayMs: number, reason: string, tell: boolean): Promise<void> => {
		if (tell) {
			told = true;
			emit({ type: 'database.waiting', delayMs, reason });
		}
		await sleepUnlessHurried(delayMs, options);
	};
	// Whatever it answers, the database is there.
	const back = (): void => {
		if (told) emit({ type: 'database.back' });
		told = false;
		away = 0;
	};
	while (true) {
		signal.throwIfAborted();
		try {
			const result = await task();
			back();
			return result;
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			const tooLong = clock.now() - started > givesUpAfterMs;
			if (error.blame === 'conflict' && !(error.isolable && conflicts >= conflictsInARow)) {
				if (tooLong || (hurry.aborted && conflicts >= conflictsInARow)) throw databaseStop(error);
				conflicts++;
				const delayMs = random() * Math.min(longestConflictWaitMs, 50 * conflicts);
				await wait(delayMs, error.message, conflicts > quietConflicts);
			} else if (error.blame === 'unavailable') {
				if (hurry.aborted || tooLong) throw databaseStop(error);
				await wait(Math.min(longestWaitMs, firstWaitMs * 2 ** away++) * (0.5 + random() / 2), error.message, true);
			} else {
				back();
				throw error;
			}
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
