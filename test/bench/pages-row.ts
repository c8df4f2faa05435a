import { type ChildRun, run, startPagesApi } from './child.ts';
import { type BenchDatabase, freshServerDatabase, query } from './databases.ts';
import { homesOfKoebenhavn, importArgs } from './importer.ts';
import { middleBy, seconds } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';

const mostMs = 12_000;
/** Requests that are not for homes on the market: pages and the sample. */
const mostOthers = 100;
const pageMs = 500;

interface PagesRun extends ChildRun {
	readonly requests: number;
	readonly listed: number;
}

/** Search records stand for the homes' own: how few requests a municipality takes, and how soon it is done. */
export const pagesRow: Row = {
	name: 'pages',
	needsServer: true,
	async measure(options: BenchOptions): Promise<Line[]> {
		const usual = await measureAt(300, options);
		const slow = await measureAt(pageMs, options);
		return [
			{
				what: `--fetch pages, 14,368 villas, ${pageMs} ms a page, 300 ms a home, 12 workers: whole process`,
				measured: seconds(usual.wallMs),
				limit: seconds(mostMs),
				share: mostMs / usual.wallMs,
				target: `<= ${seconds(mostMs)}`,
				ok: usual.wallMs <= mostMs,
			},
			{
				what: 'the same: requests, of which for homes on the market',
				measured: `${usual.requests}, ${usual.listed}`,
				limit: String(mostOthers + usual.listed),
				share: (mostOthers + usual.listed) / usual.requests,
				target: `<= ${mostOthers} + listed`,
				ok: usual.requests <= mostOthers + usual.listed,
			},
			{
				what: `the same with ${pageMs} ms a home`,
				measured: seconds(slow.wallMs),
				limit: '',
				target: 'none',
			},
		];
	},
};

async function measureAt(detailMs: number, options: BenchOptions): Promise<PagesRun> {
	await using api = await startPagesApi({ pageMs, detailMs });
	const runs = await repeat(options, `pages, ${detailMs} ms a home`, async () => {
		await using database = await freshServerDatabase();
		const child = await run(importArgs(api.url, database, ['--fetch', 'pages']));
		return { ...child, ...(await accountOf(database)) };
	});
	return middleBy(runs, ({ wallMs }) => wallMs);
}

async function accountOf(database: BenchDatabase): Promise<{ requests: number; listed: number }> {
	const [account] = await query<{ requests: number; listed: number; stored: number }>(
		database.url,
		`select requests, (select count(*) from property where is_on_market)::int as listed,
		        (select count(*) from property)::int as stored from import_run`,
	);
	if (account?.stored !== homesOfKoebenhavn) throw new Error(`${account?.stored} homes were stored`);
	return account;
}
