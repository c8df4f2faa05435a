import type { Clock } from '../../src/shared/clock.ts';

interface Sleeper {
	readonly at: number;
	readonly wake: () => void;
}

/** Time that passes only when a test says so. */
export class FakeClock implements Clock {
	#now = Date.UTC(2026, 10, 23, 12, 0, 0);
	readonly #sleepers = new Set<Sleeper>();

	now(): number {
		return this.#now;
	}

	get sleeping(): number {
		return this.#sleepers.size;
	}

	sleep(ms: number, signal?: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			if (signal?.aborted) return reject(signal.reason);
			const abort = (): void => {
				this.#sleepers.delete(sleeper);
				reject(signal?.reason);
			};
			const sleeper: Sleeper = {
				at: this.#now + ms,
				wake: () => {
					this.#sleepers.delete(sleeper);
					signal?.removeEventListener('abort', abort);
					resolve();
				},
			};
			this.#sleepers.add(sleeper);
			signal?.addEventListener('abort', abort, { once: true });
		});
	}

	async turn(): Promise<void> {}

	/** Lets so much time pass, in steps, so that who wakes in between can fall asleep again. */
	async advance(ms: number): Promise<void> {
		const end = this.#now + ms;
		await quiet();
		for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) await this.#wake(next);
		this.#now = end;
		await quiet();
	}

	/** To the next moment in which somebody wakes; false when nobody sleeps. */
	async skip(): Promise<boolean> {
		const next = this.#next();
		if (next === undefined) return false;
		await this.#wake(next);
		return true;
	}

	async #wake(sleeper: Sleeper): Promise<void> {
		this.#now = Math.max(this.#now, sleeper.at);
		sleeper.wake();
		await quiet();
	}

	#next(): Sleeper | undefined {
		let next: Sleeper | undefined;
		for (const sleeper of this.#sleepers) if (next === undefined || sleeper.at < next.at) next = sleeper;
		return next;
	}
}

/** Until everything that can go on without time passing has gone on. */
export function quiet(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/** Lets time pass until the promise settles; an error when it never will. */
export async function simulate<Value>(clock: FakeClock, promise: Promise<Value>): Promise<Value> {
	let settled = false;
	const settle = (): void => {
		settled = true;
	};
	promise.then(settle, settle);
	await quiet();
	while (!settled) {
		if (!(await clock.skip()) && !settled) throw new Error('It waits for something that never comes.');
	}
	return promise;
}

/** "pending" as long as the promise has not settled. */
export async function stateOf(promise: Promise<unknown>): Promise<'pending' | 'resolved' | 'rejected'> {
	let state: 'pending' | 'resolved' | 'rejected' = 'pending';
	promise.then(
		() => {
			state = 'resolved';
		},
		() => {
			state = 'rejected';
		},
	);
	await quiet();
	return state;
}

/** What a promise is rejected with; fails when it is not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
	try {
		await promise;
	} catch (error) {
		return error;
	}
	throw new Error('It was not rejected.');
}

/** All that an iterable gives. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
	const all: Item[] = [];
	for await (const item of items) all.push(item);
	return all;
}
