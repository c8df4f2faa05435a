import { BoligsidenClient } from '../../boligsiden/client.ts';
import { BoligsidenSource } from '../../boligsiden/source.ts';
import { DatabaseHomeStore } from '../../database/home-store.ts';
import { asRefusal, type Database, openDatabase } from '../../database/open.ts';
import { describeTarget } from '../../database/target.ts';
import type { RunResult } from '../../import/events.ts';
import type { ImportState } from '../../import/progress.ts';
import { RateLimiter } from '../../import/rate-limiter.ts';
import { startImport } from '../../import/run.ts';
import { Ledger } from '../../ledger/ledger.ts';
import { summary } from '../../report/summary.ts';
import { startSandboxThread } from '../../sandbox/thread.ts';
import { systemClock } from '../../shared/clock.ts';
import { exitCode } from '../../shared/errors.ts';
import { sanitize } from '../../shared/sanitize.ts';
import { commandWords } from '../command-words.ts';
import type { Command, CommandContext } from '../context.ts';
import { isHeadless, needTerminal, openDisplay } from '../display.ts';
import { fitLines } from '../fit-lines.ts';
import {
	chosenApiUrl,
	databaseTarget,
	type ImportSettings,
	importSettings,
	namesMunicipalities,
	paceSettings,
} from '../import-settings.ts';
import { pick } from '../pick.ts';
import { exitCodeOf } from '../run-exit-code.ts';
import { newRunId } from '../run-id.ts';
import { sandboxOptions } from '../sandbox-options.ts';
import type { CommandLine } from '../settings.ts';
import { defaultUserAgent } from '../version.ts';
import { dryRun } from './dry-run.ts';

/** The main job: discover, skip what is stored, fetch, store, account for every home. */
export const importCommand: Command = async (context) => {
	const { line } = context;
	const givenUrl = chosenApiUrl(line);
	const target = databaseTarget(line);
	const asks = !isHeadless(context) && !namesMunicipalities(line);
	const onlyPlans = line.given.dryRun === true && !asks;
	if (!isHeadless(context) && !onlyPlans) needTerminal(context);
	if (!asks) importSettings(line, givenUrl); // bad input is refused before anything starts
	const sandbox = line.given.sandbox === true ? await startSandboxThread(sandboxOptions(line, 0)) : undefined;
	try {
		const apiUrl = sandbox?.url ?? givenUrl;
		const source = openSource(line, apiUrl);
		if (onlyPlans) return await dryRun(context, importSettings(line, apiUrl), source, target);
		// The embedded database takes a second or two: nobody should wonder meanwhile.
		if (target.kind === 'embedded') context.err(`opening ${describeTarget(target)} ...`);
		const database = await openDatabase(target, line.given.debug === true ? context.err : undefined);
		try {
			const complete = asks ? await pick(context, source, database, target, apiUrl) : line;
			if (complete === undefined) return context.stop.aborted ? exitCode.continueLater : exitCode.done;
			const settings = importSettings(complete, apiUrl);
			if (complete.given.dryRun === true) return await dryRun(context, settings, source, target);
			const ends = { source, database, apiUrl, target: describeTarget(target) };
			return await importHomes(context, settings, ends).catch((error: unknown) => {
				throw asRefusal(target, error);
			});
		} finally {
			await database.close();
		}
	} finally {
		await sandbox?.close();
	}
};

function openSource(line: CommandLine, apiUrl: string): BoligsidenSource {
	const limiter = new RateLimiter(paceSettings(line, apiUrl).rate, systemClock);
	const client = new BoligsidenClient({
		baseUrl: apiUrl,
		userAgent: line.given.userAgent ?? defaultUserAgent,
		pace: (signal) => limiter.acquire(signal),
	});
	return new BoligsidenSource(client);
}

interface Ends {
	readonly source: BoligsidenSource;
	readonly database: Database;
	readonly apiUrl: string;
	/** The database as a person may see it. */
	readonly target: string;
}

async function importHomes(context: CommandContext, settings: ImportSettings, ends: Ends): Promise<number> {
	const { source, database, apiUrl, target } = ends;
	const runId = newRunId(new Date());
	const ledger = new Ledger(database.orm);
	await ledger.open(runId, { ...recorded(settings), apiUrl, database: target }, new Date());
	const display = await openDisplay(context);
	const running = startImport(
		{ runId, ...settings, apiUrl, database: target },
		{
			source,
			store: new DatabaseHomeStore(database.orm, runId, systemClock),
			clock: systemClock,
			random: Math.random,
			listen: display.listen,
		},
	);
	display.steer(running.control);
	const heart = setInterval(running.beat, 1000);
	const stopRun = (): void => running.control.stop();
	context.stop.addEventListener('abort', stopRun, { once: true });
	if (context.stop.aborted) stopRun();
	try {
		const result = await running.finished.finally(() => {
			clearInterval(heart);
			return display.close();
		});
		await conclude(context, ledger, display.state(), result);
		return exitCodeOf(result);
	} catch (error) {
		// A bug: the error itself is told where all are, the ledger only learns that the run is over.
		const { result } = display.state();
		if (result !== undefined) await closeLedger(context, ledger, display.state(), result);
		throw error;
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
	const text = summary(state, result, { newFields, command: commandWords(argv, terminal.env) });
	out(isHeadless(context) ? text : fitLines(text, terminal.stdout.columns));
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
