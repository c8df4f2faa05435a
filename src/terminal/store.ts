import type { ImportEvent } from '../import/events.ts';
import type { Pace } from '../import/pace.ts';
import type { Retry } from '../import/ports.ts';
import { type ImportState, initialState, type ShownError } from '../import/progress.ts';
import type { Clock } from '../shared/clock.ts';
import { type LogLine, toLogLine } from './log-line.ts';
import { Ring } from './ring.ts';
import { Tally } from './tally.ts';

const keptLines = 500;
const keptFailures = 200;
/** At most ten times a second. */
const shortestPauseMs = 100;
/** Drawing may take this share of the time, so that watching costs an import next to nothing. */
const drawingShare = 0.03;
/** However long a frame took, the display follows at least this often. */
const longestPauseMs = 500;

export interface Failure extends ShownError {
	/** In the order in which they came, from 1. */
	readonly number: number;
}

/** What the events tell and the engine's state does not keep. */
export interface Observed {
	/** Fetches that ended; evener than the commits that `state.pace` counts. */
	readonly fetched: Pace;
	/** Requests for homes, retries included. */
	readonly requested: Pace;
	/** Homes fetched and not committed yet. */
	readonly uncommitted: number;
	/** When each worker tries again, by index; epoch ms. */
	readonly retryDue: readonly (number | undefined)[];
	readonly searchRetry: (Retry & { readonly dueAt: number }) | undefined;
	/** The newest failures, oldest first. */
	readonly failures: readonly Failure[];
}

/** All that a frame is drawn from, at one moment. */
export interface Snapshot {
	readonly state: ImportState;
	readonly observed: Observed;
	/** Epoch ms. */
	readonly now: number;
	/** Oldest first. */
	readonly log: readonly LogLine[];
}

export interface DashboardStore {
	/** For the engine; costs next to nothing. */
	readonly listen: (event: ImportEvent, state: ImportState) => void;
	/** The engine's state this instant, for keys; displays use the snapshot. */
	readonly latest: () => ImportState;
	/** The same object until the next publication. */
	readonly snapshot: () => Snapshot;
	/** While anyone has subscribed, a snapshot is published at most ten times a second. @returns how to end it. */
	readonly subscribe: (notify: () => void) => () => void;
}

export interface DashboardStoreOptions {
	readonly clock: Clock;
	/** At least this long between two publications, ms. @default 100 */
	readonly intervalMs?: number;
	/** A stopwatch in ms, for what drawing costs. @default performance.now */
	readonly stopwatch?: () => number;
}

/** Between the engine, which tells everything at once, and the display, which looks now and then. */
export function createDashboardStore(options: DashboardStoreOptions): DashboardStore {
	return new Store(options);
}

class Store implements DashboardStore {
	readonly #clock: Clock;
	readonly #intervalMs: number;
	readonly #stopwatch: () => number;
	readonly #lines = new Ring<LogLine>(keptLines);
	readonly #failures = new Ring<Failure>(keptFailures);
	readonly #fetched = new Tally();
	readonly #requested = new Tally();
	readonly #retryDue: (number | undefined)[] = [];
	readonly #subscribers = new Set<() => void>();
	#searchRetry: Observed['searchRetry'];
	#uncommitted = 0;
	#failed = 0;
	#state = initialState;
	#snapshot: Snapshot;
	#ticking: AbortController | undefined;

	constructor({ clock, intervalMs = shortestPauseMs, stopwatch = () => performance.now() }: DashboardStoreOptions) {
		this.#clock = clock;
		this.#intervalMs = intervalMs;
		this.#stopwatch = stopwatch;
		this.#snapshot = this.#take();
	}

	readonly listen = (event: ImportEvent, state: ImportState): void => {
		this.#state = state;
		this.#observe(event, state.pace);
		const line = toLogLine(event);
		if (line !== undefined) this.#lines.push(line);
	};

	readonly latest = (): ImportState => this.#state;

	readonly snapshot = (): Snapshot => this.#snapshot;

	readonly subscribe = (notify: () => void): (() => void) => {
		this.#subscribers.add(notify);
		if (this.#ticking === undefined) {
			this.#snapshot = this.#take();
			this.#ticking = new AbortController();
			void this.#tick(this.#ticking.signal);
		}
		return () => {
			this.#subscribers.delete(notify);
			if (this.#subscribers.size > 0) return;
			this.#ticking?.abort();
			this.#ticking = undefined;
		};
	};

	#observe(event: ImportEvent, pace: Pace): void {
		switch (event.type) {
			case 'worker.fetching':
				this.#requested.add(pace, event.at);
				break;
			case 'worker.retrying':
				this.#requested.add(pace, event.at);
				this.#retryDue[event.worker - 1] = event.at + event.retry.delayMs;
				break;
			case 'worker.finished':
				this.#retryDue[event.worker - 1] = undefined;
				if (event.outcome === 'aborted' || event.outcome === 'blocked') break;
				this.#fetched.add(pace, event.at);
				this.#uncommitted++;
				break;
			case 'discovery.retrying':
				this.#searchRetry = { ...event.retry, dueAt: event.at + event.retry.delayMs };
				break;
			case 'home.failed': {
				const { at, id, label, attempts, problem } = event;
				this.#failed++;
				this.#failures.push({ number: this.#failed, at, id, label, attempts, problem });
				// A row without an id was never fetched; its commit, which follows, counts it all the same.
				if (id === null) this.#uncommitted++;
				break;
			}
			case 'batch.committed':
				this.#uncommitted -= event.imported + event.updated + event.unchanged + event.failed + event.gone;
				break;
			default:
		}
	}

	async #tick(signal: AbortSignal): Promise<void> {
		let drawingMs = 0;
		while (!signal.aborted) {
			const pauseMs = Math.max(this.#intervalMs, Math.min(longestPauseMs, drawingMs / drawingShare));
			await this.#clock.sleep(pauseMs, signal).catch(() => {});
			if (signal.aborted) return;
			this.#snapshot = this.#take();
			const began = this.#stopwatch();
			for (const notify of this.#subscribers) notify();
			drawingMs = this.#stopwatch() - began;
		}
	}

	#take(): Snapshot {
		const { pace } = this.#state;
		return {
			state: this.#state,
			observed: {
				fetched: this.#fetched.paceAs(pace),
				requested: this.#requested.paceAs(pace),
				uncommitted: Math.max(0, this.#uncommitted),
				retryDue: [...this.#retryDue],
				searchRetry: this.#searchRetry,
				failures: this.#failures.toArray(),
			},
			now: this.#clock.now(),
			log: this.#lines.toArray(),
		};
	}
}
