import type { MikroORM } from '@mikro-orm/core';
import type { ImportEvent, RunResult } from '../import/events.ts';
import { activeMs } from '../import/pace.ts';
import type { ImportState } from '../import/progress.ts';
import { rounded, type Sample, Samples } from '../import/samples.ts';
import type { Clock } from '../shared/clock.ts';
import { ImportRun } from './import-run.ts';

export interface SampleRecorderOptions {
	readonly runId: string;
	readonly clock: Clock;
	/** Requests sent so far. */
	readonly requests: () => number;
}

/**
 * Keeps in `import_sample` how a run goes, while it goes: a row every few seconds, written beside the batches and never waited for, so
 * that a run which is killed is known up to its last seconds. What cannot be written is kept, and written with what comes next.
 */
export class SampleRecorder {
	readonly #orm: Pick<MikroORM, 'em'>;
	readonly #runId: string;
	readonly #clock: Clock;
	readonly #samples: Samples;
	#written = 0;
	/** Counts how often the samples were thinned: rows written before are others now. */
	#generation = 0;
	#writtenGeneration = 0;
	#writing: Promise<void> | undefined;

	/** @param options of a run that the ledger has opened. */
	constructor(orm: Pick<MikroORM, 'em'>, { runId, clock, requests }: SampleRecorderOptions) {
		this.#orm = orm;
		this.#runId = runId;
		this.#clock = clock;
		this.#samples = new Samples(clock.now(), requests);
	}

	readonly listen = (event: ImportEvent, state: ImportState): void => this.#samples.listen(event, state);

	/** To be called every second. */
	readonly beat = (): void => {
		const change = this.#samples.look(this.#clock.now());
		if (change === 'same') return;
		if (change === 'thinned') this.#generation++;
		// A write that fails is made good by the next one, or told by `close`.
		this.#writing ??= this.#write()
			.catch(() => {})
			.finally(() => {
				this.#writing = undefined;
			});
	};

	/**
	 * Writes the rest, and what the whole run came to.
	 * @throws whatever the database says when that cannot be written.
	 */
	async close({ runId, durationMs, propertiesPerSecond, sequentialEstimateMs }: RunResult, { pace }: ImportState) {
		await this.#writing;
		this.#samples.close(this.#clock.now());
		await this.#write();
		const { answers } = this.#samples;
		const percentile = (share: number): number => rounded(answers.percentile(share)) ?? 0;
		const latency = { p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) };
		const figures = {
			durationMs,
			activeMs: Math.round(activeMs(pace, pace.startedAt + durationMs)),
			sequentialMs: sequentialEstimateMs,
			homesPerSecond: Math.round(propertiesPerSecond * 1000) / 1000,
		};
		const ended = { pace: figures, ...(answers.total > 0 && { latency }) };
		await this.#orm.em.fork().transactional((em) => em.nativeUpdate(ImportRun, { id: runId }, ended));
	}

	async #write(): Promise<void> {
		const generation = this.#generation;
		const anew = generation !== this.#writtenGeneration;
		const { count } = this.#samples;
		await this.#store(this.#samples.from(anew ? 0 : this.#written), anew);
		this.#written = count;
		this.#writtenGeneration = generation;
	}

	async #store(samples: readonly Sample[], anew: boolean): Promise<void> {
		if (samples.length === 0) return;
		const rows = samples.map((sample) => [
			...[this.#runId, new Date(sample.at), sample.done, sample.failed, sample.requests],
			...[sample.medianLatencyMs, sample.p95LatencyMs, sample.workers, sample.binding],
		]);
		const places = rows.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
		await this.#orm.em.fork().transactional(async (em) => {
			const execute = (sql: string, values: unknown[]): Promise<unknown> =>
				em.getConnection().execute(sql, values, 'run', em.getTransactionContext());
			if (anew) await execute('delete from import_sample where run_id = ?', [this.#runId]);
			// A row whose answer was lost on the way is there already.
			await execute(
				`insert into import_sample (run_id, at, done, failed, requests, median_latency_ms, p95_latency_ms, workers, binding)
				 values ${places} on conflict do nothing`,
				rows.flat(),
			);
		});
	}
}
