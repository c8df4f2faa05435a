import type { KeptCensus, Selection } from '../boligsiden/census/baseline.ts';
import { CensusWatch, type CensusWatchOptions } from '../boligsiden/census/watch.ts';
import { toStoreError } from '../database/errors.ts';
import { DatabaseHomeStore } from '../database/home-store.ts';
import type { Database } from '../database/open.ts';
import { describeTarget } from '../database/target.ts';
import { partitionName } from '../import/discovery/names.ts';
import { leastRecords, type OnDrift } from '../import/drift-watch.ts';
import type { Reconciled, RunResult } from '../import/events.ts';
import type { WantedHome } from '../import/ports.ts';
import type { ImportState } from '../import/progress.ts';
import type { Refresh } from '../import/refresh.ts';
import { startImport } from '../import/run.ts';
import { Ledger } from '../ledger/ledger.ts';
import { SampleRecorder } from '../ledger/sample-recorder.ts';
import { countNoticed } from '../property/changes.ts';
import { AnswerTimes } from '../report/answer-times.ts';
import { jsonLine } from '../report/json-lines.ts';
import { summary } from '../report/summary.ts';
import { judge, type Verdict } from '../report/thresholds.ts';
import { systemClock } from '../shared/clock.ts';
import { DriftedFields } from '../shared/drifted-fields.ts';
import { sanitize } from '../shared/sanitize.ts';
import { changesArgv, commandWords, passwordNote, retryArgv } from './command-words.ts';
import type { CommandContext } from './context.ts';
import { isHeadless, openDisplay } from './display.ts';
import type { Ends } from './ends.ts';
import { fitLines } from './fit-lines.ts';
import type { ImportSettings } from './import-settings.ts';
import { type Demands, exitCodeOf, isOverMaxFailures } from './run-exit-code.ts';
import { newRunId } from './run-id.ts';
import { seenFields } from './seen-fields.ts';
import { tellWorkflow } from './workflow.ts';

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
	const { line, out } = context;
	const runId = newRunId(new Date());
	const ledger = new Ledger(database.orm);
	const shown = { apiUrl, database: describeTarget(target) };
	const kind = replay === undefined ? 'open' : 'retry';
	// First of all: React and Ink take a while to load, which is no time of the run.
	const display = await openDisplay(context);
	const times = new AnswerTimes();
	let verdicts: readonly Verdict[] = [];
	let watch: CensusWatch;
	let drifted: DriftedFields;
	let skipped = 0;
	try {
		const earlier = await ledger.censuses(leastRecords);
		const selection = (): Selection => (skipped === 0 ? 'every' : selectionOf(settings.refresh));
		watch = watchContract(settings, { earlier, selection, chosen: replay !== undefined });
		drifted = new DriftedFields(await ledger.acceptedFields(), seenFields(watch, settings.queries));
		await ledger.open(runId, { ...recorded(settings), ...shown }, settings.queries, new Date(), kind);
	} catch (error) {
		await display.close();
		throw error;
	}
	const samples = new SampleRecorder(database.orm, { runId, clock: systemClock, requests: () => source.requests });
	const running = startImport(
		{ runId, ...settings, ...shown, ...(replay !== undefined && { replay }), onDrift: onDrift(context) },
		{
			source: source.counting(watch.census),
			contract: watch,
			store: new DatabaseHomeStore(database.orm, runId, systemClock, drifted),
			clock: systemClock,
			random: Math.random,
			reconcile: (state) => reconcile(ledger, state),
			setRate: (perSecond) => {
				limiter.perSecond = perSecond;
			},
			listen(event, state) {
				times.listen(event);
				skipped = state.counts.skipped;
				if (event.type === 'run.finished') {
					verdicts = judge(line.given.threshold ?? [], event, times);
					if (line.given.json === true) for (const verdict of verdicts) out(thresholdLine(verdict, event.at));
				}
				samples.listen(event, state);
				display.listen(event, state);
			},
		},
	);
	display.steer(running.control);
	const heart = setInterval(() => {
		running.beat();
		samples.beat();
	}, beatMs);
	const stopRun = (): void => running.control.stop();
	context.stop.addEventListener('abort', stopRun, { once: true });
	if (context.stop.aborted) stopRun();
	try {
		const result = await running.finished.finally(display.close);
		clearInterval(heart);
		const outcome = { verdicts, census: censusOf(watch, display.state()) };
		await Promise.all([
			closeSamples(context, samples, display.state(), result),
			conclude(context, database, ledger, display.state(), result, outcome),
		]);
		const thresholdMissed = verdicts.some(({ kept }) => !kept);
		return exitCodeOf(result, { thresholdMissed, ...maxFailures(context) });
	} catch (error) {
		// A bug: the error itself is told where all are, the ledger only learns that the run is over.
		const { result } = display.state();
		clearInterval(heart);
		if (result !== undefined) {
			await closeSamples(context, samples, display.state(), result);
			await closeLedger(context, ledger, display.state(), result);
		}
		throw error;
	} finally {
		context.stop.removeEventListener('abort', stopRun);
		clearInterval(heart);
	}
}

