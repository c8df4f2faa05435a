import { program } from '../support/shipped.ts';
import { run, startSandbox } from './child.ts';
import { freshDatabase } from './databases.ts';
import type { BenchOptions, Line, Row } from './row.ts';

const sizes = [10, 50, 500] as const;
/** In a database without homes even its first ten are the first to name rows of every kind, a realtor among them. */
const municipality = 'dragoer';
/** One for all tables of homes, one for each new kind of reference row and for each step of the account, whatever the batch holds. */
const most = 16;

/** What a batch of new homes costs the database in round trips: as many for ten homes as for five hundred. */
export const statementsRow: Row = {
	name: 'statements',
	needsServer: false,
	async measure({ note }: BenchOptions): Promise<Line[]> {
		note(`statements: batches of ${sizes.join(', ')}`);
		await using sandbox = await startSandbox(0);
		const batches: string[][] = [];
		for (const size of sizes) batches.push(await tablesOfBatch(sandbox.url, size));
		const kinds = batches.map((tables) => [...new Set(tables)].sort().join(', '));
		const [first = ''] = kinds;
		for (const other of kinds) {
			if (other !== first) throw new Error(`the batches cannot be compared, one asks ${first}, another ${other}`);
		}
		const expected = batches[0]?.length ?? 0;
		return batches.map(({ length: statements }, index) => ({
			what: `statements in a batch of ${sizes[index]} new homes, of the same tables`,
			measured: String(statements),
			limit: String(index === 0 ? most : expected),
			target: index === 0 ? `<= ${most}` : `= ${expected}`,
			ok: statements === expected && statements <= most,
		}));
	},
};

/** The first table of each statement between the begin and the commit of the only batch of an import. */
async function tablesOfBatch(apiUrl: string, size: number): Promise<string[]> {
	await using database = await freshDatabase();
	const { stderr } = await run([
		...[program, '--ci', '--debug', '--municipality', municipality, '--api-url', apiUrl, ...database.flags],
		...['--limit', String(size), '--batch-size', String(size)],
	]);
	const batches: string[][] = [];
	let open: string[] = [];
	let holdsHomes = false;
	for (const [text, verb = ''] of stderr.matchAll(/^\[query\] (\w+).*$/gm)) {
		if (verb === 'begin') {
			open = [];
			holdsHomes = false;
		} else if (verb !== 'commit') {
			open.push(text.match(/(?:from|into|update) "?(\w+)/)?.[1] ?? text);
			if (text.includes('insert into "property"')) holdsHomes = true;
		} else if (holdsHomes) batches.push(open);
	}
	const [batch, ...others] = batches;
	if (batch === undefined || others.length > 0)
		throw new Error(`${batches.length} batches were found in the log, not 1`);
	return batch;
}
