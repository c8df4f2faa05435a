import { type ChangeFilter, changesSince } from '../../property/changes.ts';
import { changeLines, csvLines } from '../../report/changes.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { parseDuration } from '../../shared/duration.ts';
import { exitCode } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import type { NoticedChange } from '../../shared/noticed-change.ts';
import type { Command, CommandContext } from '../context.ts';
import { withDatabaseToRead } from '../ends.ts';
import { chosenMunicipalities, databaseTarget, namesMunicipalities } from '../import-settings.ts';
import { nothingStored } from '../nothing-stored.ts';
import type { CommandLine } from '../settings.ts';

/** What imports have noticed about homes that were stored before: fields, prices, sales. */
export const changesCommand: Command = async (context) => {
	const { line } = context;
	const filter = changeFilter(line);
	const target = databaseTarget(line);
	const told = await withDatabaseToRead(context, target, async ({ orm }) => {
		const changes = await changesSince(orm.em.fork(), filter);
		tell(context, changes, summaryOf(changes, filter.since));
		return true;
	});
	if (told === undefined) tell(context, [], nothingStored(target));
	return exitCode.done;
};

/** What a program reads holds nothing else. */
function tell({ line: { given }, out }: CommandContext, changes: readonly NoticedChange[], summary: string): void {
	if (given.json === true) for (const change of changes) out(jsonLine({ type: 'change', ...change }));
	else for (const text of given.csv === true ? csvLines(changes) : [...changeLines(changes), summary]) out(text);
}

function changeFilter(line: CommandLine): ChangeFilter {
	const { since = '7d', type } = line.given;
	const ago = parseDuration(since);
	return {
		since: ago === undefined ? new Date(since) : new Date(Date.now() - ago),
		addressTypes: type?.includes('all') ? undefined : type,
		municipalityCodes: namesMunicipalities(line) ? chosenMunicipalities(line.given).map(({ code }) => code) : undefined,
	};
}

function summaryOf(changes: readonly NoticedChange[], since: Date): string {
	const when = `since ${since.toISOString().slice(0, 16).replace('T', ' ')} (UTC)`;
	if (changes.length === 0) return `No changes were noticed ${when}.`;
	const homes = new Set(changes.map(({ propertyId }) => propertyId)).size;
	const words = (count: number, one: string): string => `${formatCount(count)} ${one}${count === 1 ? '' : 's'}`;
	return `${words(changes.length, 'change')} of ${words(homes, 'home')} ${when}.`;
}
