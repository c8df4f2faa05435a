import type { BoligsidenSource } from '../../boligsiden/source.ts';
import { freeMb } from '../../database/free-space.ts';
import { type DatabaseTarget, describeTarget } from '../../database/target.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { exitCode } from '../../shared/errors.ts';
import { needsConfirmation } from '../confirm-import.ts';
import type { Command, CommandContext } from '../context.ts';
import { countHomes } from '../count-homes.ts';
import { withSource } from '../ends.ts';
import { fitLines } from '../fit-lines.ts';
import { planImport } from '../import-plan.ts';
import { chosenApiUrl, databaseTarget, type ImportSettings, importSettings } from '../import-settings.ts';
import { type MeasuredApi, measureApi } from '../measure-api.ts';
import { type PlanFacts, planLines } from '../plan-lines.ts';
import { shownTarget } from '../shown-target.ts';
import { lookForStored, type StoredHomes } from '../stored-homes.ts';

/** What an import with these options would do. Stores nothing, and makes no database. */
export const planCommand: Command = async (context) => {
	const { line } = context;
	const target = databaseTarget(line);
	importSettings(line, chosenApiUrl(line)); // bad input is refused before anything starts
	return withSource(context, async ({ source, apiUrl }) => {
		const settings = importSettings(line, apiUrl);
		return tellPlan(context, settings, source, target, () => lookForStored(context, target, settings.refresh));
	});
};

/** @param look what is stored, or a sentence that says why it is not known. */
export async function tellPlan(
	{ line, out, stop, terminal }: CommandContext,
	settings: ImportSettings,
	source: BoligsidenSource,
	target: DatabaseTarget,
	look: () => Promise<StoredHomes | string>,
): Promise<number> {
	const counted = await countHomes(source, settings.queries, settings.workers, stop);
	const stored = await look();
	const problem = typeof stored === 'string' ? stored : undefined;
	const largest = counted.toSorted((a, b) => b.homes - a.homes)[0];
	const measured: MeasuredApi =
		largest === undefined || largest.homes === 0
			? { detailMs: undefined, pageMs: undefined, shareOfDetails: 0 }
			: await measureApi(source, largest.query, { fetch: settings.fetch, homes: largest.homes, stop });
	const plan = planImport(settings, counted, typeof stored === 'string' ? undefined : stored, measured);
	if (line.given.json === true) {
		const { workers, adaptive, rate, fetch } = settings;
		const database = { database: describeTarget(target), databaseProblem: problem ?? null };
		out(jsonLine({ type: 'run.planned', ...plan, workers, ...(adaptive && { adaptive }), rate, fetch, ...database }));
		return exitCode.done;
	}
	const facts: PlanFacts = {
		...settings,
		database: shownTarget(target),
		problem,
		freeBytes: target.kind === 'embedded' ? (await freeMb(target.folder)) * 2 ** 20 : undefined,
		asks: needsConfirmation(line, settings, plan.toImport + plan.toCheck),
	};
	const text = planLines(plan, facts).join('\n');
	out(terminal.stdout.isTTY ? fitLines(text, terminal.stdout.columns, []) : text);
	return exitCode.done;
}
