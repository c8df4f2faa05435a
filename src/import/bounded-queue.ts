/**
 * A queue between two tasks that holds the faster one back: `push` waits while it is full, iteration waits while it is empty.
 * One consumer at a time.
 */
export class BoundedQueue<Item> implements AsyncIterable<Item> {
	#items: Item[] = [];
	#closed = false;
	#changed = Promise.withResolvers<void>();
	#capacity: number;

	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	get size(): number {
		return this.#items.length;
	}

	get closed(): boolean {
		return this.#closed;
	}

	setCapacity(capacity: number): void {
		this.#capacity = capacity;
		this.wake();
	}

	/** Resolves at the next push, take, close or `wake`. */
	get changed(): Promise<void> {
		return this.#changed.promise;
	}

	/** Waits for room. After `close` nothing is taken any more: false. */
	async push(item: Item): Promise<boolean> {
		while (!this.#closed && this.#items.length >= this.#capacity) await this.changed;
		if (this.#closed) return false;
		this.#items.push(item);
		this.wake();
		return true;
	}

	/** Takes up to `count` items that are there now. */
	take(count: number): Item[] {
		const taken = this.#items.splice(0, count);
		if (taken.length > 0) this.wake();
		return taken;
	}

	/** No more will come; what is in the queue can still be taken. */
	close(): void {
		this.#closed = true;
		this.wake();
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, void> {
		while (true) {
			const [item] = this.take(1);
			if (item !== undefined) yield item;
			else if (this.#closed) return;
			else await this.changed;
		}
	}

	/** Lets everybody who waits for a change look again. */
	wake(): void {
		const { resolve } = this.#changed;
		this.#changed = Promise.withResolvers();
		resolve();
	}
}
