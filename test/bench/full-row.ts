import { program } from '../support/shipped.ts';
import { run, startPagesApi } from './child.ts';
import { type BenchDatabase, freshServerDatabase, query } from './databases.ts';
import { perSecond } from './numbers.ts';
import type { BenchOptions, Line, Row } from './row.ts';

const mostMb = 350;
const flatWithin = 0.05;

/** A whole region from search records: whether memory stays what it is however long a run takes. */
export const fullRow: Row = {
	name: 'full',
	needsServer: true,
	async measure({ full, note }: BenchOptions): Promise<Line[]> {
		const what = '--fetch pages, no latency, all villas of 36 municipalities';
		if (!full) return [{ what: `${what}: only with --full`, measured: '', limit: '', target: '' }];
		note('full: the only run; it takes some minutes');
		await using api = await startPagesApi({ pageMs: 0, detailMs: 0 });
		await using database = await freshServerDatabase();
		const child = await run([
			...[program, '--ci', '--area', 'copenhagen', '--type', 'villa', '--fetch', 'pages'],
			...['--api-url', api.url, ...database.flags],
		]);
		const { inApi, stored } = await accountOf(database);
		const second = peakOfQuarter(child.memoryMb, 2);
		const last = peakOfQuarter(child.memoryMb, 4);
		return [
			{
				what,
				measured: `${stored.toLocaleString('en')}, ${perSecond(stored / (child.wallMs / 1000))}`,
				limit: inApi.toLocaleString('en'),
				target: 'complete',
				ok: stored === inApi && stored > 200_000,
			},
			{
				what: 'the same: most memory',
				measured: megabytes(child.peakMb),
				limit: megabytes(mostMb),
				share: mostMb / child.peakMb,
				target: `<= ${megabytes(mostMb)}`,
				ok: child.peakMb <= mostMb,
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

async function accountOf(database: BenchDatabase): Promise<{ inApi: number; stored: number }> {
	const [account] = await query<{ inApi: number; stored: number }>(
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
