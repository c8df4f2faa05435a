import type { ImportEvent, RunResult, UnstampedEvent } from '../../src/import/events.ts';
import { type ImportState, initialState, reduce } from '../../src/import/progress.ts';

export const start = Date.UTC(2026, 10, 23, 12, 0, 0);

export const started: Extract<UnstampedEvent, { type: 'run.started' }> = {
	type: 'run.started',
	runId: '2026-11-23-1200-k7',
	municipalities: ['København'],
	addressTypes: ['villa'],
	workers: 12,
	batchSize: 50,
	limit: null,
	fetch: 'details',
	rate: 10,
	apiUrl: 'https://api.boligsiden.dk',
	database: 'embedded, /data',
};

export type Listener = (event: ImportEvent, state: ImportState) => void;

/** A run made of events: each goes to the listener with the state after it. */
export class Script {
	state: ImportState = initialState;
	readonly #listen: Listener;

	constructor(listen: Listener = () => {}) {
		this.#listen = listen;
	}

	/** @param seconds since the start. */
	send(seconds: number, ...events: UnstampedEvent[]): this {
		for (const event of events) {
			const stamped = { ...event, at: start + seconds * 1000 } as ImportEvent;
			this.state = reduce(this.state, stamped);
			this.#listen(stamped, this.state);
		}
		return this;
	}
}

type Committed = Extract<UnstampedEvent, { type: 'batch.committed' }>;

export function committed(counts: Partial<Committed> = {}): Committed {
	const none = { imported: 0, updated: 0, unchanged: 0, failed: 0, gone: 0 };
	return { type: 'batch.committed', number: 1, size: 0, ...none, ms: 10, waiting: 0, ...counts };
}

export function failed(number: number, kind = 'timeout', message = 'The API did not answer.'): UnstampedEvent {
	const problem = { stage: 'fetch', kind, message } as const;
	return { type: 'home.failed', id: `id-${number}`, label: `Mejlgade ${number}, 8000`, attempts: 5, problem };
}

export function resultOf(state: ImportState, changed: Partial<RunResult> = {}): RunResult {
	return {
		runId: started.runId,
		status: 'completed',
		counts: state.counts,
		requests: 1234,
		durationMs: 606_000,
		propertiesPerSecond: 23.71,
		sequentialEstimateMs: 6_060_000,
		...changed,
	};
}
