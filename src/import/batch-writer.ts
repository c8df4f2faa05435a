import type { Clock } from '../shared/clock.ts';
import { halve } from '../shared/halve.ts';
import { mostWaiting } from './backlog.ts';
import { BoundedQueue } from './bounded-queue.ts';
import type { Doubt } from './drift-watch.ts';
import type { Emit } from './events.ts';
import { bytesOf, HeldBack } from './held-back.ts';
import { HomeCount } from './home-count.ts';
import { databaseStop, patiently } from './patience.ts';
import { type BatchEntry, type HomeStore, type StoredAs, StoreError } from './ports.ts';

/** A batch that does not fill is committed this long after its first home came. */
const longestWaitMs = 2000;
/** Bytes, as the API sent them, from which a batch is committed though it is not full: on its way a home takes some forty times that. */
const heaviestBatch = 4 * 2 ** 20;

export interface Vetting {
	readonly holds: boolean;
	looksGood(): boolean;
	/** @throws StopRun when nothing must be committed. */
	pass(why?: 'last' | 'doubts'): Promise<void>;
	/** Why an entry must wait until more has come. */
	doubt(entry: BatchEntry<unknown>): Doubt | undefined;
}

export interface BatchWriterOptions<Record> {
	readonly store: Pick<HomeStore<Record>, 'save'>;
	readonly clock: Clock;
	readonly emit: Emit;
	/** Ends the writing before the next commit, and a wait for the database at once. */
	readonly signal: AbortSignal;
	/** Someone wants the run to end: a database that is away is no longer waited for. */
	readonly hurry: AbortSignal;
	readonly random: () => number;
	readonly batchSize: number;
	/** Told what a commit has settled. */
	readonly committed: (entries: readonly BatchEntry<Record>[]) => void;
	/** Stands before every commit, and may want more to be fetched before there is one. */
	readonly vetting?: Vetting;
	/** Told how many entries were left uncommitted when the writer ended before its time. */
	readonly abandoned: (count: number) => void;
}

/**
 * The one writer: fills a batch and commits it every `batchSize` entries. Whatever happens to a batch, each entry ends stored or as a
 * failure with its reason: a batch that the database refuses for its data is halved until the bad record stands alone.
 */
