import { run, startSandbox } from './child.ts';
import { freshServerDatabase } from './databases.ts';
import { homesOfKoebenhavn, importArgs, importWithEvents } from './importer.ts';
import { farthestFrom, median, seconds } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';

const mostMs = 3000;
const idsPerCheck = 1000;

/** Everything is stored already: what it costs to find that out. */
export const secondRunRow: Row = {
	name: 'second-run',
	needsServer: true,
	async measure(options: BenchOptions): Promise<Line[]> {
		await using sandbox = await startSandbox(0);
		await using database = await freshServerDatabase();
		options.note('second-run: the first import');
		await run(importArgs(sandbox.url, database));
		const runs = await repeat(options, 'second-run', () => importWithEvents(sandbox.url, database));
		const wallMs = median(runs.map((run) => run.wallMs));
		const skipped = runs.map(({ result }) => result.counts.skipped);
		const details = runs.map(({ events }) => events.filter(({ type }) => type === 'worker.fetching').length);
		// Apart from the timed runs: writing every statement down takes time.
		const { stderr } = await run(importArgs(sandbox.url, database, ['--debug']));
		const checks = stderr.match(/select p\.id from property p/g)?.length ?? 0;
		const fewest = Math.ceil(homesOfKoebenhavn / idsPerCheck);
		return [
			{
				what: 'second run, 14,368 homes stored: the whole process',
				measured: seconds(wallMs),
				limit: seconds(mostMs),
				share: mostMs / wallMs,
				target: `<= ${seconds(mostMs)}`,
				ok: wallMs <= mostMs,
			},
			count('the same, the worst run: homes skipped', farthestFrom(homesOfKoebenhavn, skipped), homesOfKoebenhavn),
			count('the same, the worst run: detail requests', farthestFrom(0, details), 0),
			count('the same: duplicate checks', checks, fewest),
		];
	},
};

function count(what: string, measured: number, expected: number): Line {
	return {
		what,
		measured: String(measured),
		limit: String(expected),
		target: `= ${expected}`,
		ok: measured === expected,
	};
}
