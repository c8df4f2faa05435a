import { run, startSandbox } from './child.ts';
import { freshDatabase } from './databases.ts';
import { importArgs } from './importer.ts';
import type { BenchOptions, Line, Row } from './row.ts';

const homes = 1000;
const sizes = [10, 50, 500] as const;
/** One for all tables of homes, one for each new kind of reference row and for each step of the account, whatever the batch holds. */
const most = 16;

/** What a batch of new homes costs the database in round trips: as many for ten homes as for five hundred. */
export const statementsRow: Row = {
	name: 'statements',
	needsServer: false,
	async measure({ note }: BenchOptions): Promise<Line[]> {
		note(`statements: batches of ${sizes.join(', ')}`);
		await using sandbox = await startSandbox(0);
		const lines: Line[] = [];
		for (const size of sizes) {
			const counts = await statementsOfBatches(sandbox.url, size);
			lines.push({
				what: `statements in a batch of ${size} new homes: fewest and most of ${counts.length} batches`,
				measured: `${Math.min(...counts)} to ${Math.max(...counts)}`,
				limit: String(most),
				target: `<= ${most}`,
				ok: Math.max(...counts) <= most,
			});
		}
		return lines;
	},
};

/** Of each transaction that inserts homes, what lies between its begin and its commit. */
async function statementsOfBatches(apiUrl: string, batchSize: number): Promise<number[]> {
	await using database = await freshDatabase();
	const more = ['--limit', String(homes), '--batch-size', String(batchSize), '--debug'];
	const { stderr } = await run(importArgs(apiUrl, database, more));
	const statements = [...stderr.matchAll(/^\[query\] (\w+).*$/gm)];
	const batches: number[] = [];
	let open = { statements: 0, homes: false };
	for (const [text, verb = ''] of statements) {
		if (verb === 'begin') open = { statements: 0, homes: false };
		else if (verb !== 'commit') {
			open.statements++;
			if (text.includes('insert into "property"')) open.homes = true;
		} else if (open.homes) batches.push(open.statements);
	}
	if (batches.length < homes / batchSize) throw new Error(`only ${batches.length} batches were found in the log`);
	return batches;
}
