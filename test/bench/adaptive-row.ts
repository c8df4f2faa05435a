import type { SandboxStats } from '../../src/sandbox/server.ts';
import { startSandbox } from './child.ts';
import { freshDatabase } from './databases.ts';
import { importWithEvents } from './importer.ts';
import { middleBy, percent, perSecond } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';

const latencyMs = 200;
/** Requests a second above which latency rises; a quarter above it the answer is 429. */
const knee = 40;
const mostOff = 0.15;
const mostRefused = 0.01;
/** The seconds since the first request in which the workers must have settled. */
const settled = [60, 75] as const;
/** Some 85 s at the knee. */
const homes = 3400;

/** Workers that adapt, against an API that bears 40 requests a second: what arrives at it once they have settled, and what it refuses. */
export const adaptiveRow: Row = {
	name: 'adaptive',
	needsServer: false,
	async measure(options: BenchOptions): Promise<Line[]> {
		const runs = await repeat(options, 'adaptive', importOnce);
		const { rate } = middleBy(runs, (run) => Math.abs(run.rate - knee));
		const refused = Math.max(...runs.map((run) => run.refused));
		const what = `workers auto, ${latencyMs} ms, knee at ${knee}/s`;
		return [
			{
				what: `${what}: requests from ${settled[0]} s to ${settled[1]} s`,
				...{ measured: perSecond(rate), limit: perSecond(knee), share: rate / knee },
				target: `within ${percent(mostOff)}`,
				ok: Math.abs(rate - knee) <= knee * mostOff,
			},
			{
				what: 'the same: answers that are 429, in the worst run',
				...{ measured: percent(refused), limit: percent(mostRefused), target: `< ${percent(mostRefused)}` },
				ok: refused < mostRefused,
			},
		];
	},
};

async function importOnce(): Promise<{ rate: number; refused: number }> {
	await using sandbox = await startSandbox(latencyMs, ['--knee', String(knee)]);
	await using database = await freshDatabase();
	const run = await importWithEvents(sandbox.url, database, ['--workers', 'auto', '--limit', String(homes)]);
	if (run.result.counts.imported !== homes) throw new Error(`only ${run.result.counts.imported} homes were imported`);
	const { bySecond, byStatus, requests } = (await (await fetch(`${sandbox.url}/__stats`)).json()) as SandboxStats;
	const seen = bySecond.slice(...settled);
	if (seen.length < settled[1] - settled[0]) throw new Error(`the run ended after ${bySecond.length} s`);
	return { rate: seen.reduce((sum, count) => sum + count, 0) / seen.length, refused: (byStatus[429] ?? 0) / requests };
}
