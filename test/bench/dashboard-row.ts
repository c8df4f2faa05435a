import { type ProcessUse, run, startSandbox } from './child.ts';
import { freshServerDatabase } from './databases.ts';
import { drawnArgs, homesOfKoebenhavn, importArgs, recordedMs } from './importer.ts';
import { percent, perSecond, seconds } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';
import { runWatched, type Size, sizes } from './watched.ts';

const target = 0.97;

interface Measured extends ProcessUse {
	/** From the first request to the last commit. */
	readonly importMs: number;
}

/** In the order of `ways`. */
type Round = readonly Measured[];

/** Unwatched, then in terminals of several sizes. */
const ways = [undefined, ...sizes];

/** What watching costs: the same import with the dashboard in a terminal and with --ci. */
export const dashboardRow: Row = {
	name: 'dashboard',
	needsServer: true,
	async measure(options: BenchOptions): Promise<Line[]> {
		await using sandbox = await startSandbox(0);
		// The first import finds a cold sandbox.
		await measureOnce(sandbox.url, undefined);
		let first = 0;
		// One run differs from the next by more than what is looked for here: so many, and the mean of all.
		const often = { ...options, runs: 2 * options.runs };
		const rounds = await repeat(often, 'dashboard', () => measureRound(sandbox.url, first++));
		const [plain, ...drawn] = ways.map((_, index) => mean(rounds.map((round) => round[index] as Measured)));
		return linesFor(plain as Measured, drawn);
	},
};

function linesFor(plain: Measured, drawn: readonly Measured[]): Line[] {
	const both = mean(drawn);
	const share = plain.importMs / both.importMs;
	return [
		{
			what: `dashboard, no latency, ${homesOfKoebenhavn.toLocaleString('en')} homes to a server, against --ci`,
			measured: rate(both),
			limit: rate(plain),
			share,
			target: `>= ${percent(target)}`,
			ok: share >= target,
		},
		...sizes.map(({ columns, rows }, index) => {
			const one = drawn[index] as Measured;
			return {
				what: `in ${columns}x${rows}: whole process, processor time, most memory`,
				measured: `${rate(one)}: ${resources(one)}`,
				limit: `${rate(plain)}: ${resources(plain)}`,
				share: plain.importMs / one.importMs,
				target: 'none',
			};
		}),
	];
}

function mean(all: readonly Measured[]): Measured {
	const of = (pick: (measured: Measured) => number): number =>
		all.reduce((sum, one) => sum + pick(one), 0) / all.length;
	return {
		wallMs: of(({ wallMs }) => wallMs),
		cpuMs: of(({ cpuMs }) => cpuMs),
		peakMb: of(({ peakMb }) => peakMb),
		importMs: of(({ importMs }) => importMs),
	};
}

const rate = ({ importMs }: Measured): string => perSecond(homesOfKoebenhavn / (importMs / 1000));

function resources({ wallMs, cpuMs, peakMb }: ProcessUse): string {
	return `${seconds(wallMs)}, ${seconds(cpuMs)}, ${Math.round(peakMb)} MB`;
}

/** Every way once, each round beginning with the next one: what comes later finds a warmer machine. */
async function measureRound(apiUrl: string, first: number): Promise<Round> {
	const measured: Measured[] = [];
	for (let step = 0; step < ways.length; step++) {
		const index = (first + step) % ways.length;
		measured[index] = await measureOnce(apiUrl, ways[index]);
	}
	return measured;
}

/** The rate is the one that the program itself records. */
async function measureOnce(apiUrl: string, size: Size | undefined): Promise<Measured> {
	await using database = await freshServerDatabase();
	const { wallMs, cpuMs, peakMb } =
		size === undefined ? await run(importArgs(apiUrl, database)) : await runWatched(drawnArgs(apiUrl, database), size);
	return { wallMs, cpuMs, peakMb, importMs: await recordedMs(database, homesOfKoebenhavn) };
}
