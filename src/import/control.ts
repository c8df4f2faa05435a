import type { BatchWriter } from './batch-writer.ts';
import type { ControlState, Emit } from './events.ts';
import type { WorkerSlots } from './worker-slots.ts';

export const mostWorkers = 64;
export const largestBatch = 1000;
export const lowestRate = 0.1;
export const highestRate = 10_000;

/** What steers a run while it runs: the same for keys, signals and tests. */
export interface ImportControl {
	/** Hands out no more work; what is on its way comes home, what only waits to be tried again is put back, the open batch is committed. */
	pause(): void;
	resume(): void;
	/** 1 to 64; takes effect as workers come free, no fetch is cut short. The number adapts no more. */
	setWorkers(workers: number): void;
	/** 1 to 1,000; holds from the batch that is open now. */
	setBatchSize(batchSize: number): void;
	/** Requests a second, 0.1 to 10,000; 0 takes the ceiling away. Holds from the next request. */
	setRate(perSecond: number): void;
	/** Fetches the failed homes of a kind again, while the run goes on. */
	retry(kind: string): void;
	/** Ends the run in order: in flight ends, everything fetched is committed, the rest is left for the next run. */
	stop(): void;
	/** Ends it now: what is in flight or not committed is left for the next run. */
	abort(): void;
}

/** What the run itself turns besides. */
export interface RunControl extends ImportControl {
	/** As `setWorkers`, and the number goes on adapting. */
	adaptWorkers(workers: number): void;
}

export interface Steered {
	readonly slots: WorkerSlots;
	readonly writer: Pick<BatchWriter<unknown>, 'setBatchSize'>;
	/** The ceiling itself, which is the source's. */
	readonly setRate: (perSecond: number) => void;
	readonly emit: Emit;
	/** Told when a pause begins and ends. */
	readonly paused: (paused: boolean) => void;
	readonly retry: (kind: string) => void;
	readonly stop: () => void;
	readonly abort: () => void;
}

export function createControl(steered: Steered, initial: ControlState): RunControl {
	const { slots, writer, emit } = steered;
	let state = initial;
	const change = (changed: Partial<ControlState>): void => {
		if (changed.paused !== undefined && changed.paused !== state.paused) steered.paused(changed.paused);
		state = { ...state, ...changed };
		slots.setLimit(state.workers);
		slots.setPaused(state.paused);
		writer.setBatchSize(state.batchSize);
		if (changed.rate !== undefined) steered.setRate(state.rate);
		emit({ type: 'control.changed', control: state });
	};
	return {
		pause: () => change({ paused: true }),
		resume: () => change({ paused: false }),
		setWorkers: (workers) => change({ workers: clamp(workers, mostWorkers), adaptive: false }),
		adaptWorkers: (workers) => change({ workers: clamp(workers, mostWorkers) }),
		setBatchSize: (batchSize) => change({ batchSize: clamp(batchSize, largestBatch) }),
		setRate: (perSecond) =>
			change({ rate: perSecond === 0 ? 0 : Math.min(highestRate, Math.max(lowestRate, perSecond)) }),
		retry: steered.retry,
		stop: steered.stop,
		abort: steered.abort,
	};
}

function clamp(value: number, most: number): number {
	return Math.min(most, Math.max(1, Math.round(value)));
}
