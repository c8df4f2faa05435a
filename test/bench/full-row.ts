import { program, run, startPagesApi } from './child.ts';
import { freshServerDatabase, query } from './databases.ts';
import { perSecond } from './numbers.ts';
import type { BenchOptions, Line, Row } from './row.ts';

/** The villas of the 36 municipalities within 60 km of København. */
const homes = 228_594;
const mostMb = 350;
const flatWithin = 0.05;

/** A whole region from search records: whether memory stays what it is however long a run takes. */
export const fullRow: Row = {
	name: 'full',
	needsServer: true,
	async measure({ full, note }: BenchOptions): Promise<Line[]> {
		const what = `--fetch pages, no latency, ${homes.toLocaleString('en')} homes of 36 municipalities`;
		if (!full) return [{ what: `${what}: only with --full`, measured: '', limit: '', target: '' }];
		note('full: the only run; it takes some minutes');
		await using api = await startPagesApi({ pageMs: 0, detailMs: 0 });
		await using database = await freshServerDatabase();
		const child = await run([
			...[program, '--ci', '--area', 'copenhagen', '--type', 'villa', '--fetch', 'pages'],
			...['--api-url', api.url, ...database.flags],
		]);
		const [stored] = await query<{ count: number }>(database.url, 'select count(*)::int as count from property');
		const second = peakOfQuarter(child.memoryMb, 2);
		const last = peakOfQuarter(child.memoryMb, 4);
		return [
			{
				what,
				measured: `${stored?.count.toLocaleString('en')}, ${perSecond(homes / (child.wallMs / 1000))}`,
				limit: homes.toLocaleString('en'),
				target: 'complete',
				ok: stored?.count === homes,
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

function peakOfQuarter(memoryMb: readonly number[], quarter: 1 | 2 | 3 | 4): number {
	const size = memoryMb.length / 4;
	return Math.max(...memoryMb.slice(Math.floor((quarter - 1) * size), Math.ceil(quarter * size)));
}

const megabytes = (mb: number): string => `${Math.round(mb)} MB`;
