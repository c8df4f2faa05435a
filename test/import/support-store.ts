import { type BatchEntry, type HomeQuery, type HomeStore, type StoredAs, StoreError } from '../../src/import/ports.ts';
import type { FakeClock } from './support.ts';

export interface StoreOptions {
	readonly clock: FakeClock;
	/** ms for a commit. */
	readonly latency?: number;
	/** ms for the answer to a duplicate check, which tells what was stored when it was asked. */
	readonly checkLatency?: number;
	/** What a commit is refused with; asked before anything is stored. `call` counts from 1. */
	readonly refuse?: (entries: readonly BatchEntry<string>[], call: number) => StoreError | Error | undefined;
	readonly refuseKnown?: (ids: readonly string[], call: number) => StoreError | Error | undefined;
	readonly storedAs?: (id: string) => StoredAs | undefined;
}

/** The database in memory: all or nothing, and a script of refusals. */
export class FakeStore implements HomeStore<string> {
	readonly #options: StoreOptions;
	/** Ids of the homes. */
	readonly homes = new Set<string>();
	/** Homes that failed in earlier runs, and are open. */
	readonly failedBefore = new Set<string>();
	/** Homes that are stored as for sale. */
	readonly forSaleBefore = new Set<string>();
	readonly failures: Extract<BatchEntry<string>, { kind: 'failure' }>[] = [];
	/** Sizes of the batches that were committed. */
	readonly commits: number[] = [];
	saves = 0;
	checks: number[] = [];

	constructor(options: StoreOptions) {
		this.#options = options;
	}

	async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
		this.checks.push(ids.length);
		const found = new Set(ids.filter((id) => this.homes.has(id)));
		await this.#options.clock.sleep(this.#options.checkLatency ?? 1);
		const refusal = this.#options.refuseKnown?.(ids, this.checks.length);
		if (refusal !== undefined) throw refusal;
		return found;
	}

	async forSale(ids: readonly string[]): Promise<ReadonlySet<string>> {
		return new Set(ids.filter((id) => this.forSaleBefore.has(id)));
	}

	async unlisted(_: HomeQuery, isListed: (id: string) => boolean): Promise<readonly { id: string; label: string }[]> {
		return [...this.homes].filter((id) => !isListed(id)).map((id) => ({ id, label: id }));
	}

	async failed(): Promise<readonly { id: string; label: string }[]> {
		return [...this.failedBefore].map((id) => ({ id, label: id }));
	}

	async save(entries: readonly BatchEntry<string>[]): Promise<ReadonlyMap<string, StoredAs>> {
		this.saves++;
		await this.#options.clock.sleep(this.#options.latency ?? 1);
		const refusal = this.#options.refuse?.(entries, this.saves);
		if (refusal !== undefined) throw refusal;
		this.commits.push(entries.length);
		const stored = new Map<string, StoredAs>();
		for (const entry of entries) {
			if (entry.kind === 'failure') this.failures.push(entry);
			if (entry.kind !== 'home') continue;
			if (stored.has(entry.id) && entry.again !== true) throw new Error(`${entry.id} came twice in one batch`);
			if (stored.has(entry.id)) continue;
			const result = this.#options.storedAs ? this.#options.storedAs(entry.id) : this.#write(entry.id);
			this.homes.add(entry.id);
			if (result !== undefined) stored.set(entry.id, result);
		}
		return stored;
	}

	#write(id: string): StoredAs {
		return this.homes.has(id) ? 'unchanged' : 'imported';
	}
}

export const refusals = {
	record: () => new StoreError('record', '22001', 'value too long'),
	conflict: () => new StoreError('conflict', '40P01', 'deadlock detected'),
	unavailable: () => new StoreError('unavailable', 'ECONNREFUSED', 'connection refused'),
	fatal: () => new StoreError('fatal', '42501', 'permission denied for table property'),
} as const;

/** A batch with one of these ids in it is refused, for the record's fault. */
export function refuseIds(ids: ReadonlySet<string>) {
	return (entries: readonly BatchEntry<string>[]): StoreError | undefined =>
		entries.some((entry) => entry.kind === 'home' && ids.has(entry.id)) ? refusals.record() : undefined;
}

export const partition = 'Aarhus · villa';

export function homeEntry(id: string): BatchEntry<string> {
	return { kind: 'home', id, label: `label of ${id}`, partition, record: `record of ${id}`, attempts: 1 };
}

export function homeEntries(count: number): BatchEntry<string>[] {
	return Array.from({ length: count }, (_, index) => homeEntry(`home-${String(index + 1).padStart(6, '0')}`));
}
