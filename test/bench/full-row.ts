import { program } from '../support/shipped.ts';
import { run, startPagesApi } from './child.ts';
import { type BenchDatabase, freshServerDatabase, query } from './databases.ts';
import { median, middleBy, perSecond } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';

const mostMb = 350;
const flatWithin = 0.05;

/** A whole region from search records: whether memory stays what it is however long a run takes. */
export const fullRow: Row = {
	name: 'full',
	needsServer: true,
	async measure(options: BenchOptions): Promise<Line[]> {
		const what = '--fetch pages, no latency, all villas of 36 municipalities';
		if (!options.full) return [{ what: `${what}: not measured without --full`, measured: '', limit: '', target: '' }];
		await using api = await startPagesApi({ pageMs: 0, detailMs: 0 });
		const runs = await repeat(options, 'full, some minutes each', () => importAll(api.url));
		const incomplete = runs.find((run) => !isComplete(run));
		const { stored, inApi, wallMs } = incomplete ?? middleBy(runs, (run) => run.wallMs);
		const peakMb = median(runs.map((run) => run.peakMb));
		const { second, last } = middleBy(runs, (run) => run.last / run.second);
		return [
			{
				what,
				measured: `${stored.toLocaleString('en')}, ${perSecond(stored / (wallMs / 1000))}`,
				limit: inApi.toLocaleString('en'),
				target: 'complete, every run',
				ok: incomplete === undefined,
			},
			{
				what: 'the same: most memory',
				measured: megabytes(peakMb),
				limit: megabytes(mostMb),
				share: mostMb / peakMb,
				target: `<= ${megabytes(mostMb)}`,
				ok: peakMb <= mostMb,
			},
			{
				what: 'the same: most memory in the last quarter, against the second',
				measured: megabytes(last),
				limit: megabytes(second),
				share: last / second,
				target: 'within 5 %',
				ok: last <= second * (1 + flatWithin),
			},
		];
	},
};

interface FullRun extends Account {
	readonly wallMs: number;
	readonly peakMb: number;
	/** The most memory in the second quarter of its time, and in the last, MB. */
	readonly second: number;
	readonly last: number;
}

async function importAll(apiUrl: string): Promise<FullRun> {
	await using database = await freshServerDatabase();
	const { wallMs, peakMb, memoryMb } = await run([
		...[program, '--ci', '--area', 'copenhagen', '--type', 'villa', '--fetch', 'pages'],
		...['--api-url', apiUrl, ...database.flags],
	]);
	const quarters = { second: peakOfQuarter(memoryMb, 2), last: peakOfQuarter(memoryMb, 4) };
	return { ...(await accountOf(database)), wallMs, peakMb, ...quarters };
}

function isComplete({ stored, inApi }: Account): boolean {
	return stored === inApi && stored > 200_000;
}

interface Account {
	readonly inApi: number;
	readonly stored: number;
}

async function accountOf(database: BenchDatabase): Promise<Account> {
	const [account] = await query<Account>(
		database.url,
		`select (select sum(expected - other_type) from import_partition)::int as "inApi",
		        (select count(*) from property)::int as stored`,
	);
	if (account === undefined) throw new Error('the run left no account');
	return account;
}

function peakOfQuarter(memoryMb: readonly number[], quarter: 1 | 2 | 3 | 4): number {
	const size = memoryMb.length / 4;
	return Math.max(...memoryMb.slice(Math.floor((quarter - 1) * size), Math.ceil(quarter * size)));
}

const megabytes = (mb: number): string => `${Math.round(mb)} MB`;
