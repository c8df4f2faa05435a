import { municipalities } from '../../../config/municipalities.ts';
import { isMade } from '../../database/unfinished.ts';
import { partitionName } from '../../import/discovery/names.ts';
import type { HomeQuery } from '../../import/ports.ts';
import { type OpenFailure, openFailures } from '../../ledger/open-failures.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { exitCode } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import type { Command } from '../context.ts';
import { isHeadless, needTerminal } from '../display.ts';
import { withDatabase, withSource } from '../ends.ts';
import { failureFilter, filterWords } from '../failure-filter.ts';
import { importHomes } from '../import-homes.ts';
import { databaseTarget, paceSettings } from '../import-settings.ts';
import { nothingStored } from '../nothing-stored.ts';

/** Fetches just the homes that failed, in whatever run, and marks what can be stored now as solved. */
export const retryCommand: Command = async (context) => {
	const { line, out, err } = context;
	const filter = failureFilter(line);
	const target = databaseTarget(line);
	const nothing = (sentence: string): number => {
		err(sentence);
		if (line.given.json === true) out(jsonLine({ type: 'retry.finished', homes: 0 }));
		return exitCode.done;
	};
	if (!isHeadless(context)) needTerminal(context);
	if (target.kind === 'embedded' && !isMade(target.folder)) {
		return nothing(`There is nothing to try again. ${nothingStored(target)}`);
	}
	return withDatabase(context, target, async (database) => {
		const failures = await openFailures(database.orm.em.fork(), filter);
		const replay = failures.flatMap(({ addressId, label, partition }) =>
			addressId === null ? [] : [{ id: addressId, label, partition }],
		);
		const nameless = failures.length - replay.length;
		if (nameless > 0)
			err(`${formatCount(nameless)} rows came without an id: an import lists them again, a retry cannot.`);
		if (replay.length === 0) {
			return nothing(`There is nothing to try again: no home${filterWords(filter)} is left as failed.`);
		}
		return withSource(context, (end) =>
			importHomes(
				context,
				{ ...paceSettings(line, end.apiUrl), queries: queriesOf(failures) },
				{ ...end, database, target },
				replay,
			),
		);
	});
};

/** The partitions that the failed homes belong to. */
function queriesOf(failures: readonly OpenFailure[]): HomeQuery[] {
	const queries = failures.flatMap(({ municipalityCode, addressType }): HomeQuery[] => {
		const municipality = municipalities.find(({ code }) => code === municipalityCode);
		return municipality === undefined ? [] : [{ municipality, addressType: addressType ?? undefined }];
	});
	return [...new Map(queries.map((query) => [partitionName(query), query])).values()];
}
