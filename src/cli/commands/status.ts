import { existsSync } from 'node:fs';
import { openDatabase } from '../../database/open.ts';
import { describeTarget } from '../../database/target.ts';
import { Ledger } from '../../ledger/ledger.ts';
import { countByMunicipality } from '../../property/counts.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { exitCode } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import { sanitize } from '../../shared/sanitize.ts';
import type { Command } from '../context.ts';
import { databaseTarget } from '../import-settings.ts';

/** What is stored, by municipality, and how the last run ended. */
export const statusCommand: Command = async ({ line, out, err }) => {
	const target = databaseTarget(line);
	if (target.kind === 'embedded' && !existsSync(target.folder)) {
		if (line.given.json === true) out(jsonLine({ type: 'status', municipalities: [], lastRun: null }));
		else out(`Nothing is stored yet in ${describeTarget(target)}.`);
		return exitCode.done;
	}
	const database = await openDatabase(target, line.given.debug === true ? err : undefined);
	try {
		const stored = await countByMunicipality(database.orm.em.fork());
		const run = await new Ledger(database.orm).latest();
		if (line.given.json === true) {
			out(jsonLine({ type: 'status', municipalities: stored, lastRun: run }));
			return exitCode.done;
		}
		out(describeTarget(target));
		const width = Math.max(12, ...stored.map(({ name }) => name.length));
		for (const { name, homes, onMarket } of stored) {
			out(
				`  ${sanitize(name).padEnd(width)}  ${formatCount(homes).padStart(9)} homes   ${formatCount(onMarket)} on the market`,
			);
		}
		if (stored.length === 0) out('  no homes yet');
		out(
			run === null
				? '  no import yet'
				: `  last run ${run.id}: ${run.status === 'running' ? 'not ended (still running, or killed)' : run.status}, started ${run.startedAt.toISOString()}`,
		);
		return exitCode.done;
	} finally {
		await database.close();
	}
};
