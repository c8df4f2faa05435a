import type { Clock } from '../shared/clock.ts';
import { BoundedQueue } from './bounded-queue.ts';
import type { Emit } from './events.ts';
import { type BatchEntry, type HomeStore, type StoredAs, StoreError } from './ports.ts';
import { StopRun } from './stop-run.ts';
import { halve } from './zip-groups.ts';

/** A batch that does not fill is committed this long after its first home came. */
const longestWaitMs = 2000;
/** Fetched homes that may wait for the database; beyond it the workers wait, so that memory stays flat. */
const mostWaiting = 400;
const conflictsInARow = 8;
const firstWaitMs = 500;
const longestBackoffMs = 30_000;
/** A database that is away longer than this ends the run. */
const givesUpAfterMs = 15 * 60_000;

export interface BatchWriterOptions<Record> {
	readonly store: Pick<HomeStore<Record>, 'save'>;
	readonly clock: Clock;
	readonly emit: Emit;
	/** Ends a wait for the database at once. */
	readonly signal: AbortSignal;
	readonly random: () => number;
	readonly batchSize: number;
	/** Told the ids of what a commit has settled. */
	readonly committed: (ids: readonly string[]) => void;
	/** Told how many entries were left uncommitted when the writer ended before its time. */
	readonly abandoned: (count: number) => void;
}

/**
 * The one writer: fills a batch and commits it every `batchSize` entries. Whatever happens to a batch, each entry ends stored or as a
 * failure with its reason: a batch that the database refuses for its data is halved until the bad record stands alone.
 */
export class BatchWriter<Record> {
	readonly #options: BatchWriterOptions<Record>;
	readonly #inbox = new BoundedQueue<BatchEntry<Record>>(mostWaiting);
	#batchSize: number;
	#eager = false;
	#nudged = Promise.withResolvers<void>();
	#committed = 0;
	/** Entries taken from the inbox and not committed yet. */
	#open = 0;

	constructor(options: BatchWriterOptions<Record>) {
		this.#options = options;
		this.#batchSize = options.batchSize;
	}

	get waiting(): number {
		return this.#inbox.size;
	}

	setBatchSize(batchSize: number): void {
		this.#batchSize = batchSize;
		this.#nudge();
	}

	/** While eager, whatever is there is committed at once: so that a pause leaves nothing open. */
	setEager(eager: boolean): void {
		this.#eager = eager;
		this.#nudge();
	}

	/** Waits while the database is behind. False when the writer has ended and takes nothing more. */
	add(entry: BatchEntry<Record>): Promise<boolean> {
		return this.#inbox.push(entry);
	}

	/** What is waiting is still committed, then `run` ends. */
	close(): void {
		this.#inbox.close();
	}

	/** @throws StopRun when the database refuses for good or stays away; the signal's reason when aborted. */
	async run(): Promise<void> {
		try {
			while (true) {
				const entries = await this.#nextBatch();
				if (entries.length === 0) return;
				this.#open = entries.length;
				await this.#write(entries);
			}
		} finally {
			this.#inbox.close();
			const left = this.#open + this.#inbox.take(mostWaiting).length;
			if (left > 0) this.#options.abandoned(left);
		}
	}

	async #nextBatch(): Promise<BatchEntry<Record>[]> {
		while (this.#inbox.size === 0 && !this.#inbox.closed) await this.#inbox.changed;
		const timer = new AbortController();
		let expired = false;
		const expiry = this.#options.clock.sleep(longestWaitMs, timer.signal).then(
			() => {
				expired = true;
			},
			() => {},
		);
		while (!expired && !this.#eager && !this.#inbox.closed && this.#inbox.size < this.#batchSize) {
			await Promise.race([this.#inbox.changed, this.#nudged.promise, expiry]);
		}
		timer.abort();
		return this.#inbox.take(this.#batchSize);
	}

	#nudge(): void {
		const { resolve } = this.#nudged;
		this.#nudged = Promise.withResolvers();
		resolve();
	}

