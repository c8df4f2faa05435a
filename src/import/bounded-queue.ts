export interface QueueBounds<Item> {
	/** Items it holds at most. */
	readonly capacity: number;
	/** Bytes of an item, and how many it holds at most; one item always fits. */
	readonly weigh?: (item: Item) => number;
	readonly mostBytes?: number;
}

/**
 * A queue between two tasks that holds the faster one back: `push` waits while it is full, iteration waits while it is empty.
 * One consumer at a time.
 */
export class BoundedQueue<Item> implements AsyncIterable<Item> {
	readonly #weigh: (item: Item) => number;
	readonly #mostBytes: number;
	#items: Item[] = [];
	#bytes = 0;
	#closed = false;
	#changed = Promise.withResolvers<void>();
	#capacity: number;

	constructor({ capacity, weigh = () => 0, mostBytes = Number.POSITIVE_INFINITY }: QueueBounds<Item>) {
		this.#capacity = capacity;
		this.#weigh = weigh;
		this.#mostBytes = mostBytes;
	}

	get size(): number {
		return this.#items.length;
	}

	get bytes(): number {
		return this.#bytes;
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
		const weight = this.#weigh(item);
		while (!this.#closed && !this.#hasRoom(weight)) await this.changed;
		if (this.#closed) return false;
		this.#items.push(item);
		this.#bytes += weight;
		this.wake();
		return true;
	}

	#hasRoom(weight: number): boolean {
		if (this.#items.length === 0) return true;
		return this.#items.length < this.#capacity && this.#bytes + weight <= this.#mostBytes;
	}

	/** Takes up to `count` items that are there now, as many as `mostBytes` allow and one at least. */
	take(count: number, mostBytes = Number.POSITIVE_INFINITY): Item[] {
		let bytes = 0;
		let end = 0;
		for (const item of this.#items.slice(0, count)) {
			bytes += this.#weigh(item);
			if (end > 0 && bytes > mostBytes) break;
			end++;
		}
		const taken = this.#items.splice(0, end);
		for (const item of taken) this.#bytes -= this.#weigh(item);
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
