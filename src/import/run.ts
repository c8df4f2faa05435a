import pMap from 'p-map';
import type { Clock } from '../shared/clock.ts';
import { Adapting } from './adapting.ts';
import { ApiGate } from './api-gate.ts';
import { BatchWriter } from './batch-writer.ts';
import { createControl, type ImportControl, mostWorkers, type RunControl } from './control.ts';
import { DriftWatch, type OnDrift } from './drift-watch.ts';
import type { ImportEvent, Reconciled, RunResult, StopReason, UnstampedEvent } from './events.ts';
import { HomeFeed } from './home-feed.ts';
import { type FetchMode, Intake } from './intake.ts';
import { Latch } from './latch.ts';
import { OutageWatch } from './outage-watch.ts';
import { patiently } from './patience.ts';
import {
	type ContractWatch,
	type HomeQuery,
	type HomeSource,
	type HomeStore,
	type Problem,
	type RecordNotes,
	StoreError,
	type WantedHome,
} from './ports.ts';
import { type ImportState, initialState, reduce } from './progress.ts';
import type { Refresh } from './refresh.ts';
import { runFigures, settle } from './result.ts';
import { SleepWatch } from './sleep-watch.ts';
import { StopRun } from './stop-run.ts';
import { WorkerSlots } from './worker-slots.ts';
import { Workers } from './workers.ts';

export interface ImportOptions {
	readonly runId: string;
	readonly queries: readonly HomeQuery[];
	/** @default details */
	readonly fetch?: FetchMode;
	/** Which stored homes are looked at again. @default none */
	readonly refresh?: Refresh;
	/** Asks for the timelines of homes for sale as well. */
	readonly timeline?: boolean;
	/** Fetches these homes, stored or not, instead of what the queries list; the queries say whose they are. */
	readonly replay?: readonly WantedHome[];
	readonly workers: number;
	/** The number follows what the API bears, until someone sets it. @default false */
	readonly adaptive?: boolean;
	readonly batchSize: number;
	/** Only the first so many homes discovered. */
	readonly limit?: number | undefined;
	/** Requests a second, 0 = no ceiling; the source itself keeps to it. */
	readonly rate: number;
	/** @default stop */
	readonly onDrift?: OnDrift;
	/** For display only. */
	readonly apiUrl: string;
	readonly database: string;
}

export interface ImportPorts<Record> {
	readonly source: HomeSource<Record>;
	readonly store: HomeStore<Record>;
	readonly clock: Clock;
	readonly random: () => number;
	/**
	 * Records what became of each partition, and counts what the tables hold of it. @throws StoreError where the database cannot be asked.
	 */
	readonly reconcile?: (state: ImportState) => Promise<readonly Reconciled[]>;
	/** Compares what the source sends with what it sent before; without it nothing is compared. */
	readonly contract?: ContractWatch;
	/** Sets another ceiling on requests; without it only what is shown changes. */
	readonly setRate?: (perSecond: number) => void;
	/** Receives every event, in order. */
	readonly listen: (event: ImportEvent, state: ImportState) => void;
}

export interface RunningImport {
	readonly control: ImportControl;
	/** To be called every second: what tells time that passed from time in which the whole process stood still. */
	readonly beat: () => void;
	/** Rejects only for a bug; whatever the API or the database does ends in a result. */
	readonly finished: Promise<RunResult>;
}

/** Starts an import; it discovers, skips what is stored, fetches with parallel workers, and commits in batches. */
export function startImport<Record>(options: ImportOptions, ports: ImportPorts<Record>): RunningImport {
	const run = new ImportRun(options, ports);
	return { control: run.control, beat: () => run.beat(), finished: run.run() };
}

class ImportRun<Record> {
	readonly control: RunControl;
	readonly #options: ImportOptions;
	readonly #ports: ImportPorts<Record>;
	readonly #slots: WorkerSlots;
	readonly #workers: Workers<Record>;
	readonly #writer: BatchWriter<Record>;
	readonly #feed: HomeFeed;
	readonly #intake: Intake<Record>;
	readonly #outages: OutageWatch;
	readonly #gate: ApiGate;
	readonly #adapting: Adapting | undefined;
	readonly #drift: DriftWatch;
	readonly #sleep = new SleepWatch();
	/** Holds discovery while the run is paused. */
	readonly #pause = new Latch();
	/** Ends discovery. */
	readonly #stopping = new AbortController();
	/** Ends everything in flight. */
	readonly #aborting = new AbortController();
	#state: ImportState = initialState;
	#stopReason: StopReason | undefined;