	async #write(entries: readonly BatchEntry<Record>[]): Promise<void> {
		try {
			await this.#commit(entries);
		} catch (error) {
			if (!(error instanceof StoreError) || error.blame === 'fatal') throw asStop(error);
			const [only] = entries;
			if (entries.length > 1 || only === undefined) {
				for (const half of halve(entries)) await this.#write(half);
			} else {
				await this.#commit([refused(only, error)]);
			}
		}
	}

	/** Commits, repeating for whatever is not the records' fault. */
	async #commit(entries: readonly BatchEntry<Record>[]): Promise<void> {
		const { store, clock, emit } = this.#options;
		const started = clock.now();
		emit({ type: 'batch.flushing', size: entries.length });
		let conflicts = 0;
		let away = 0;
		while (true) {
			try {
				const stored = await store.save(entries);
				if (away > 0) emit({ type: 'database.back' });
				this.#report(entries, stored, clock.now() - started);
				return;
			} catch (error) {
				if (!(error instanceof StoreError)) throw error;
				if (error.blame === 'conflict' && conflicts < conflictsInARow) conflicts++;
				else if (error.blame === 'unavailable') away++;
				else throw error;
				if (away > 0 && clock.now() - started > givesUpAfterMs) throw asStop(error);
				await this.#waitBeforeRepeating(error, conflicts + away);
			}
		}
	}

	async #waitBeforeRepeating(error: StoreError, times: number): Promise<void> {
		const { clock, emit, random, signal } = this.#options;
		if (error.blame === 'conflict') {
			await clock.sleep(random() * 50 * times, signal);
			return;
		}
		const delayMs = Math.min(longestBackoffMs, firstWaitMs * 2 ** (times - 1)) * (0.5 + random() / 2);
		emit({ type: 'database.waiting', delayMs, reason: error.message });
		await clock.sleep(delayMs, signal);
	}

	#report(entries: readonly BatchEntry<Record>[], stored: ReadonlyMap<string, StoredAs>, ms: number): void {
		const { emit } = this.#options;
		const counts = { imported: 0, updated: 0, unchanged: 0, failed: 0, gone: 0 };
		for (const entry of entries) {
			if (entry.kind === 'home') counts[storedAs(entry.id, stored)]++;
			else if (entry.kind === 'gone') counts.gone++;
			else counts.failed++;
		}
		for (const entry of entries) {
			if (entry.kind === 'gone') emit({ type: 'home.gone', id: entry.id, label: entry.label });
			if (entry.kind !== 'failure') continue;
			const { payload: _, ...problem } = entry.problem;
			emit({ type: 'home.failed', id: entry.id, label: entry.label, attempts: entry.attempts, problem });
		}
		this.#open -= entries.length;
		this.#options.committed(entries.flatMap((entry) => entry.id ?? []));
		this.#committed++;
		emit({ type: 'batch.committed', number: this.#committed, ...counts, ms, waiting: this.#inbox.size });
	}
}

/** Success is only what the store reported: a home that it does not name is a bug, never a silent loss. */
function storedAs(id: string, stored: ReadonlyMap<string, StoredAs>): StoredAs {
	const result = stored.get(id);
	if (result === undefined) throw new Error(`the store did not say what became of home ${id}`);
	return result;
}

function refused<Record>(entry: BatchEntry<Record>, error: StoreError): BatchEntry<Record> {
	const { id, label } = entry;
	const attempts = entry.kind === 'gone' ? 1 : entry.attempts;
	const message = `The database refused it: ${error.message}.`;
	// A failure that cannot be stored is stored without what the API sent: that is all in it that is not ours.
	const payload = entry.kind === 'home' ? { payload: entry.record } : {};
	return { kind: 'failure', id, label, attempts, problem: { stage: 'store', kind: error.kind, message, ...payload } };
}

function asStop(error: unknown): unknown {
	if (!(error instanceof StoreError)) return error;
	return new StopRun({ kind: 'database', message: error.message }, { cause: error });
}
