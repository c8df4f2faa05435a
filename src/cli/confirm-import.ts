import { createInterface } from 'node:readline/promises';
import type { BoligsidenSource } from '../boligsiden/source.ts';
import type { Database } from '../database/open.ts';
import { homesToFetch } from '../import/plan.ts';
import { formatCount } from '../shared/format.ts';
import type { CommandContext } from './context.ts';
import { countHomes } from './count-homes.ts';
import { isHeadless } from './display.ts';
import type { ImportSettings } from './import-settings.ts';
import { type CommandLine, usage } from './settings.ts';
import { storedHomes } from './stored-homes.ts';

/** More homes than this, one request each, are some hours of somebody else's API: nobody should start that by mistake. */
const manyHomes = 100_000;

const addYes = 'Add --yes to start it all the same, or --limit <n>; bolig-import plan tells what it would do.';

/** Generated homes cost nobody anything, and a small limit bounds whatever was chosen. */
function mayNeedConfirmation({ given }: CommandLine, { limit }: ImportSettings): boolean {
	return given.yes !== true && given.sandbox !== true && (limit ?? Number.POSITIVE_INFINITY) > manyHomes;
}

/** Whether homes are counted before the import, and a person perhaps asked: what is fetched now may be old when it begins. */
export function countsFirst({ line }: CommandContext, settings: ImportSettings): boolean {
	return mayNeedConfirmation(line, settings) && (line.given.all === true || canBeMany(settings));
}

/** Whether an import of so many homes that are not stored yet asks before it starts. */
export function needsConfirmation(line: CommandLine, settings: ImportSettings, homes: number): boolean {
	if (!mayNeedConfirmation(line, settings)) return false;
	return line.given.all === true || (settings.fetch === 'details' && homes > manyHomes);
}

/** @throws UserError with 64 where a script asks for all of Denmark and does not say that it means it. */
export function refuseAllUnasked(context: CommandContext, settings: ImportSettings): void {
	if (!isHeadless(context) || context.line.given.all !== true || !mayNeedConfirmation(context.line, settings)) return;
	throw usage('All 98 municipalities are a very large import, and nobody is here to confirm it.', addYes);
}

/**
 * Has a large import confirmed, before anything of it is fetched: all of Denmark, and more than 100,000 homes to fetch one by one.
 * @returns false where the person at the terminal decided otherwise.
 * @throws UserError with 64 where nobody is there to be asked.
 */
export async function confirmImport(
	context: CommandContext,
	settings: ImportSettings,
	source: BoligsidenSource,
	{ orm }: Database,
): Promise<boolean> {
	const { line } = context;
	if (!countsFirst(context, settings)) return true;
	const counted = await countHomes(source, settings.queries, settings.workers, context.stop);
	const stored = await storedHomes(orm.em.fork(), settings.refresh);
	const partitions = counted.map(({ query, homes }) => ({ homes, stored: stored.of(query) }));
	const { toImport, toCheck } = homesToFetch({ ...settings, partitions });
	const homes = toImport + toCheck;
	if (!needsConfirmation(line, settings, homes)) return true;
	if (isHeadless(context)) {
		throw usage(`That is ${formatCount(homes)} homes to fetch, and nobody is here to confirm it.`, addYes);
	}
	return ask(context, homes);
}

/**
 * To count costs a request for each partition, so it is done only where it can matter: with pages the requests are few, and no
 * municipality has so many homes of one type, other than condos.
 */
function canBeMany({ fetch, queries }: ImportSettings): boolean {
	if (fetch === 'pages') return false;
	return queries.length > 1 || queries.some(({ addressType }) => addressType === undefined || addressType === 'condo');
}

async function ask({ terminal, out, stop }: CommandContext, homes: number): Promise<boolean> {
	const { stdin, stdout } = terminal;
	const lines = createInterface({ input: stdin, output: stdout });
	const left = new AbortController();
	lines.on('SIGINT', () => left.abort());
	lines.on('close', () => left.abort());
	try {
		out(`This is an import of ${formatCount(homes)} homes.`);
		const question = 'Type that number, or yes, to start it: ';
		const answer = await lines.question(question, { signal: AbortSignal.any([left.signal, stop]) });
		if (isYes(answer, homes)) return true;
		out('That was neither: nothing was fetched.');
		return false;
	} catch (error) {
		stop.throwIfAborted();
		if (!left.signal.aborted) throw error;
		out('\nNothing was fetched.');
		return false;
	} finally {
		lines.close();
	}
}

function isYes(answer: string, homes: number): boolean {
	const word = answer.trim().toLowerCase();
	return word === 'yes' || word.replaceAll(/[,. ]/g, '') === String(homes);
}