	constructor(options: ImportOptions, ports: ImportPorts<Record>) {
		this.#options = options;
		this.#ports = ports;
		this.#slots = new WorkerSlots(options.workers, () => this.#writer.flush());
		// Homes that failed before may well all fail again, and yet the API be there.
		this.#outages = new OutageWatch(() =>
			options.replay === undefined ? this.#slots.limit : Number.POSITIVE_INFINITY,
		);
		const { clock, random } = ports;
		this.#gate = new ApiGate({
			...{ clock, random, emit: this.#emit, signal: this.#stopping.signal, knock: this.#knock },
			noticed: (setback) => this.#adapting?.strained(setback),
		});
		this.#workers = new Workers({
			...{ source: ports.source, slots: this.#slots, gate: this.#gate, outages: this.#outages, emit: this.#emit },
			timeline: options.timeline === true,
			watchGone: options.replay === undefined && options.onDrift !== 'go on',
			adapting: () => this.#adapting,
			stopping: this.#stopping.signal,
			aborting: this.#aborting.signal,
			stop: (reason) => this.#stop(reason),
			abort: (reason) => this.#abort(reason),
			note: (id, notes) => this.#note(id, notes),
		});
		this.#drift = new DriftWatch({
			contract: ports.contract,
			onDrift: options.onDrift ?? 'stop',
			emit: this.#emit,
			stopping: this.#stopping.signal,
			pause: () => this.control.pause(),
		});
		this.#writer = new BatchWriter({
			store: ports.store,
			clock: ports.clock,
			random: ports.random,
			emit: this.#emit,
			signal: this.#aborting.signal,
			hurry: this.#stopping.signal,
			batchSize: options.batchSize,
			vetting: this.#drift,
			committed: (entries) => this.#feed.settle(entries),
			abandoned: (count) => this.#emit({ type: 'homes.released', count }),
		});
		this.#feed = new HomeFeed(this.#emit);
		this.#intake = new Intake({
			...ports,
			queries: options.queries,
			replay: options.replay,
			fetch: options.fetch ?? 'details',
			refresh: options.refresh ?? 'none',
			timeline: options.timeline === true,
			limit: options.limit,
			feed: this.#feed,
			emit: this.#emit,
			outages: this.#outages,
			gate: this.#gate,
			pause: this.#pause,
			trusted: async (partition) => {
				await ports.store.trustPages?.(partition);
				this.#writer.trust(partition);
			},
			signal: this.#stopping.signal,
			add: (entry) => this.#writer.add(entry),
			note: (id, notes) => this.#note(id, notes),
			patience: () => this.#workers.patience,
			inWorker: options.fetch === 'pages' ? this.#workers.page : undefined,
		});
		this.control = createControl(
			{
				slots: this.#slots,
				writer: this.#writer,
				emit: this.#emit,
				setRate: (perSecond) => ports.setRate?.(perSecond),
				paused: (paused) => {
					this.#pause.setShut(paused);
					if (paused) this.#workers.rest();
					else {
						this.#workers.resume();
						this.#drift.resumed();
					}
				},
				retry: (kind) => this.#feed.retry(kind),
				stop: () => this.#stop({ kind: 'asked', atOnce: false }),
				abort: () => this.#abort({ kind: 'asked', atOnce: true }),
			},
			{
				...{ paused: false, workers: options.workers, adaptive: options.adaptive === true },
				...{ batchSize: options.batchSize, rate: options.rate },
			},
		);
		if (options.adaptive !== true) return;
		this.#adapting = new Adapting({
			...{ clock, emit: this.#emit, slots: this.#slots, state: () => this.#state },
			requests: () => ports.source.requests,
			setWorkers: (workers) => this.control.adaptWorkers(workers),
		});
	}

	async run(): Promise<RunResult> {
		const { queries, replay: _, onDrift: __, fetch = 'details', runId, ...shown } = this.#options;
		this.#emit({
			type: 'run.started',
			runId,
			municipalities: [...new Set(queries.map((query) => query.municipality.name))],
			addressTypes: [...new Set(queries.map((query) => query.addressType ?? 'all'))],
			...shown,
			fetch,
			limit: shown.limit ?? null,
		});
		const writing = this.#guard(this.#writer.run());
		const discovering = this.#guard(this.#intake.fill());
		const fetching = this.#guard(
			pMap(this.#feed.homes(), (home) => this.#handle(home).finally(() => this.#feed.fetchEnded()), {
				concurrency: mostWorkers,
			}),
		);
		const fetched = Promise.all([discovering, fetching]).finally(() => this.#writer.close());
		const tasks = await Promise.allSettled([fetched, writing]);
		try {
			for (const task of tasks) if (task.status === 'rejected') throw task.reason;
			await this.#reconcile();
			return this.#finish();
		} catch (error) {
			this.#failForBug(error);
			throw error;
		}
	}

	async #reconcile(): Promise<void> {
		try {
			const { reconcile } = this.#ports;
			if (reconcile === undefined) return;
			const hurry = this.#stopping.signal;
			const options = { ...this.#ports, emit: this.#emit, signal: this.#aborting.signal, hurry };
			const partitions = await patiently(() => reconcile(this.#state), options);
			this.#emit({ type: 'run.reconciled', partitions });
		} catch (error) {
			if (!(error instanceof StoreError || error instanceof StopRun || this.#aborting.signal.aborted)) throw error;
			const problem =
				this.#aborting.signal.aborted || !(error instanceof Error) ? 'the run was ended at once' : error.message;
			this.#emit({ type: 'run.reconciled', partitions: [], problem });
		}
	}

	/** Even a bug has an end that every listener is told. */
	#failForBug(error: unknown): void {
		const message = error instanceof Error ? error.message : String(error);
		const { requests } = this.#ports.source;
		this.#emit({
			type: 'run.finished',
			...runFigures(this.#state, requests, this.#ports.clock.now()),
			status: 'failed',
			stopReason: { kind: 'bug', message },
		});
	}

	#finish(): RunResult {
		const { source, clock } = this.#ports;
		const result = settle(this.#state, source.requests, this.#stopReason, clock.now());
		this.#emit({ type: 'run.finished', ...result });
		return result;
	}

	/** To be called every second, so that time in which the whole process stood still is told from time that passed. */
	beat(): void {
		this.#noticeSleep(this.#ports.clock.now());
		this.#sleep.beat(this.#ports.clock.now());
	}

	/** Nothing follows `run.finished`, though keys and signals may still come. */
	readonly #emit = (event: UnstampedEvent): void => {
		if (this.#state.result !== undefined) return;
		const at = this.#ports.clock.now();
		this.#noticeSleep(at);
		this.#tell({ ...event, at });
	};

	#noticeSleep(now: number): void {
		const ms = this.#sleep.sleptUntil(now);
		if (ms > 0 && this.#state.result === undefined) this.#tell({ type: 'run.slept', ms, at: now });
	}

	#tell(event: ImportEvent): void {
		this.#state = reduce(this.#state, event);
		this.#ports.listen(event, this.#state);
	}

	/** Asks the API for as little as can be, to see whether it answers at all. */
	readonly #knock = async (): Promise<Problem | undefined> => {
		const [query] = this.#options.queries;
		if (query === undefined) return undefined;
		const outcome = await this.#ports.source.searchPage(query, 1, 1, { signal: this.#stopping.signal, attempts: 1 });
		return outcome.status === 'failed' && outcome.problem.outage === true ? outcome.problem : undefined;
	};

	/** An orderly end wherever it comes from; a bug goes through, after everything else was told to end. */
	async #guard(task: Promise<unknown>): Promise<void> {
		try {
			await task;
		} catch (error) {
			if (this.#stopping.signal.aborted && error === this.#stopping.signal.reason) return;
			if (this.#aborting.signal.aborted && error === this.#aborting.signal.reason) return;
			if (!(error instanceof StopRun)) {
				this.#abort({ kind: 'bug', message: error instanceof Error ? error.message : String(error) });
				throw error;
			}
			if (error.reason.kind === 'database') this.#abort(error.reason);
			else this.#stop(error.reason);
		}
	}

	/** Hands out no more work. */
	#stop(reason: StopReason): void {
		if (this.#stopReason !== undefined) return;
		this.#stopReason = reason;
		this.#emit({ type: 'run.stopping', reason });
		this.#stopping.abort(new StopRun(reason));
		this.#slots.close();
		this.#workers.rest();
		this.#feed.close();
	}

	/** A reason to end at once outweighs the wish to end in order, and no other reason. */
	#abort(reason: StopReason): void {
		this.#stop(reason);
		if (this.#stopReason?.kind === 'asked') this.#stopReason = reason;
		this.#aborting.abort(new StopRun(reason));
		this.#writer.close();
	}

	/** One home, from the queue into the writer's hands. The place is kept until then, so that a slow database slows the fetching. */
	async #handle(home: WantedHome): Promise<void> {
		while (true) {
			const worker = await this.#slots.acquire();
			if (worker === undefined) {
				this.#intake.fetched(home, undefined);
				return this.#feed.release([home]);
			}
			try {
				const entry = await this.#workers.home(worker, home);
				if (entry === 'returned') continue;
				this.#intake.fetched(home, entry);
				if (entry === undefined || !(await this.#writer.add(entry))) this.#feed.release([home]);
				return;
			} finally {
				this.#slots.release(worker);
			}
		}
	}

	#note(id: string, notes: RecordNotes): void {
		if (notes.unknownFields.length > 0) this.#emit({ type: 'fields.unknown', fields: notes.unknownFields });
		if (notes.repairedTexts.length > 0) this.#emit({ type: 'text.repaired', id, paths: notes.repairedTexts });
	}
}
