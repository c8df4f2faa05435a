import type { EntityManager } from '@mikro-orm/core';
import { HomeCount } from '../import/home-count.ts';
import type { BatchEntry, StoredAs } from '../import/ports.ts';
import { ImportFailure } from './import-failure.ts';
import { ImportRun } from './import-run.ts';

type Entries = readonly BatchEntry<unknown>[];

/** How each home of a batch was stored, by id. */
type Stored = ReadonlyMap<string, StoredAs>;

/** Keeps the account of what a run writes, in the transaction that writes it. */
export class BatchRecorder {
	readonly #runId: string;
	/** Batches that are known to be committed. */
	#committed = 0;
	readonly #count = new HomeCount();

	/** @param runId a run that the ledger has opened, with its partitions. */
	constructor(runId: string) {
		this.#runId = runId;
	}

	/** Counts a batch of the run. False when it is committed already: its answer was lost on the way. */
	async begin(em: EntityManager): Promise<boolean> {
		const counted = { batches: this.#committed + 1 };
		return (await em.nativeUpdate(ImportRun, { id: this.#runId, batches: this.#committed }, counted)) === 1;
	}

	/** Told that the batch which began last is committed. */
	confirm(): void {
		this.#committed++;
	}

	/** The search records of a partition are good: none of its homes is fetched again. */
	trust(partition: string): void {
		this.#count.trust(partition);
	}

	async record(em: EntityManager, entries: Entries, stored: Stored, at: Date): Promise<void> {
		const solved = await this.#solve(em, entries, at);
		const failed = this.#keepFailures(em, entries, at);
		await this.#countWritten(em, entries, stored);
		if (solved + failed > 0) await this.#countFailed(em, entries);
	}

	/** What is stored now, or known to be gone, is no open failure any more, whichever run it failed in. */
	async #solve(em: EntityManager, entries: Entries, at: Date): Promise<number> {
		const ids = entries.flatMap(({ kind, id }) => (kind === 'failure' || id === null ? [] : [id]));
		if (ids.length === 0) return 0;
		return em.nativeUpdate(ImportFailure, { addressId: { $in: ids }, solvedAt: null }, { solvedAt: at });
	}

	#keepFailures(em: EntityManager, entries: Entries, at: Date): number {
		const failures = entries.filter((entry) => entry.kind === 'failure');
		const endings = new Map(entries.map(({ id, kind }) => [id, kind]));
		for (const { id, label, partition, attempts, problem, unlisted = false } of failures) {
			const { stage, kind, message, payload = null } = problem;
			em.create(ImportFailure, {
				...{ run: this.#runId, addressId: id, label, partition, attempts, unlisted },
				...{ stage, kind, message, payload, failedAt: at },
				// What is stored after it in the same batch solves it as a later batch would.
				solvedAt: id === null || endings.get(id) === 'failure' ? null : at,
			});
		}
		return failures.length;
	}

	async #countWritten(em: EntityManager, entries: Entries, stored: Stored): Promise<void> {
		const byPartition = [...Map.groupBy(entries, ({ partition }) => partition)].sort(([a], [b]) => (a < b ? -1 : 1));
		for (const [name, its] of byPartition) {
			const listed = its.filter((entry) => entry.unlisted !== true);
			const { imported, updated, unchanged, gone } = this.#count.add(listed, stored);
			const inAll = imported + updated + unchanged;
			const unlisted = its.filter((entry) => entry.unlisted === true && entry.kind !== 'failure').length;
			if ([inAll, updated, unchanged, gone, unlisted].every((change) => change === 0)) continue;
			await execute(
				em,
				`update import_partition set stored = stored + ?, updated = updated + ?, unchanged = unchanged + ?,
				        gone = gone + ?, unlisted = unlisted + ?
				  where run_id = ? and name = ?`,
				[inAll, updated, unchanged, gone, unlisted, this.#runId, name],
			);
		}
	}

	/** Counted anew, since a home that failed may have been tried again in the same run. */
	async #countFailed(em: EntityManager, entries: Entries): Promise<void> {
		await em.flush();
		const partitions = [...new Set(entries.map(({ partition }) => partition))];
		await execute(
			em,
			`update import_partition p set failed = (
			   select count(distinct coalesce(f.address_id::text, f.id::text)) from import_failure f
			    where f.run_id = p.run_id and f.partition = p.name and f.solved_at is null and not f.unlisted)
			  where p.run_id = ? and p.name in (${partitions.map(() => '?').join(', ')})`,
			[this.#runId, ...partitions],
		);
	}
}

function execute(em: EntityManager, sql: string, values: unknown[]): Promise<unknown> {
	return em.getConnection().execute(sql, values, 'run', em.getTransactionContext());
}
