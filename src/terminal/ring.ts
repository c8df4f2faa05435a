/** The newest `size` of what was put in; `toArray` is immutable and made anew only when something came. */
export class Ring<Item> {
	readonly #size: number;
	#items: Item[] = [];
	#copy: readonly Item[] = [];
	#changed = false;

	constructor(size: number) {
		this.#size = size;
	}

	push(item: Item): void {
		this.#items.push(item);
		this.#changed = true;
		if (this.#items.length >= 2 * this.#size) this.#items = this.#items.slice(-this.#size);
	}

	get last(): Item | undefined {
		return this.#items.at(-1);
	}

	/** Takes back the newest. */
	pop(): void {
		this.#items.pop();
		this.#changed = true;
	}

	/** Takes out all but those that `keep` lets be. */
	retain(keep: (item: Item) => boolean): void {
		this.#items = this.#items.filter(keep);
		this.#changed = true;
	}

	/** Oldest first. */
	toArray(): readonly Item[] {
		if (this.#changed) this.#copy = this.#items.slice(-this.#size);
		this.#changed = false;
		return this.#copy;
	}
}
