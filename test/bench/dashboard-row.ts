import { type ProcessUse, run, startSandbox } from './child.ts';
import { type BenchDatabase, freshServerDatabase } from './databases.ts';
import { drawnArgs, homesOfKoebenhavn, importArgs, recordedRate } from './importer.ts';
import { middleBy, percent, perSecond, seconds } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';
import { runWatched, type Size, sizes } from './watched.ts';

const target = 0.97;

interface Measured extends ProcessUse {
	readonly rate: number;
}

interface Round {
	readonly plain: Measured;
	/** In the order of `sizes`. */
	readonly drawn: readonly Measured[];
}

/** What watching costs: the same import with the dashboard in a terminal and with --ci. */
export const dashboardRow: Row = {
	name: 'dashboard',
	needsServer: true,
	async measure(options: BenchOptions): Promise<Line[]> {
		await using sandbox = await startSandbox(0);
		let first = 0;
		const rounds = await repeat(options, 'dashboard', () => measureRound(sandbox.url, first++));
		return sizes.flatMap((size, index) => linesFor(size, rounds, ({ drawn }) => drawn[index] as Measured));
	},
};

function linesFor({ columns, rows }: Size, rounds: readonly Round[], drawnOf: (round: Round) => Measured): Line[] {
	const round = middleBy(rounds, (one) => drawnOf(one).rate / one.plain.rate);
	const [plain, drawn] = [round.plain, drawnOf(round)];
	const share = drawn.rate / plain.rate;
	return [
		{
			what: `dashboard of ${columns}x${rows}, no latency, 14,368 homes to a server, against --ci`,
			measured: perSecond(drawn.rate),
			limit: perSecond(plain.rate),
			share,
			target: `>= ${percent(target)}`,
			ok: share >= target,
		},
		{
			what: 'the same: whole process, processor time, most memory',
			measured: resources(drawn),
			limit: resources(plain),
			share: plain.cpuMs / drawn.cpuMs,
			target: 'none',
		},
	];
}

function resources({ wallMs, cpuMs, peakMb }: ProcessUse): string {
	return `${seconds(wallMs)}, ${seconds(cpuMs)}, ${Math.round(peakMb)} MB`;
}

/** Every way once, each round beginning with the next one: what comes later finds a warmer machine. */
async function measureRound(apiUrl: string, first: number): Promise<Round> {
	const ways: ((database: BenchDatabase) => Promise<ProcessUse>)[] = [
		(database) => run(importArgs(apiUrl, database)),
		...sizes.map((size) => (database: BenchDatabase) => runWatched(drawnArgs(apiUrl, database), size)),
	];
	const measured: Measured[] = [];
	for (let step = 0; step < ways.length; step++) {
		const index = (first + step) % ways.length;
		measured[index] = await measureOnce(ways[index] as (typeof ways)[number]);
	}
	const [plain, ...drawn] = measured;
	return { plain: plain as Measured, drawn };
}

/** The rate is the one that the program itself records: from the first request to the last commit. */
async function measureOnce(importInto: (database: BenchDatabase) => Promise<ProcessUse>): Promise<Measured> {
	await using database = await freshServerDatabase();
	const { wallMs, cpuMs, peakMb } = await importInto(database);
	return { wallMs, cpuMs, peakMb, rate: await recordedRate(database, homesOfKoebenhavn) };
}
