import type { BoligsidenSource } from '../../boligsiden/source.ts';
import { type DatabaseTarget, describeTarget } from '../../database/target.ts';
import { mostWorkers } from '../../import/control.ts';
import { partitionName } from '../../import/discovery/names.ts';
import { jsonLine } from '../../report/json-lines.ts';
import { exitCode, UserError } from '../../shared/errors.ts';
import { formatCount, formatDuration, formatMs } from '../../shared/format.ts';
import type { CommandContext } from '../context.ts';
import type { ImportSettings } from '../import-settings.ts';

const rowsPerPage = 200;
/** Where the pages are the work. */
const rowsOfRecords = 500;

/** Asks the API how much there is and says what an import would do. Opens no database and stores nothing. */
export async function dryRun(
	{ line, out, stop }: CommandContext,
	settings: ImportSettings,
	source: BoligsidenSource,
	target: DatabaseTarget,
): Promise<number> {
	const partitions: { name: string; homes: number }[] = [];
	let latencyMs = 0;
	for (const query of settings.queries) {
		const started = performance.now();
		const outcome = await source.searchPage(query, 1, 1, { signal: stop });
		latencyMs = performance.now() - started;
		if (outcome.status !== 'read') {
			const message = outcome.status === 'blocked' ? outcome.message : outcome.problem.message;
			throw new UserError(message, {
				hint: `Nothing was stored. Check that ${settings.queries.length > 1 ? 'the API still answers' : 'the API answers'}, then try again.`,
				exitCode: exitCode.apiUnavailable,
			});
		}
		partitions.push({ name: partitionName(query), homes: outcome.page.totalHits });
	}
	const inAll = partitions.reduce((sum, { homes }) => sum + homes, 0);
	const homes = Math.min(inAll, settings.limit ?? inAll);
	const byPages = settings.fetch === 'pages';
	const fewer = settings.refresh === 'all' ? '' : '; fewer where some are stored';
	const requests = byPages ? Math.ceil(homes / rowsOfRecords) : homes + Math.ceil(homes / rowsPerPage);
	const workers = settings.adaptive ? mostWorkers : settings.workers;
	const perSecond = Math.min(workers / (latencyMs / 1000), settings.rate || Number.POSITIVE_INFINITY);
	const plan = { partitions, homes, requests, latencyMs, expectedMs: (requests / perSecond) * 1000 };
	if (line.given.json === true) {
		out(jsonLine({ type: 'run.planned', ...plan, database: describeTarget(target) }));
		return exitCode.done;
	}
	for (const { name, homes: count } of partitions) out(`  ${name}: ${formatCount(count)} homes`);
	out(
		byPages
			? `  at most ${formatCount(homes)} homes to import: about ${formatCount(requests)} pages, and a request for each home that is or may be for sale`
			: `  at most ${formatCount(homes)} homes to import, about ${formatCount(requests)} requests${fewer}`,
	);
	out(
		`  ${byPages || settings.adaptive ? 'at least' : 'about'} ${formatDuration(plan.expectedMs)} with ${settings.adaptive ? 'up to ' : ''}${workers} workers at today's latency of ${formatMs(latencyMs)}`,
	);
	out(`  into ${describeTarget(target)}; nothing was stored now`);
	return exitCode.done;
}
