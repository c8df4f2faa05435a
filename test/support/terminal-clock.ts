import type { Clock } from '../../src/shared/clock.ts';

interface Sleeper {
	readonly due: number;
	readonly wake: () => void;
}

/** Stands still until it is moved. */
export class StillClock implements Clock {
	#now: number;
	#sleepers: Sleeper[] = [];

	constructor(now: number) {
		this.#now = now;
	}

	now(): number {
		return this.#now;
	}

	sleep(ms: number, signal?: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const sleeper = { due: this.#now + ms, wake: resolve };
			this.#sleepers.push(sleeper);
			signal?.addEventListener('abort', () => {
				this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
				reject(signal.reason);
			});
		});
	}

	async turn(): Promise<void> {}

	advance(ms: number): void {
		this.#now += ms;
		const due = this.#sleepers.filter((sleeper) => sleeper.due <= this.#now);
		this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.due > this.#now);
		for (const sleeper of due) sleeper.wake();
	}
}
