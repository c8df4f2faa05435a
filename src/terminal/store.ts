import type { ImportEvent } from '../import/events.ts';
import { type ImportState, initialState } from '../import/progress.ts';
import type { Clock } from '../shared/clock.ts';
import { type LogLine, toLogLine } from './log-line.ts';
import { type Observed, Observer } from './observer.ts';
import { Ring } from './ring.ts';

const keptLines = 500;
/** People read no faster; what they do themselves is shown sooner. */
const usualPauseMs = 200;
/** So soon, at most ten times a second. */
const shortestPauseMs = 100;
/** Drawing may take this share of the time, so that watching costs an import next to nothing. */
const drawingShare = 0.02;
/** However long a frame took, the display follows at least this often. */
const longestPauseMs = 500;

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
	/**
	 * While anyone has subscribed, a snapshot is published five times a second, twice as soon after what a person did, and less often
	 * when drawing is slow. @returns how to end it.
	 */
	readonly subscribe: (notify: () => void) => () => void;
}

export interface DashboardStoreOptions {
	readonly clock: Clock;
	/** At least this long between two publications that nobody waits for, ms. @default 200 */
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
	readonly #observer = new Observer();
	readonly #subscribers = new Set<() => void>();
	#state = initialState;
	#snapshot: Snapshot;
	#awaited = false;
	#ticking: AbortController | undefined;

	constructor({ clock, intervalMs = usualPauseMs, stopwatch = () => performance.now() }: DashboardStoreOptions) {
		this.#clock = clock;
		this.#intervalMs = intervalMs;
		this.#stopwatch = stopwatch;
		this.#snapshot = this.#take();
	}

	readonly listen = (event: ImportEvent, state: ImportState): void => {
		const line = toLogLine(event, this.#state.control);
		if (line !== undefined) this.#write(line);
		this.#state = state;
		this.#observer.note(event, state.pace);
		if (isAwaited(event)) this.#awaited = true;
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

	#write(line: LogLine): void {
		if (line.topic !== undefined && line.topic === this.#lines.last?.topic) this.#lines.pop();
		this.#lines.push(line);
	}

	/** Looks ten times a second whether it is time. */
	async #tick(signal: AbortSignal): Promise<void> {
		const lookMs = Math.min(this.#intervalMs, shortestPauseMs);
		let due = this.#clock.now() + this.#intervalMs;
		while (!signal.aborted) {
			await this.#clock.sleep(lookMs, signal).catch(() => {});
			if (signal.aborted) return;
			if (!this.#awaited && this.#clock.now() < due) continue;
			const drawingMs = await this.#publish();
			const pauseMs = Math.max(this.#intervalMs, Math.min(longestPauseMs, drawingMs / drawingShare));
			due = this.#clock.now() + pauseMs;
		}
	}

	/** @returns how long the whole of it kept the thread busy, ms. */
	async #publish(): Promise<number> {
		this.#awaited = false;
		const began = this.#stopwatch();
		this.#snapshot = this.#take();
		for (const notify of this.#subscribers) notify();
		// React and Ink draw in a microtask that the notice has queued: only after it is the frame written.
		await Promise.resolve();
		return this.#stopwatch() - began;
	}

	#take(): Snapshot {
		return {
			state: this.#state,
			observed: this.#observer.observed(this.#state.pace),
			now: this.#clock.now(),
			log: this.#lines.toArray(),
		};
	}
}

/** What answers a key, or ends the run: a person waits for it. */
function isAwaited({ type }: ImportEvent): boolean {
	return type === 'control.changed' || type === 'homes.retried' || type === 'run.stopping' || type === 'run.finished';
}
