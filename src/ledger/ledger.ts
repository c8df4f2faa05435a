import type { MikroORM } from '@mikro-orm/core';
import type { RunResult } from '../import/events.ts';
import type { ImportState } from '../import/progress.ts';
import { ImportRun } from './import-run.ts';

/** The record of every start of the importer: what it was asked for, and what came of it. */
export class Ledger {
	readonly #orm: MikroORM;

	constructor(orm: MikroORM) {
		this.#orm = orm;
	}

	async open(runId: string, options: Record<string, unknown>, startedAt: Date): Promise<void> {
		const em = this.#orm.em.fork();
		em.create(ImportRun, { id: runId, options, status: 'running', startedAt });
		await em.flush();
	}

	async close(result: RunResult, state: ImportState, finishedAt: Date): Promise<void> {
		const { runId, status, counts, requests } = result;
		await this.#orm.em
			.fork()
			.nativeUpdate(
				ImportRun,
				{ id: runId },
				{ status, counts: { ...counts }, requests, unknownFields: { ...state.unknownFields }, finishedAt },
			);
	}

	/** Fields the contract does not name that earlier runs have met already. */
	async knownFields(exceptRunId: string): Promise<ReadonlySet<string>> {
		const runs = await this.#orm.em
			.fork()
			.find(ImportRun, { id: { $ne: exceptRunId }, unknownFields: { $ne: null } }, { fields: ['unknownFields'] });
		return new Set(runs.flatMap((run) => Object.keys(run.unknownFields ?? {})));
	}

	async latest(): Promise<ImportRun | null> {
		const [run] = await this.#orm.em.fork().find(ImportRun, {}, { orderBy: { startedAt: 'desc' }, limit: 1 });
		return run ?? null;
	}

	/** When each municipality was last imported completely (whatever types were asked for), by code. */
	async lastComplete(): Promise<ReadonlyMap<number, Date>> {
		const rows: { code: number; finished: Date | string }[] = await this.#orm.em.getConnection().execute(
			`select municipality::int as code, max(finished_at) as finished
			   from import_run, jsonb_array_elements_text(options->'municipalities') as municipality
			  where status = 'completed' and options->>'limit' is null group by 1`,
		);
		return new Map(rows.map(({ code, finished }) => [code, new Date(finished)]));
	}
}
