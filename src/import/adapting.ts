import type { Clock } from '../shared/clock.ts';
import { type Adaptation, AdaptiveWorkers } from './adaptive-workers.ts';
import { mostWorkers } from './control.ts';
import type { Emit } from './events.ts';
import type { Setback } from './ports.ts';
import type { ImportState } from './progress.ts';
import type { WorkerSlots } from './worker-slots.ts';

export interface AdaptingOptions {
	readonly clock: Clock;
	readonly emit: Emit;
	readonly slots: Pick<WorkerSlots, 'busy' | 'limit'>;
	readonly state: () => ImportState;
	/** Sent so far, of whatever kind. */
	readonly requests: () => number;
	readonly setWorkers: (workers: number) => void;
}

/** Lets the number of workers follow what the API bears, until a person takes the number over. */
export class Adapting {
	readonly #options: AdaptingOptions;
	readonly #workers: AdaptiveWorkers;
	#told: Adaptation | undefined;

	constructor(options: AdaptingOptions) {
		this.#options = options;
		this.#workers = new AdaptiveWorkers(options.slots.limit, mostWorkers, options.clock.now());
	}

	/** Told that a worker is done with a request, while its place is still taken. @param ms of a home that came at the first try. */
	answered(ms: number | undefined): void {
		const { clock, slots, state, requests } = this.#options;
		const at = clock.now();
		this.#workers.answered({ at, ms, allBusy: slots.busy >= slots.limit });
		const { control, discoveryFinished } = state();
		const facts = { requests: requests(), rate: control.rate, ending: discoveryFinished };
		this.#follow(this.#workers.judge(at, facts));
	}

	strained({ strain, sentAt, pushedBack }: Setback): void {
		if (strain === undefined) return;
		const at = this.#options.clock.now();
		this.#follow(this.#workers.strained({ at, sentAt, what: strain, asked: pushedBack }));
	}

	#follow(adaptation: Adaptation | undefined): void {
		const { emit, state, setWorkers } = this.#options;
		const { control } = state();
		if (adaptation === undefined || !control.adaptive) return;
		const { workers, binding, reason } = adaptation;
		if (workers !== control.workers) setWorkers(workers);
		else if (binding === this.#told?.binding) return;
		this.#told = adaptation;
		emit({ type: 'workers.adapted', workers, binding, reason });
	}
}
