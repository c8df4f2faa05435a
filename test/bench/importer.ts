import type { ImportEvent, RunResult } from '../../src/import/events.ts';
import { type ChildRun, program, run } from './child.ts';
import type { BenchDatabase } from './databases.ts';

/** København has 14,368 villas, more than one search lists. */
export const homesOfKoebenhavn = 14_368;

export interface ImportRun extends ChildRun {
	readonly result: RunResult;
	/** Empty unless they were asked for. */
	readonly events: readonly ImportEvent[];
}

export function importArgs(apiUrl: string, database: BenchDatabase, more: readonly string[] = []): string[] {
	return [program, '--ci', '--municipality', 'koebenhavn', '--api-url', apiUrl, ...database.flags, ...more];
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
