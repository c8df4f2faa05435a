import { run, startSandbox } from './child.ts';
import { freshEmbeddedDatabase } from './databases.ts';
import { homesOfKoebenhavn, importArgs } from './importer.ts';
import { middleBy, perSecond, seconds } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';

/** The database inside our own process: fetching and storing share one thread. */
export const embeddedRow: Row = {
	name: 'embedded',
	needsServer: false,
	async measure(options: BenchOptions): Promise<Line[]> {
		await using sandbox = await startSandbox(0);
		const runs = await repeat(options, 'embedded', async () => {
			await using database = await freshEmbeddedDatabase();
			return run(importArgs(sandbox.url, database));
		});
		const { wallMs, cpuMs, peakMb } = middleBy(runs, (child) => child.wallMs);
		return [
			{
				what: '12 workers, no latency, 14,368 homes to the embedded database',
				measured: perSecond(homesOfKoebenhavn / (wallMs / 1000)),
				limit: '',
				target: 'none',
			},
			{
				what: 'the same: whole process, processor time, most memory',
				measured: `${seconds(wallMs)}, ${seconds(cpuMs)}, ${Math.round(peakMb)} MB`,
				limit: '',
				target: 'none',
			},
		];
	},
};
