import { BoundedQueue } from './bounded-queue.ts';
import type { Emit } from './events.ts';
import type { BatchEntry, WantedHome } from './ports.ts';

/** Homes that may wait for a worker. */
const queueSize = 2000;

/** Where the workers' work comes from: homes that are to be fetched, and failed ones that someone wants to try again. */
export class HomeFeed {
	readonly #emit: Emit;
	readonly #queue = new BoundedQueue<WantedHome>({ capacity: queueSize });
	/** Ids between discovery and commit: a home that two partitions list is fetched once. */
	readonly #underWay = new Set<string>();
	readonly #failed = new Map<string, WantedHome[]>();
	readonly #again: WantedHome[] = [];
	/** Homes that are tried again, by id: what they failed with. */
	readonly #retrying = new Map<string, string>();
	/** Homes handed out whose fetch has not ended. */
	#inFlight = 0;
	/** The last fetch has ended; nobody asks for another. */
	#ended = false;

	constructor(emit: Emit) {
		this.#emit = emit;
	}

	isUnderWay(id: string): boolean {
		return this.#underWay.has(id);
	}

	/** A home that reaches the store without being fetched. */
	begin(id: string): void {
		this.#underWay.add(id);
	}

	/** Takes homes in, waiting for room; false when no more are taken, and the rest of them is released. */
	async offer(homes: readonly WantedHome[]): Promise<boolean> {
		for (const home of homes) this.#underWay.add(home.id);
		for (const [index, home] of homes.entries()) {
			if (await this.#queue.push(home)) continue;
			this.release(homes.slice(index));
			return false;
		}
		return true;
	}

	/**
	 * Hands out the homes in the order they were found, those to be tried again first. It ends with the last fetch and not with the last
	 * home: as long as one is in flight, failed ones can still be tried again.
	 */
	async *homes(): AsyncGenerator<WantedHome, void, void> {
		while (true) {
			const home = this.#again.shift() ?? this.#queue.take(1)[0];
			if (home !== undefined) {
				this.#inFlight++;
				yield home;
			} else if (this.#queue.closed && this.#inFlight === 0) break;
			else await this.#queue.changed;
		}
		this.#ended = true;
	}

	/** Told when the fetch of a home has ended, however it did. */
	fetchEnded(): void {
		this.#inFlight--;
		this.#queue.wake();
	}

	/** Nothing more comes in; what is queued can still be taken. */
	close(): void {
		this.#queue.close();
	}

	/** Puts the failed homes of a kind before the others. Once the last fetch has ended it is too late: they stay failed. */
	retry(kind: string): void {
		if (this.#ended) return;
		const homes = this.#failed.get(kind) ?? [];
		this.#failed.delete(kind);
		if (homes.length === 0) return;
		this.#emit({ type: 'homes.retried', kind, count: homes.length, ids: homes.map(({ id }) => id) });
		for (const home of homes) {
			this.#underWay.add(home.id);
			this.#retrying.set(home.id, kind);
		}
		this.#again.push(...homes);
		this.#queue.wake();
	}

	/** Left for the next run, which will list it again. */
	release(homes: readonly WantedHome[]): void {
		for (const { id } of homes) this.#underWay.delete(id);
		const [failed, listed] = [
			homes.filter(({ id }) => this.#retrying.has(id)),
			homes.filter(({ id }) => !this.#retrying.has(id)),
		];
		for (const [kind, its] of Map.groupBy(failed, ({ id }) => this.#retrying.get(id) ?? '')) {
			this.#emit({ type: 'homes.unretried', kind, count: its.length });
		}
		for (const { id } of failed) this.#retrying.delete(id);
		const count = listed.filter(({ again }) => again !== true).length;
		if (count > 0) this.#emit({ type: 'homes.released', count });
	}

	/** Told what a commit has settled; what failed is kept, so that it can be tried again. */
	settle(entries: readonly BatchEntry<unknown>[]): void {
		for (const entry of entries) {
			if (entry.id === null) continue;
			const { id, label, partition, unlisted } = entry;
			this.#underWay.delete(id);
			this.#retrying.delete(id);
			if (entry.kind === 'failure')
				this.#noteFailure(entry.problem.kind, { id, label, partition, ...(unlisted === true && { unlisted }) });
		}
	}

	#noteFailure(kind: string, home: WantedHome): void {
		const homes = this.#failed.get(kind);
		if (homes === undefined) this.#failed.set(kind, [home]);
		else homes.push(home);
	}
}
