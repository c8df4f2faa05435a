import type { ImportEvent } from '../../src/import/events.ts';
import { forecastError } from '../../src/import/forecast.ts';
import { type ImportState, initialState, reduce } from '../../src/import/progress.ts';
import { startSandbox } from './child.ts';
import { freshDatabase } from './databases.ts';
import { importWithEvents } from './importer.ts';
import { middleBy, percent } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';

const workers = 12;
const latencyMs = 300;
/** The share by which that latency grows while the run lasts, and how long that is, s. */
const drift = 0.3;
const driftOverS = 70;
const homes = 2400;
const share = 0.25;
const mostOff = 0.1;

/** The time left that a run gives at a quarter of its homes, while the API becomes slower all the time: how far it is off. */
export const forecastRow: Row = {
	name: 'forecast',
	needsServer: false,
	async measure(options: BenchOptions): Promise<Line[]> {
		const runs = await repeat(options, 'forecast', importOnce);
		const error = middleBy(runs, Math.abs);
		return [
			{
				what: `time left at ${share * 100} %, latency drifting by ${drift * 100} %: off by`,
				...{ measured: percent(error), limit: '0 %', target: `within ${percent(mostOff)}` },
				ok: Math.abs(error) <= mostOff,
			},
		];
	},
};

/** The events are reduced as every display does it, so that it is the shown time left that is judged. */
async function importOnce(): Promise<number> {
	await using sandbox = await startSandbox(latencyMs, ['--drift', String(drift), '--drift-over', String(driftOverS)]);
	await using database = await freshDatabase();
	const flags = ['--workers', String(workers), '--limit', String(homes)];
	const { events, result } = await importWithEvents(sandbox.url, database, flags);
	const state = events.reduce<ImportState>((before, event: ImportEvent) => reduce(before, event), initialState);
	const forecast = state.forecasts.find((each) => each.share === share);
	if (forecast === undefined) throw new Error(`no time left was noted at ${share * 100} %`);
	return forecastError(forecast, result.durationMs - state.pace.restedMs);
}
