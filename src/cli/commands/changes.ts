import { changesSince } from '../../database/changes-since.ts';
import { inSnapshot } from '../../database/row-cursor.ts';
import type { ChangeFilter } from '../../property/changes.ts';
import { changeInCsv, changeLines, csvHead } from '../../report/changes.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { parseDuration } from '../../shared/duration.ts';
import { exitCode } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import type { NoticedChange } from '../../shared/noticed-change.ts';
import type { Command, CommandContext } from '../context.ts';
import { withDatabaseToRead } from '../ends.ts';
import { homeFilter } from '../home-filter.ts';
import { databaseTarget } from '../import-settings.ts';
import { nothingStored } from '../nothing-stored.ts';
import type { CommandLine } from '../settings.ts';

/** What imports have noticed about homes that were stored before: fields, prices, sales. */
export const changesCommand: Command = async (context) => {
	const { out } = context;
	const { given } = context.line;
	const filter = changeFilter(context.line);
	const target = databaseTarget(context.line);
	// What a program reads holds nothing else.
	const forPeople = given.json !== true && given.csv !== true;
	const told = await withDatabaseToRead(context, target, async ({ orm }) => {
		const summary = await inSnapshot(orm.em, (em) => tell(context, changesSince(em, filter), filter.since));
		if (forPeople) out(summary);
		return true;
	});
	if (told !== undefined) return exitCode.done;
	if (forPeople) out(nothingStored(target));
	else if (given.json !== true) out(csvHead);
	return exitCode.done;
};

/** One by one, however many there are. @returns how many there were, as a sentence. */
async function tell(
	{ line: { given }, out, stop }: CommandContext,
	changes: AsyncIterable<NoticedChange>,
	since: Date,
): Promise<string> {
	let [count, homes] = [0, 0];
	let before: NoticedChange | undefined;
	if (given.csv === true && given.json !== true) out(csvHead);
	for await (const change of changes) {
		stop.throwIfAborted();
		if (given.json === true) out(jsonLine({ type: 'change', ...change }));
		else if (given.csv === true) out(changeInCsv(change));
		else for (const text of changeLines(change, before)) out(text);
		count++;
		if (before?.propertyId !== change.propertyId) homes++;
		before = change;
	}
	const when = `since ${since.toISOString().slice(0, 16).replace('T', ' ')} (UTC)`;
	if (count === 0) return `No changes were noticed ${when}.`;
	const words = (number: number, one: string): string => `${formatCount(number)} ${one}${number === 1 ? '' : 's'}`;
	return `\n${words(count, 'change')} of ${words(homes, 'home')} ${when}.`;
}

function changeFilter(line: CommandLine): ChangeFilter {
	const { since = '7d' } = line.given;
	const ago = parseDuration(since);
	return { since: ago === undefined ? new Date(since) : new Date(Date.now() - ago), ...homeFilter(line) };
}
