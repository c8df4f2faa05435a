import { toStoreError } from '../database/errors.ts';
import { DatabaseHomeStore } from '../database/home-store.ts';
import { describeTarget } from '../database/target.ts';
import type { Reconciled, RunResult } from '../import/events.ts';
import type { WantedHome } from '../import/ports.ts';
import type { ImportState } from '../import/progress.ts';
import { startImport } from '../import/run.ts';
import { Ledger } from '../ledger/ledger.ts';
import { summary } from '../report/summary.ts';
import { systemClock } from '../shared/clock.ts';
import { sanitize } from '../shared/sanitize.ts';
import { commandWords, passwordNote, retryArgv } from './command-words.ts';
import type { CommandContext } from './context.ts';
import { isHeadless, openDisplay } from './display.ts';
import type { Ends } from './ends.ts';
import { fitLines } from './fit-lines.ts';
import type { ImportSettings } from './import-settings.ts';
import { exitCodeOf } from './run-exit-code.ts';
import { newRunId } from './run-id.ts';

/** The heartbeat by which the run tells time that passed from time it was asleep. */
const beatMs = 1000;

/**
 * Runs an import from its first event to its summary.
 * @param replay homes of earlier runs that are fetched instead of what the queries list.
 * @returns the exit code.
 */
export async function importHomes(
	context: CommandContext,
	settings: ImportSettings,
	{ source, database, apiUrl, target, limiter }: Ends,
	replay?: readonly WantedHome[],
): Promise<number> {
	const runId = newRunId(new Date());
	const ledger = new Ledger(database.orm);
	const shown = { apiUrl, database: describeTarget(target) };
	const kind = replay === undefined ? 'open' : 'retry';
	// First of all: React and Ink take a while to load, which is no time of the run.
	const display = await openDisplay(context);
	try {
		await ledger.open(runId, { ...recorded(settings), ...shown }, settings.queries, new Date(), kind);
	} catch (error) {
		await display.close();
		throw error;
	}
	const running = startImport(
		{ runId, ...settings, ...shown, ...(replay !== undefined && { replay }) },
		{
			source,
			store: new DatabaseHomeStore(database.orm, runId, systemClock),
			clock: systemClock,
			random: Math.random,
			reconcile: (state) => reconcile(ledger, state),
			setRate: (perSecond) => {
				limiter.perSecond = perSecond;
			},
			listen: display.listen,
		},
	);
	display.steer(running.control);
	const heart = setInterval(running.beat, beatMs);
	const stopRun = (): void => running.control.stop();
	context.stop.addEventListener('abort', stopRun, { once: true });
	if (context.stop.aborted) stopRun();
	try {
		const result = await running.finished.finally(display.close);
		await conclude(context, ledger, display.state(), result);
		return exitCodeOf(result);
	} catch (error) {
		// A bug: the error itself is told where all are, the ledger only learns that the run is over.
		const { result } = display.state();
		if (result !== undefined) await closeLedger(context, ledger, display.state(), result);
		throw error;
	} finally {
		clearInterval(heart);
	}
}

/** @throws StoreError where the database cannot be asked. */
async function reconcile(ledger: Ledger, state: ImportState): Promise<readonly Reconciled[]> {
	try {
		return await ledger.reconcile(state, new Date());
	} catch (error) {
		throw toStoreError(error);
	}
}

/** The settings as the ledger keeps them. */
function recorded({ queries, ...settings }: ImportSettings): Record<string, unknown> {
	return {
		...settings,
		limit: settings.limit ?? null,
		municipalities: [...new Set(queries.map(({ municipality }) => municipality.code))],
		addressTypes: [...new Set(queries.map(({ addressType }) => addressType ?? 'all'))],
	};
}

async function conclude(context: CommandContext, ledger: Ledger, state: ImportState, result: RunResult): Promise<void> {
	const { line, argv, out, terminal } = context;
	const known = await closeLedger(context, ledger, state, result);
	if (line.given.json === true) return;
	const newFields = Object.keys(state.unknownFields).filter((field) => !known.has(field));
	const command = commandWords(argv, terminal.env);
	const retry = commandWords(retryArgv(argv, line.words), terminal.env);
	const text = summary(state, result, { newFields, command, retry, note: passwordNote(line) });
	out(isHeadless(context) ? text : fitLines(text, terminal.stdout.columns, [retry, command]));
}

/** Records the end of a run, which is what it is whether or not that succeeds. @returns the fields that earlier runs met. */
async function closeLedger(
	{ err }: CommandContext,
	ledger: Ledger,
	state: ImportState,
	result: RunResult,
): Promise<ReadonlySet<string>> {
	try {
		await ledger.close(result, state, new Date());
		return await ledger.knownFields(result.runId);
	} catch (error) {
		const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
		err(`  ! the end of this run could not be recorded in import_run: ${sanitize(reason ?? '')}`);
		return new Set();
	}
}
