import { existsSync } from 'node:fs';
import { describeTarget } from '../../database/target.ts';
import type { ImportRun } from '../../ledger/import-run.ts';
import { Ledger } from '../../ledger/ledger.ts';
import { openFailures } from '../../ledger/open-failures.ts';
import { countByMunicipality, type MunicipalityCount } from '../../property/counts.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { exitCode } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import { sanitize } from '../../shared/sanitize.ts';
import type { Command } from '../context.ts';
import { withDatabase } from '../ends.ts';
import { databaseTarget } from '../import-settings.ts';

/** What is stored, by municipality, what failed, and how the last run ended. */
export const statusCommand: Command = async (context) => {
	const { line, out } = context;
	const target = databaseTarget(line);
	const json = line.given.json === true;
	if (target.kind === 'embedded' && !existsSync(target.folder)) {
		if (json) out(jsonLine({ type: 'status', municipalities: [], openFailures: 0, lastRun: null }));
		else out(`Nothing is stored yet in ${describeTarget(target)}.`);
		return exitCode.done;
	}
	return withDatabase(context, target, async ({ orm }) => {
		const municipalities = await countByMunicipality(orm.em.fork());
		const { length: failures } = await openFailures(orm.em.fork());
		const lastRun = await new Ledger(orm).latest();
		if (json) out(jsonLine({ type: 'status', municipalities, openFailures: failures, lastRun }));
		else for (const text of [describeTarget(target), ...describe(municipalities, failures, lastRun)]) out(text);
		return exitCode.done;
	});
};

function describe(stored: readonly MunicipalityCount[], failures: number, lastRun: ImportRun | null): string[] {
	const width = Math.max(12, ...stored.map(({ name }) => name.length));
	return [
		...stored.map(({ name, homes, onMarket }) => {
			const label = sanitize(name).padEnd(width);
			return `  ${label}  ${formatCount(homes).padStart(9)} homes   ${formatCount(onMarket)} on the market`;
		}),
		...(stored.length === 0 ? ['  no homes yet'] : []),
		...(failures === 0
			? []
			: [`  ${formatCount(failures)} failed and have not been stored since: see bolig-import errors`]),
		lastRun === null ? '  no import yet' : `  last run ${lastRun.id}: ${statusWords(lastRun)}`,
	];
}

function statusWords({ status, startedAt }: ImportRun): string {
	const words = status === 'running' ? 'not ended (still running, or killed)' : status;
	return `${words}, started ${startedAt.toISOString()}`;
}
