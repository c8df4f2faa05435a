import type { BatchEntry, StoredAs } from './ports.ts';

/** What became of a home that was committed. */
export type HomeEnd = StoredAs | 'failed' | 'gone';

/** By how many each count changes. */
export type EndCounts = { readonly [End in HomeEnd]: number };

/**
 * Counts every home once, in a run's totals and in its ledger alike. One that is fetched again though its search record was stored was
 * counted then; its own record moves it to another count where it failed, is gone, or turns out to be changed after all.
 */
export class HomeCount {
	/** Homes whose search records came to another end than imported, by partition and id, until those are trusted. */
	readonly #fromPages = new Map<string, Map<string, HomeEnd>>();
	readonly #trusted = new Set<string>();

	/** The search records of a partition are good: none of its homes is fetched again. */
	trust(partition: string): void {
		this.#trusted.add(partition);
		this.#fromPages.delete(partition);
	}

	/** @param stored how each home was stored, by id; one that it does not name is a bug, never a silent loss. */
	add(entries: readonly BatchEntry<unknown>[], stored: ReadonlyMap<string, StoredAs>): EndCounts {
		const counts = { imported: 0, updated: 0, unchanged: 0, failed: 0, gone: 0 };
		for (const entry of entries) {
			const end = endOf(entry, stored);
			if (entry.again === true) {
				const before = this.#fromPages.get(entry.partition)?.get(entry.id ?? '') ?? 'imported';
				counts[before]--;
				counts[entry.kind === 'home' ? stayingAs(before, end) : end]++;
			} else counts[end]++;
			if (entry.kind !== 'gone' && entry.fromPage === true && entry.id !== null) {
				this.#remember(entry.partition, entry.id, end);
			}
		}
		return counts;
	}

	#remember(partition: string, id: string, end: HomeEnd): void {
		if (this.#trusted.has(partition)) return;
		const ofPartition = this.#fromPages.get(partition) ?? new Map<string, HomeEnd>();
		if (end === 'imported') ofPartition.delete(id);
		else this.#fromPages.set(partition, ofPartition.set(id, end));
	}
}

/** What was imported or updated from its search record stays so, whatever its own record adds. */
function stayingAs(before: HomeEnd, now: HomeEnd): HomeEnd {
	return before === 'imported' || before === 'updated' ? before : now;
}

function endOf(entry: BatchEntry<unknown>, stored: ReadonlyMap<string, StoredAs>): HomeEnd {
	if (entry.kind === 'gone') return 'gone';
	if (entry.kind === 'failure') return 'failed';
	const end = stored.get(entry.id);
	if (end === undefined) throw new Error(`the store did not say what became of home ${entry.id}`);
	return end;
}
