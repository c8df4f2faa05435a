import type { Doubt } from './drift-watch.ts';
import type { BatchEntry } from './ports.ts';

/** As the API sent it; 0 of an entry that carries no record. */
export function bytesOf(entry: BatchEntry<unknown>): number {
	return entry.kind === 'home' ? (entry.bytes ?? 0) : 0;
}

export interface HeldBackOptions<Record> {
	readonly doubt: (entry: BatchEntry<Record>) => Doubt | undefined;
	/** Entries, and bytes as the API sent them, beyond which no more are kept. */
	readonly most: { readonly entries: number; readonly bytes: number };
}

/**
 * Entries that are not committed before it is known whether it is the home that lacks what nearly all such homes have, or the API's
 * records have changed: those would overwrite good values with nothing, in too few homes for that to show at once.
 */
export class HeldBack<Record> {
	readonly #options: HeldBackOptions<Record>;
	#held: { readonly entry: BatchEntry<Record>; readonly doubt: Doubt }[] = [];

	constructor(options: HeldBackOptions<Record>) {
		this.#options = options;
	}

	get isFull(): boolean {
		const { entries, bytes } = this.#options.most;
		const held = this.#held.reduce((sum, { entry }) => sum + bytesOf(entry), 0);
		return this.#held.length >= entries || held >= bytes;
	}

	/** Keeps what is doubtful. @returns what is not, or is not any more. */
	sift(entries: readonly BatchEntry<Record>[]): BatchEntry<Record>[] {
		const released = this.#held.filter(({ doubt }) => !doubt()).map(({ entry }) => entry);
		this.#held = this.#held.filter(({ entry }) => !released.includes(entry));
		const good = entries.filter((entry) => {
			const doubt = this.#options.doubt(entry);
			if (doubt !== undefined) this.#held.push({ entry, doubt });
			return doubt === undefined;
		});
		return [...released, ...good];
	}

	/** All that is kept, which is kept no longer. */
	release(): BatchEntry<Record>[] {
		return this.#held.splice(0).map(({ entry }) => entry);
	}
}