/** What the records of this run are compared with; those of a replay are no rule for others. */
function watchContract(
	{ fetch, queries }: ImportSettings,
	how: Pick<CensusWatchOptions, 'earlier' | 'selection' | 'chosen'>,
): CensusWatch {
	const partitions = new Map(queries.map((query) => [partitionName(query), query.addressType]));
	return new CensusWatch({ partitions, fetch: how.chosen === true ? 'details' : fetch, ...how });
}

/** Of a run that passes over stored homes. */
function selectionOf(refresh: Refresh): Selection {
	if (refresh === 'none' || refresh === 'listed') return refresh;
	return refresh === 'all' ? 'every' : 'stale';
}

function onDrift(context: CommandContext): OnDrift {
	if (context.line.given.acceptDrift === true) return 'go on';
	return isHeadless(context) ? 'stop' : 'pause';
}

function maxFailures({ line }: CommandContext): Pick<Demands, 'maxFailures'> {
	const { maxFailures } = line.given;
	return maxFailures === undefined ? {} : { maxFailures };
}

function censusOf(watch: CensusWatch, { drift }: ImportState): KeptCensus | undefined {
	return watch.chosen
		? undefined
		: watch.kept(drift?.decision === 'accepted' ? drift.changes.map(({ field }) => field) : []);
}

function thresholdLine(verdict: Verdict, at: number): string {
	return jsonLine({ type: 'threshold.judged', ...verdict, at });
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

interface Outcome {
	readonly verdicts: readonly Verdict[];
	readonly census: KeptCensus | undefined;
}

async function conclude(
	context: CommandContext,
	{ orm }: Database,
	ledger: Ledger,
	state: ImportState,
	result: RunResult,
	{ verdicts, census }: Outcome,
): Promise<void> {
	const { line, argv, out, terminal } = context;
	const known = await closeLedger(context, ledger, state, result, census);
	const failuresAllowed = !isOverMaxFailures(result.counts, line.given.maxFailures);
	tellWorkflow(context, state, result, { verdicts, failuresAllowed });
	if (line.given.json === true) return;
	const startedAt = new Date(state.started?.at ?? 0);
	const count = await countNoticed(orm.em.fork(), result.runId).catch(() => undefined);
	const seen = commandWords(changesArgv(argv, startedAt), terminal.env);
	const newFields = Object.keys(state.unknownFields).filter((field) => !known.has(field));
	const command = commandWords(argv, terminal.env);
	const retry = commandWords(retryArgv(argv, line.words), terminal.env);
	const acceptDrift = commandWords([...argv, '--accept-drift'], terminal.env);
	const text = summary(state, result, {
		...{ newFields, command, retry, acceptDrift, note: passwordNote(line), verdicts },
		...(count !== undefined && { changes: { count, command: seen } }),
	});
	out(isHeadless(context) ? text : fitLines(text, terminal.stdout.columns, [acceptDrift, seen, retry, command]));
}

/** How the run went is worth a word when it cannot be kept, and nothing more. */
async function closeSamples(
	{ err }: CommandContext,
	samples: SampleRecorder,
	state: ImportState,
	result: RunResult,
): Promise<void> {
	try {
		await samples.close(result, state);
	} catch (error) {
		err(`  ! how this run went could not be recorded in import_sample: ${sanitize(firstLine(error))}`);
	}
}

function firstLine(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** Records the end of a run, which is what it is whether or not that succeeds. @returns the fields that earlier runs met. */
async function closeLedger(
	{ err }: CommandContext,
	ledger: Ledger,
	state: ImportState,
	result: RunResult,
	census?: KeptCensus,
): Promise<ReadonlySet<string>> {
	try {
		await ledger.close(result, state, new Date(), census);
		return await ledger.knownFields(result.runId);
	} catch (error) {
		err(`  ! the end of this run could not be recorded in import_run: ${sanitize(firstLine(error))}`);
		return new Set();
	}
}
