import { runMap } from '../../ledger/run-map.ts';
import { runDetails } from '../../ledger/runs.ts';
import { runChanges } from '../../property/changes.ts';
import { type RunReport, reportPage } from '../../report/html/page.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { exitCode } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import type { Command } from '../context.ts';
import { withDatabaseToRead } from '../ends.ts';
import { findRun } from '../find-run.ts';
import { databaseTarget } from '../import-settings.ts';
import { nothingStored } from '../nothing-stored.ts';
import { refuseOtherFile, writeReport } from '../report-file.ts';
import { usage } from '../settings.ts';
import { version } from '../version.ts';

/** Writes a run as one HTML file; with --json the data behind it goes to standard output, and no file is written. */
export const reportCommand: Command = async (context) => {
	const { line, out } = context;
	const [, word] = line.words;
	const target = databaseTarget(line);
	const code = await withDatabaseToRead(context, target, async ({ orm }) => {
		const em = orm.em.fork();
		const id = await findRun(em, word);
		const file = line.given.output ?? `bolig-import-${id}.html`;
		if (line.given.json !== true) refuseOtherFile(file);
		const report: RunReport = {
			run: await runDetails(em, id),
			changes: await runChanges(em, id),
			map: await runMap(em, id),
		};
		if (line.given.json === true) {
			out(jsonLine({ type: 'report', ...report }));
			return exitCode.done;
		}
		const page = reportPage(report, version, new Date());
		writeReport(file, page);
		out(`${file}   ${formatCount(Math.ceil(Buffer.byteLength(page) / 1000))} kB`);
		return exitCode.done;
	});
	if (code === undefined) throw usage(nothingStored(target), 'So there is no run to report.');
	return code;
};
