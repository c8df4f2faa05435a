import type { BoligsidenSource } from '../../boligsiden/source.ts';
import type { Database } from '../../database/open.ts';
import type { DatabaseTarget } from '../../database/target.ts';
import { pageSize } from '../../import/discovery/context.ts';
import type { Refresh } from '../../import/refresh.ts';
import { exitCode } from '../../shared/errors.ts';
import type { Stored } from '../../terminal/index.ts';
import type { Command, CommandContext } from '../context.ts';
import { isHeadless, needTerminal } from '../display.ts';
import { openAndUse, openAsIsAndUse, type SourceEnd, withDatabase, withSource } from '../ends.ts';
import {
	chosenApiUrl,
	databaseTarget,
	type ImportSettings,
	importSettings,
	namesMunicipalities,
	paceSettings,
} from '../import-settings.ts';
import type { CommandLine } from '../settings.ts';
import type { StoredHomes } from '../stored-homes.ts';

/** The main job: discover, skip what is stored, fetch, store, account for every home. */
export const importCommand: Command = async (context) => {
	const { line } = context;
	const target = databaseTarget(line);
	const asks = !isHeadless(context) && !namesMunicipalities(line);
	if (line.given.dryRun === true && !asks) return (await import('./plan.ts')).planCommand(context);
	if (!isHeadless(context)) needTerminal(context);
	if (asks) {
		const ask = line.given.dryRun === true ? askAndPlan : askAndImport;
		return withSource(context, (end) => ask(context, end, target));
	}
	const settings = importSettings(line, chosenApiUrl(line)); // bad input is refused before anything starts
	const { confirmImport, countsFirst, refuseAllUnasked } = await import('../confirm-import.ts');
	refuseAllUnasked(context, settings);
	return withSource(context, (end) => {
		if (!countsFirst(context, settings)) askForFirstPage(settings, end.source);
		const opened = withDatabase(context, target, async (database) => {
			const chosen = importSettings(line, end.apiUrl);
			if (!(await confirmImport(context, chosen, end.source, database))) return exitCode.done;
			const { importHomes } = await loading;
			return importHomes(context, chosen, { ...end, database, target });
		});
		// While the database answers.
		const loading = import('../import-homes.ts');
		return opened;
	});
};

/** The first page is under way while the database is opened: that takes as long. */
function askForFirstPage({ queries, fetch }: ImportSettings, source: BoligsidenSource): void {
	const [query] = queries;
	if (query !== undefined) source.askAhead(query, pageSize(fetch === 'pages'));
}

/** The questions come first, and the database is opened behind them: it takes a second or two, which nobody should wait for. */
async function askAndImport(context: CommandContext, end: SourceEnd, target: DatabaseTarget): Promise<number> {
	const { pick } = await import('../pick.ts');
	const picked = Promise.withResolvers<CommandLine | undefined>();
	let importing: Promise<number> | undefined;
	const { refresh } = paceSettings(context.line, end.apiUrl);
	const openForQuestions = (): Promise<ReadonlyMap<number, Stored>> => {
		const stored = Promise.withResolvers<ReadonlyMap<number, Stored>>();
		importing = openAndUse(context, target, async (database) => {
			const { storedByMunicipality } = await import('../stored-by-municipality.ts');
			stored.resolve(await storedByMunicipality(database, refresh));
			return importPicked(context, await picked.promise, { ...end, database, target });
		});
		importing.catch(stored.reject);
		return stored.promise;
	};
	try {
		picked.resolve(await pick(context, end.source, openForQuestions, target, end.apiUrl));
	} catch (error) {
		// The database is closed before the error goes on; what it says itself, it has said by way of the questions.
		picked.resolve(undefined);
		await importing?.catch(() => {});
		throw error;
	}
	return importing ?? leftCode(context);
}

interface Seen {
	readonly byMunicipality: ReadonlyMap<number, Stored>;
	readonly homes: StoredHomes;
}

/** The same with `--dry-run`: a plan changes nothing, so the database is looked at as it is, once, and closed again behind the questions. */
async function askAndPlan(context: CommandContext, end: SourceEnd, target: DatabaseTarget): Promise<number> {
	const [{ pick }, { tellPlan }] = await Promise.all([import('../pick.ts'), import('./plan.ts')]);
	let looking: Promise<Seen> | undefined;
	const look = (): Promise<Seen> => {
		looking ??= seenIn(context, target, paceSettings(context.line, end.apiUrl).refresh);
		return looking;
	};
	try {
		const line = await pick(context, end.source, async () => (await look()).byMunicipality, target, end.apiUrl);
		if (line === undefined) return leftCode(context);
		const settings = importSettings(line, end.apiUrl);
		return await tellPlan(context, settings, end.source, target, async () => (await look()).homes);
	} finally {
		await looking?.catch(() => {}); // closed before the program ends; what it says itself, it has said by way of the questions
	}
}

async function seenIn(context: CommandContext, target: DatabaseTarget, refresh: Refresh): Promise<Seen> {
	const { nothingStored, storedHomes } = await import('../stored-homes.ts');
	const seen = await openAsIsAndUse(context, target, async (database) => {
		const { storedByMunicipality } = await import('../stored-by-municipality.ts');
		const byMunicipality = await storedByMunicipality(database, refresh);
		return { byMunicipality, homes: await storedHomes(database.orm.em.fork(), refresh) };
	});
	return seen ?? { byMunicipality: new Map(), homes: nothingStored };
}

/** Who was asked for everything has confirmed it as well. */
async function importPicked(
	context: CommandContext,
	line: CommandLine | undefined,
	ends: SourceEnd & { readonly database: Database; readonly target: DatabaseTarget },
): Promise<number> {
	if (line === undefined) return leftCode(context);
	const settings = importSettings(line, ends.apiUrl);
	if (line.given.dryRun !== true) return (await import('../import-homes.ts')).importHomes(context, settings, ends);
	const [{ tellPlan }, { storedHomes }] = await Promise.all([import('./plan.ts'), import('../stored-homes.ts')]);
	return tellPlan(context, settings, ends.source, ends.target, () =>
		storedHomes(ends.database.orm.em.fork(), settings.refresh),
	);
}

function leftCode({ stop }: CommandContext): number {
	return stop.aborted ? exitCode.continueLater : exitCode.done;
}
