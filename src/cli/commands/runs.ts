import { latestRuns, runDetails } from '../../ledger/runs.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { runLines } from '../../report/run-lines.ts';
import { runListLines } from '../../report/run-list.ts';
import { exitCode } from '../../shared/errors.ts';
import { detectDisplay } from '../../terminal/display.ts';
import { sparkline } from '../../terminal/sparkline.ts';
import type { Command, CommandContext } from '../context.ts';
import { didYouMean } from '../did-you-mean.ts';
import { withDatabaseToRead } from '../ends.ts';
import { findRun } from '../find-run.ts';
import { databaseTarget } from '../import-settings.ts';
import { nothingStored } from '../nothing-stored.ts';
import { usage } from '../settings.ts';

const usually = 20;

/** The newest runs, or one of them in full. */
export const runsCommand: Command = async (context) => {
	const { line, out } = context;
	const [, verb, word] = line.words;
	if (verb !== undefined && verb !== 'show') {
		throw usage(`runs has no ${JSON.stringify(verb)}.${didYouMean(verb, ['show'])}`, 'bolig-import runs show last');
	}
	const target = databaseTarget(line);
	const json = line.given.json === true;
	const code = await withDatabaseToRead(context, target, async ({ orm }) => {
		const em = orm.em.fork();
		if (verb === 'show') {
			const run = await runDetails(em, await findRun(em, word));
			for (const text of json ? [jsonLine({ type: 'run', ...run })] : runLines(run, sparksFor(context))) out(text);
			return exitCode.done;
		}
		const runs = await latestRuns(em, line.given.limit ?? usually);
		for (const text of json ? runs.map((run) => jsonLine({ type: 'run', ...run })) : runListLines(runs)) out(text);
		return exitCode.done;
	});
	if (code !== undefined) return code;
	if (verb === 'show') throw usage(nothingStored(target), 'So there is no run to show.');
	if (!json) out(nothingStored(target));
	return exitCode.done;
};

/** Blocks of rising height, in signs that the terminal has; no colours, which a pipe would not want. */
function sparksFor({ terminal }: CommandContext): (values: readonly number[]) => string {
	const display = detectDisplay(terminal.env);
	return (values) => sparkline(values, { ...display, paint: (_, text) => text });
}
