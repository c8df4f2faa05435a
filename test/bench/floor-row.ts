import { program } from '../support/shipped.ts';
import { floorProgram, run, startSandbox } from './child.ts';
import { type BenchDatabase, contentsOf, freshServerDatabase } from './databases.ts';
import { homesOfKoebenhavn, importArgs, recordedMs } from './importer.ts';
import { middleBy, percent, perSecond } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';

const target = 0.4;

interface Measured {
	readonly rate: number;
	readonly cpuMsPerHome: number;
	readonly peakMb: number;
}

interface Pair {
	readonly ours: Measured;
	readonly floor: Measured;
}

/** No latency at all: what our own work costs, against the same rows written by hand with bare `fetch` and `pg`. */
export const floorRow: Row = {
	name: 'floor',
	needsServer: true,
	async measure(options: BenchOptions): Promise<Line[]> {
		await using sandbox = await startSandbox(0);
		const pairs = await repeat(options, 'floor', () => measurePair(sandbox.url));
		const { ours, floor } = middleBy(pairs, (pair) => pair.ours.rate / pair.floor.rate);
		const share = ours.rate / floor.rate;
		return [
			{
				what: '12 workers, no latency, 14,368 homes to a server, against fetch + pg',
				measured: perSecond(ours.rate),
				limit: perSecond(floor.rate),
				share,
				target: `>= ${percent(target)}, aim 60 %`,
				ok: share >= target,
			},
			{
				what: 'the same: processor time for 1,000 homes, most memory',
				measured: resources(ours),
				limit: resources(floor),
				share: floor.cpuMsPerHome / ours.cpuMsPerHome,
				target: '',
			},
		];
	},
};

function resources({ cpuMsPerHome, peakMb }: Measured): string {
	return `${cpuMsPerHome.toFixed(2)} s, ${Math.round(peakMb)} MB`;
}

async function measurePair(apiUrl: string): Promise<Pair> {
	await using theirs = await freshServerDatabase();
	const floor = await measureFloor(apiUrl, theirs);
	await using own = await freshServerDatabase();
	const ours = await measureImporter(apiUrl, own);
	const [expected, actual] = await Promise.all([contentsOf(theirs.url), contentsOf(own.url)]);
	const different = actual.filter((table, index) => table !== expected[index]);
	if (different.length > 0) throw new Error(`importer and floor wrote different rows: ${different.join('; ')}`);
	return { ours, floor };
}

async function measureFloor(apiUrl: string, database: BenchDatabase): Promise<Measured> {
	await run([program, 'retry', '--ci', ...database.flags]); // makes the tables, and has nothing to do
	const child = await run([floorProgram, '--api-url', apiUrl, '--database', database.url]);
	const { homes, durationMs } = JSON.parse(child.stdout) as { homes: number; durationMs: number };
	if (homes !== homesOfKoebenhavn) throw new Error(`the floor found ${homes} homes`);
	return { rate: homes / (durationMs / 1000), cpuMsPerHome: child.cpuMs / homes, peakMb: child.peakMb };
}

/** Without --json: two lines for every home are no part of the work. Its time is the one it records itself. */
async function measureImporter(apiUrl: string, database: BenchDatabase): Promise<Measured> {
	const child = await run(importArgs(apiUrl, database));
	const rate = homesOfKoebenhavn / ((await recordedMs(database, homesOfKoebenhavn)) / 1000);
	return { rate, cpuMsPerHome: child.cpuMs / homesOfKoebenhavn, peakMb: child.peakMb };
}
