import { exitCode } from '../../shared/errors.ts';
import type { Command } from '../context.ts';
import { isHeadless, needTerminal } from '../display.ts';
import { withDatabase, withSource } from '../ends.ts';
import { importHomes } from '../import-homes.ts';
import { chosenApiUrl, databaseTarget, importSettings, namesMunicipalities } from '../import-settings.ts';
import { pick } from '../pick.ts';
import { dryRun } from './dry-run.ts';

/** The main job: discover, skip what is stored, fetch, store, account for every home. */
export const importCommand: Command = async (context) => {
	const { line } = context;
	const target = databaseTarget(line);
	const asks = !isHeadless(context) && !namesMunicipalities(line);
	const onlyPlans = line.given.dryRun === true && !asks;
	if (!isHeadless(context) && !onlyPlans) needTerminal(context);
	if (!asks) importSettings(line, chosenApiUrl(line)); // bad input is refused before anything starts
	return withSource(context, async (end) => {
		const { source, apiUrl } = end;
		if (onlyPlans) return dryRun(context, importSettings(line, apiUrl), source, target);
		return withDatabase(context, target, async (database) => {
			const complete = asks ? await pick(context, source, database, target, apiUrl) : line;
			if (complete === undefined) return context.stop.aborted ? exitCode.continueLater : exitCode.done;
			const settings = importSettings(complete, apiUrl);
			if (complete.given.dryRun === true) return dryRun(context, settings, source, target);
			return importHomes(context, settings, { ...end, database, target });
		});
	});
};
