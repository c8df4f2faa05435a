import type { Adapting } from './adapting.ts';
import type { InWorker } from './discovery/context.ts';
import type { Emit, StopReason } from './events.ts';
import { GoneWatch } from './gone-watch.ts';
import type { OutageWatch } from './outage-watch.ts';
import type { BatchEntry, Gate, HomeSource, Problem, RecordNotes, TimelineEvent, WantedHome } from './ports.ts';
import { StopRun } from './stop-run.ts';
import { readTimeline } from './timeline.ts';
import type { WorkerSlots } from './worker-slots.ts';

export interface WorkersOptions<Record> {
	readonly source: HomeSource<Record>;
	readonly slots: WorkerSlots;
	readonly gate: Gate;
	readonly outages: OutageWatch;
	readonly emit: Emit;
	/** Asks for the timelines of homes for sale as well. */
	readonly timeline: boolean;
	/** Too many homes that were listed and are gone contradict the list. */
	readonly watchGone: boolean;
	readonly adapting: () => Adapting | undefined;
	/** Aborted when nothing more is to be handed out. */
	readonly stopping: AbortSignal;
	/** Ends what is on its way. */
	readonly aborting: AbortSignal;
	readonly stop: (reason: StopReason) => void;
	readonly abort: (reason: StopReason) => void;
	readonly note: (id: string, notes: RecordNotes) => void;
}

/** What is done in a worker's place: a home, or a page of them, is asked for, and everybody who must know is told what came. */
export class Workers<Record> {
	readonly #options: WorkersOptions<Record>;
	readonly #goneWatch = new GoneWatch();
	/** Ends what only waits to be tried again, when the run pauses or stops; a new one with each resumption. */
	#patience = new AbortController();

	constructor(options: WorkersOptions<Record>) {
		this.#options = options;
	}

	get patience(): AbortSignal {
		return this.#patience.signal;
	}

	/** The run pauses or stops: what only waits to be tried again is put back. */
	rest(): void {
		this.#patience.abort(new Error('the run rests'));
	}

	resume(): void {
		this.#patience = new AbortController();
	}

	/** A page: paused, limited and shown as every other work, and not behind all homes that wait, since most of the work comes of it. */
	readonly page: InWorker = async (label, request) => {
		const { slots, stopping, emit, adapting } = this.#options;
		const worker = await slots.acquire({ urgent: true });
		if (worker === undefined) throw stopping.reason;
		const { patience } = this;
		const tries = { ms: 0, attempts: 0 };
		const finished = (outcome: 'listed' | 'failed' | 'blocked' | 'aborted' | 'returned'): void =>
			emit({ type: 'worker.finished', worker, id: '', outcome, ...tries });
		emit({ type: 'worker.fetching', worker, id: '', label });
		try {
			const outcome = await request({
				onRetry: (retry) => emit({ type: 'worker.retrying', worker, retry }),
				onAttempt: (ms) => {
					tries.ms += ms;
					tries.attempts++;
				},
			});
			finished(outcome.status === 'read' ? 'listed' : outcome.status);
			// How long a page takes says nothing of what a home should.
			adapting()?.answered(undefined);
			return outcome;
		} catch (error) {
			finished(isEndOf(patience, error) ? 'returned' : 'aborted');
			throw error;
		} finally {
			slots.release(worker);
		}
	};

	/**
	 * A home, in a place that the caller has taken.
	 * @returns `returned` when the run came to rest while it only waited for another try; undefined when it is left for the next run.
	 */
	async home(worker: number, home: WantedHome): Promise<BatchEntry<Record> | 'returned' | undefined> {
		const { source, emit, gate, aborting, adapting, outages, note, stop, abort } = this.#options;
		const { id, label } = home;
		const { patience } = this;
		const unfinished = (outcome: 'aborted' | 'returned'): void =>
			emit({ type: 'worker.finished', worker, id, outcome, ms: 0, attempts: 0 });
		emit({ type: 'worker.fetching', worker, id, label });
		try {
			const outcome = await source.fetchHome(id, {
				...{ signal: aborting, patience, gate, partition: home.partition },
				onRetry: (retry) => emit({ type: 'worker.retrying', worker, retry }),
			});
			const { status, attempts, ms } = outcome;
			adapting()?.answered(outcome.status === 'fetched' && attempts === 1 ? ms : undefined);
			const timeline = outcome.status === 'fetched' ? await this.#timeline(home, outcome.record, patience) : undefined;
			emit({ type: 'worker.finished', worker, id, outcome: status, ms, attempts });
			switch (outcome.status) {
				case 'fetched':
					outages.answered();
					this.#noteGone(home, false);
					note(id, outcome.notes);
					return { kind: 'home', ...home, record: outcome.record, attempts, bytes: outcome.bytes ?? 0, timeline };
				case 'gone':
					outages.answered();
					this.#noteGone(home, true);
					return { kind: 'gone', ...home };
				case 'failed':
					this.#reportOutage(outcome.problem);
					return { kind: 'failure', ...home, problem: outcome.problem, attempts: outcome.attempts };
				case 'blocked':
					stop({ kind: 'blocked', message: outcome.message });
					return undefined;
			}
		} catch (error) {
			if (isEndOf(patience, error)) {
				unfinished('returned');
				return 'returned';
			}
			// What contradicts itself is not committed either.
			if (error instanceof StopRun && error.reason.kind === 'drift') abort(error.reason);
			else if (error instanceof StopRun) stop(error.reason);
			else if (!isEndOf(aborting, error)) throw error;
			unfinished('aborted');
			return undefined;
		}
	}

	/** @param patience of the home that it belongs to: what ends a wait for the one ends it for both. */
	#timeline(
		home: WantedHome,
		record: Record,
		patience: AbortSignal,
	): Promise<readonly TimelineEvent[] | undefined> | undefined {
		const { source, timeline, aborting, gate, emit } = this.#options;
		const isWorthIt = home.wasForSale === true || source.isListed?.(record) === true;
		if (!timeline || !isWorthIt) return undefined;
		return readTimeline(home, source, { signal: aborting, patience, gate }, emit);
	}

	/** @throws StopRun when too many of the homes that were listed are gone. */
	#noteGone({ unlisted }: WantedHome, gone: boolean): void {
		if (unlisted !== true && this.#options.watchGone) this.#goneWatch.answered(gone);
	}

	#reportOutage(problem: Problem): void {
		const { outages, stop } = this.#options;
		try {
			outages.failed(problem);
		} catch (error) {
			if (!(error instanceof StopRun)) throw error;
			stop(error.reason);
		}
	}
}

function isEndOf(signal: AbortSignal, error: unknown): boolean {
	return signal.aborted && error === signal.reason;
}
