/**
 * The numbered places in which work is done, at most `limit` at a time, in the order of asking, urgent work and other work in turn.
 * p-map's own concurrency is fixed once it runs; this is what an operator turns while it does. Lowering the limit cuts nothing short:
 * places close as they come free.
 */
export class WorkerSlots {
	#limit: number;
	#paused = false;
	#closed = false;
	readonly #busy = new Set<number>();
	readonly #urgent: ((slot: number | undefined) => void)[] = [];
	readonly #waiting: ((slot: number | undefined) => void)[] = [];
	/** Where both wait, whose turn it is. */
	#urgentNext = true;
	readonly #rest: () => void;

	/** @param rest called when a pause has come into effect: nothing is busy and nothing is handed out. */
	constructor(limit: number, rest: () => void = () => {}) {
		this.#limit = limit;
		this.#rest = rest;
	}

	get busy(): number {
		return this.#busy.size;
	}

	get limit(): number {
		return this.#limit;
	}

	setLimit(limit: number): void {
		this.#limit = limit;
		this.#handOut();
	}

	/** While paused nothing is handed out; what is busy ends as it would. */
	setPaused(paused: boolean): void {
		this.#paused = paused;
		this.#handOut();
		this.#restIfDue();
	}

	/** From now on there is no work for anyone: those who wait, and all who come later, get undefined. */
	close(): void {
		this.#closed = true;
		for (const resolve of [...this.#urgent.splice(0), ...this.#waiting.splice(0)]) resolve(undefined);
	}

	/** The lowest free number from 1, as soon as there is one. */
	acquire({ urgent = false } = {}): Promise<number | undefined> {
		if (this.#closed) return Promise.resolve(undefined);
		return new Promise((resolve) => {
			(urgent ? this.#urgent : this.#waiting).push(resolve);
			this.#handOut();
		});
	}

	release(slot: number): void {
		this.#busy.delete(slot);
		this.#handOut();
		this.#restIfDue();
	}

	#restIfDue(): void {
		if (this.#paused && this.#busy.size === 0) this.#rest();
	}

	#handOut(): void {
		while (!this.#paused && this.#busy.size < this.#limit) {
			const [first, second] = this.#urgentNext ? [this.#urgent, this.#waiting] : [this.#waiting, this.#urgent];
			const resolve = first.shift() ?? second.shift();
			if (resolve === undefined) return;
			this.#urgentNext = !this.#urgentNext;
			const slot = this.#lowestFree();
			this.#busy.add(slot);
			resolve(slot);
		}
	}

	#lowestFree(): number {
		let slot = 1;
		while (this.#busy.has(slot)) slot++;
		return slot;
	}
}
