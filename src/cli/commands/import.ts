import { BoligsidenClient } from '../../boligsiden/client.ts';
import { BoligsidenSource } from '../../boligsiden/source.ts';
import { DatabaseHomeStore } from '../../database/home-store.ts';
import { openDatabase } from '../../database/open.ts';
import { type DatabaseTarget, describeTarget } from '../../database/target.ts';
import type { RunResult } from '../../import/events.ts';
import type { ImportState } from '../../import/progress.ts';
import { RateLimiter } from '../../import/rate-limiter.ts';
import { startImport } from '../../import/run.ts';
import { Ledger } from '../../ledger/ledger.ts';
import { summary } from '../../report/summary.ts';
import { startSandboxThread } from '../../sandbox/thread.ts';
import { systemClock } from '../../shared/clock.ts';
import { commandWords } from '../command-words.ts';
import type { Command, CommandContext } from '../context.ts';
import { openDisplay } from '../display.ts';
import { chosenApiUrl, databaseTarget, type ImportSettings, importSettings } from '../import-settings.ts';
import { exitCodeOf } from '../run-exit-code.ts';
import { newRunId } from '../run-id.ts';
import { sandboxOptions } from '../sandbox-options.ts';
import { defaultUserAgent } from '../version.ts';
import { dryRun } from './dry-run.ts';

/** The main job: discover, skip what is stored, fetch, store, account for every home. */
export const importCommand: Command = async (context) => {
	const { line } = context;
	const given = { apiUrl: chosenApiUrl(line), target: databaseTarget(line) };
	importSettings(line, given.apiUrl); // bad input is refused before anything starts
	const sandbox = line.given.sandbox === true ? await startSandboxThread(sandboxOptions(line, 0)) : undefined;
	try {
		const apiUrl = sandbox?.url ?? given.apiUrl;
		const settings = importSettings(line, apiUrl);
		const source = openSource(context, settings, apiUrl);
		if (line.given.dryRun === true) return await dryRun(context, settings, source, given.target);
		return await importHomes(context, settings, source, given.target, apiUrl);
	} finally {
		await sandbox?.close();
	}
};

function openSource({ line }: CommandContext, settings: ImportSettings, apiUrl: string): BoligsidenSource {
	const limiter = new RateLimiter(settings.rate, systemClock);
	const client = new BoligsidenClient({
		baseUrl: apiUrl,
		userAgent: line.given.userAgent ?? defaultUserAgent,
		pace: (signal) => limiter.acquire(signal),
	});
	return new BoligsidenSource(client);
}

async function importHomes(
	context: CommandContext,
	settings: ImportSettings,
	source: BoligsidenSource,
	target: DatabaseTarget,
	apiUrl: string,
): Promise<number> {
	const { line, err, stop } = context;
	const display = await openDisplay(context);
	const database = await openDatabase(target, line.given.debug === true ? err : undefined);
	try {
		const runId = newRunId(new Date());
		const ledger = new Ledger(database.orm);
		await ledger.open(runId, { ...recorded(settings), apiUrl, database: describeTarget(target) }, new Date());
		const running = startImport(
			{ runId, ...settings, apiUrl, database: describeTarget(target) },
			{
				source,
				store: new DatabaseHomeStore(database.orm, runId, systemClock),
				clock: systemClock,
				random: Math.random,
				listen: display.listen,
			},
		);
		display.steer(running.control);
		const stopRun = (): void => running.control.stop();
		stop.addEventListener('abort', stopRun, { once: true });
		if (stop.aborted) stopRun();
		const result = await running.finished.finally(display.close);
		await conclude(context, ledger, display.state(), result);
		return exitCodeOf(result);
	} finally {
		await database.close();
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

async function conclude(
	{ line, argv, out, err }: CommandContext,
	ledger: Ledger,
	state: ImportState,
	result: RunResult,
): Promise<void> {
	let newFields = Object.keys(state.unknownFields);
	try {
		await ledger.close(result, state, new Date());
		const known = await ledger.knownFields(result.runId);
		newFields = newFields.filter((field) => !known.has(field));
	} catch (error) {
		if (result.stopReason?.kind !== 'database') throw error;
		err('  ! the database is away, so the end of this run is not recorded in import_run');
	}
	if (line.given.json === true) return;
	out(summary(state, result, { newFields, command: commandWords(argv) }));
}