export class BatchWriter<Record> {
	readonly #options: BatchWriterOptions<Record>;
	readonly #inbox = new BoundedQueue<BatchEntry<Record>>({
		capacity: mostWaiting,
		weigh: bytesOf,
		mostBytes: 2 * heaviestBatch,
	});
	#batchSize: number;
	#flushing = false;
	#committed = 0;
	readonly #count = new HomeCount();
	/** Entries taken from the inbox and not committed yet. */
	#open = 0;
	readonly #heldBack: HeldBack<Record>;

	constructor(options: BatchWriterOptions<Record>) {
		this.#options = options;
		this.#heldBack = new HeldBack({
			doubt: (entry) => options.vetting?.doubt(entry),
			most: { entries: mostWaiting, bytes: heaviestBatch },
		});
		this.#batchSize = options.batchSize;
		this.setBatchSize(options.batchSize);
	}

	get waiting(): number {
		return this.#inbox.size;
	}

	setBatchSize(batchSize: number): void {
		this.#batchSize = batchSize;
		this.#inbox.setCapacity(Math.max(mostWaiting, batchSize));
	}

	/** Commits what is waiting without waiting for more. */
	flush(): void {
		this.#flushing = this.#inbox.size > 0;
		this.#inbox.wake();
	}

	/** Waits while the database is behind. False when the writer has ended and takes nothing more. */
	add(entry: BatchEntry<Record>): Promise<boolean> {
		return this.#inbox.push(entry);
	}

	/** The search records of a partition are good: none of its homes is fetched again. */
	trust(partition: string): void {
		this.#count.trust(partition);
	}

	/** What is waiting is still committed, then `run` ends. */
	close(): void {
		this.#inbox.close();
	}

	/** @throws StopRun when the database refuses for good or stays away; the signal's reason when aborted. */
	async run(): Promise<void> {
		try {
			while (true) {
				const taken = await this.#nextBatch();
				this.#open += countable(taken);
				const entries = await this.#vet(taken);
				while (entries.length > 0) await this.#write(entries.splice(0, Math.max(this.#batchSize, taken.length)));
				if (taken.length === 0) return;
			}
		} finally {
			this.#inbox.close();
			const left = this.#open + countable(this.#inbox.take(Number.POSITIVE_INFINITY));
			if (left > 0) this.#options.abandoned(left);
		}
	}

	/** What may be committed now: of these, and of what was held back. Once nothing more will come, that is all. */
	async #vet(taken: readonly BatchEntry<Record>[]): Promise<BatchEntry<Record>[]> {
		const { vetting, hurry } = this.#options;
		// At the end as well, though nothing is left to commit: what this run's records held is what the next one's are compared with.
		if (this.#open > 0 || taken.length > 0 || !hurry.aborted)
			await vetting?.pass(this.#inbox.closed ? 'last' : undefined);
		if (this.#inbox.closed) return [...this.#heldBack.release(), ...taken];
		const good = this.#heldBack.sift(taken);
		if (!this.#heldBack.isFull) return good;
		await vetting?.pass('doubts');
		return [...this.#heldBack.release(), ...good];
	}

	async #nextBatch(): Promise<BatchEntry<Record>[]> {
		while (this.#inbox.size === 0 && !this.#inbox.closed) await this.#inbox.changed;
		const timer = new AbortController();
		let expired = false;
		this.#options.clock.sleep(longestWaitMs, timer.signal).then(
			() => {
				expired = true;
				this.#inbox.wake();
			},
			() => {},
		);
		while (this.#isHeld() || !(expired || this.#flushing || this.#inbox.closed || this.#isFull())) {
			await this.#inbox.changed;
		}
		timer.abort();
		const entries = this.#inbox.take(this.#batchSize, heaviestBatch);
		if (this.#inbox.size === 0) this.#flushing = false;
		return entries;
	}

	/** Until the end, or until no more fit in; a flush is obeyed where what there is looks good. */
	#isHeld(): boolean {
		const { vetting } = this.#options;
		if (vetting?.holds !== true || this.#inbox.closed) return false;
		if (this.#inbox.size >= mostWaiting || this.#inbox.bytes >= heaviestBatch) return false;
		return !(this.#flushing && vetting.looksGood());
	}

	#isFull(): boolean {
		return this.#inbox.size >= this.#batchSize || this.#inbox.bytes >= heaviestBatch;
	}

	async #write(entries: readonly BatchEntry<Record>[]): Promise<void> {
		try {
			await this.#commit(entries);
		} catch (error) {
			if (!(error instanceof StoreError)) throw error;
			if (error.blame === 'fatal') throw databaseStop(error);
			const [only] = entries;
			if (entries.length > 1 || only === undefined) {
				for (const half of halve(entries)) await this.#write(half);
			} else {
				await this.#write([refused(only, error)]);
			}
		}
	}

	async #commit(entries: readonly BatchEntry<Record>[]): Promise<void> {
		const { store, clock, emit } = this.#options;
		const started = clock.now();
		emit({ type: 'batch.flushing', size: entries.length });
		const stored = await patiently(() => store.save(entries), this.#options);
		this.#report(entries, stored, clock.now() - started);
	}

	#report(entries: readonly BatchEntry<Record>[], stored: ReadonlyMap<string, StoredAs>, ms: number): void {
		const { emit } = this.#options;
		const counts = this.#count.add(entries, stored);
		for (const entry of entries) {
			if (entry.kind === 'gone') emit({ type: 'home.gone', id: entry.id, label: entry.label });
			if (entry.kind !== 'failure') continue;
			const { payload: _, ...problem } = entry.problem;
			emit({ type: 'home.failed', id: entry.id, label: entry.label, attempts: entry.attempts, problem });
		}
		const again = entries.length - countable(entries);
		this.#open -= countable(entries);
		this.#options.committed(entries);
		this.#committed++;
		emit({
			type: 'batch.committed',
			number: this.#committed,
			size: entries.length,
			...counts,
			...(again > 0 && { again }),
			ms,
			waiting: this.#inbox.size,
		});
	}
}

/** Homes that are not counted yet: what is fetched again was counted when its search record was stored. */
function countable(entries: readonly BatchEntry<unknown>[]): number {
	return entries.filter(({ again }) => again !== true).length;
}

/**
 * What is stored in place of an entry that the database refuses: a failure; and where that is refused too, the same without what the
 * API sent, which is all in it that is not ours.
 *
 * @throws StopRun when even that was refused.
 */
function refused<Record>(entry: BatchEntry<Record>, error: StoreError): BatchEntry<Record> {
	if (entry.kind === 'failure') {
		const { payload, ...problem } = entry.problem;
		if (payload === undefined) throw databaseStop(error);
		return { ...entry, problem };
	}
	const { id, label, partition, again, unlisted, wasForSale } = entry;
	const home = {
		...{ id, label, partition },
		...(again === true && { again }),
		...(unlisted === true && { unlisted }),
		...(wasForSale === true && { wasForSale }),
	};
	const message = `The database refused it: ${error.message}.`;
	const problem = { stage: 'store', kind: error.kind, message } as const;
	if (entry.kind === 'gone') return { kind: 'failure', ...home, attempts: 1, problem };
	const kept = { ...problem, payload: entry.record };
	const fromPage = entry.fromPage === true && { fromPage: true };
	return { kind: 'failure', ...home, ...fromPage, attempts: entry.attempts, problem: kept };
}
