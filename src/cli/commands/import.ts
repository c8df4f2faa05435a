import { exitCode } from '../../shared/errors.ts';
import { confirmImport, refuseAllUnasked } from '../confirm-import.ts';
import type { Command } from '../context.ts';
import { isHeadless, needTerminal } from '../display.ts';
import { withDatabase, withSource } from '../ends.ts';
import { importHomes } from '../import-homes.ts';
import { chosenApiUrl, databaseTarget, importSettings, namesMunicipalities } from '../import-settings.ts';
import { pick } from '../pick.ts';
import { storedHomes } from '../stored-homes.ts';
import { planCommand, tellPlan } from './plan.ts';

/** The main job: discover, skip what is stored, fetch, store, account for every home. */
export const importCommand: Command = async (context) => {
	const { line } = context;
	const target = databaseTarget(line);
	const asks = !isHeadless(context) && !namesMunicipalities(line);
	if (line.given.dryRun === true && !asks) return planCommand(context);
	if (!isHeadless(context)) needTerminal(context);
	// Bad input is refused before anything starts.
	if (!asks) refuseAllUnasked(context, importSettings(line, chosenApiUrl(line)));
	return withSource(context, async (end) => {
		const { source, apiUrl } = end;
		return withDatabase(context, target, async (database) => {
			const complete = asks ? await pick(context, source, database, target, apiUrl) : line;
			if (complete === undefined) return context.stop.aborted ? exitCode.continueLater : exitCode.done;
			const settings = importSettings(complete, apiUrl);
			if (complete.given.dryRun === true) {
				return tellPlan(context, settings, source, target, () => storedHomes(database.orm.em.fork()));
			}
			// Who was asked for everything has confirmed it as well.
			if (!asks && !(await confirmImport(context, settings, source, database))) return exitCode.done;
			return importHomes(context, settings, { ...end, database, target });
		});
	});
};
