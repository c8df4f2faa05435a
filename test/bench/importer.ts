import type { ImportEvent, RunResult } from '../../src/import/events.ts';
import { program } from '../support/shipped.ts';
import { type ChildRun, run } from './child.ts';
import { type BenchDatabase, query } from './databases.ts';

/** København has 14,368 villas, more than one search lists. */
export const homesOfKoebenhavn = 14_368;

export interface ImportRun extends ChildRun {
	readonly result: RunResult;
	/** Empty unless they were asked for. */
	readonly events: readonly ImportEvent[];
}

export function importArgs(apiUrl: string, database: BenchDatabase, more: readonly string[] = []): string[] {
	return drawnArgs(apiUrl, database, ['--ci', ...more]);
}

/** Without --ci: in a terminal the dashboard is drawn. */
export function drawnArgs(apiUrl: string, database: BenchDatabase, more: readonly string[] = []): string[] {
	return [program, '--municipality', 'koebenhavn', '--api-url', apiUrl, ...database.flags, ...more];
}

/** How long the only run of this database took by what the program itself recorded, from the first request to the last commit, ms. */
export async function recordedMs(database: BenchDatabase, homes: number): Promise<number> {
	const [ledger] = await query<{ ms: number; stored: number }>(
		database.url,
		`select (extract(epoch from finished_at - started_at) * 1000)::float as ms,
			(select count(*) from property)::int as stored
		 from import_run`,
	);
	if (ledger?.stored !== homes) throw new Error(`${ledger?.stored} homes were stored, not ${homes}`);
	return ledger.ms;
}

/** Imports with every event as a line of JSON, as a machine would read it. */
export async function importWithEvents(
	apiUrl: string,
	database: BenchDatabase,
	more: readonly string[] = [],
): Promise<ImportRun> {
	const child = await run(importArgs(apiUrl, database, ['--json', ...more]));
	const events = child.stdout
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as ImportEvent);
	const last = events.at(-1);
	if (last?.type !== 'run.finished') throw new Error('the import did not say how it ended');
	return { ...child, events, result: last };
}
