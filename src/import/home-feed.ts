import { BoundedQueue } from './bounded-queue.ts';
import type { Emit } from './events.ts';
import type { BatchEntry, WantedHome } from './ports.ts';

/** Homes that may wait for a worker. */
const queueSize = 2000;

/** Where the workers' work comes from: homes that are to be fetched, and failed ones that someone wants to try again. */
export class HomeFeed {
	readonly #emit: Emit;
	readonly #queue = new BoundedQueue<WantedHome>({ capacity: queueSize });
	/**
	 * Ids between discovery and commit, with how often: a home that two partitions list is fetched once, and one that is recalled before its
	 * search record is committed is on its way twice.
	 */
	readonly #underWay = new Map<string, number>();
	/** By what they failed with. */
	readonly #failed = new Map<string, WantedHome[]>();
	/** What search records failed with, as long as nothing has come of the home's own. */
	readonly #failedFromPage = new Map<string, string>();
	/** Those of them whose own record was asked for because someone tried again. */
	readonly #triedAgain = new Set<string>();
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

	/** Whether someone tried it again when its search record had failed: its own record has been asked for, and need not be once more. */
	isTriedAgain(home: WantedHome): boolean {
		return this.#triedAgain.has(listingOf(home));
	}

	/** A home that reaches the store without being fetched. */
	begin(id: string): void {
		this.#underWay.set(id, (this.#underWay.get(id) ?? 0) + 1);
	}

	/** Takes homes in, waiting for room; false when no more are taken, and the rest of them is released. */
	async offer(homes: readonly WantedHome[]): Promise<boolean> {
		for (const { id } of homes) this.begin(id);
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

	/**
	 * Puts the failed homes of a kind before the others, but for those that are under way again already. Once the last fetch has ended it
	 * is too late: they stay failed.
	 */
	retry(kind: string): void {
		if (this.#ended) return;
		const failed = this.#failed.get(kind) ?? [];
		const homes = failed.filter(({ id }) => !this.isUnderWay(id));
		if (homes.length === 0) return;
		this.#failed.set(
			kind,
			failed.filter(({ id }) => this.isUnderWay(id)),
		);
		this.#emit({ type: 'homes.retried', kind, count: homes.length, ids: homes.map(({ id }) => id) });
		for (const home of homes) {
			this.begin(home.id);
			this.#retrying.set(home.id, kind);
			if (this.#failedFromPage.delete(listingOf(home))) this.#triedAgain.add(listingOf(home));
		}
		this.#again.push(...homes);
		this.#queue.wake();
	}

	/** Left for the next run, which will list it again. */
	release(homes: readonly WantedHome[]): void {
		for (const { id } of homes) this.#leave(id);
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
			const { id, label, partition, unlisted, wasForSale } = entry;
			this.#leave(id);
			this.#retrying.delete(id);
			if (entry.again === true) this.#supersede({ id, label, partition });
			if (entry.kind !== 'failure') continue;
			const { kind } = entry.problem;
			const home = {
				...{ id, label, partition },
				...(unlisted === true && { unlisted }),
				...(wasForSale === true && { wasForSale }),
			};
			this.#noteFailure(kind, home);
			if (entry.fromPage === true) this.#failedFromPage.set(listingOf(home), kind);
		}
	}

	/** A recalled home ends as its own record does: that its search record had failed counts no more. */
	#supersede(home: WantedHome): void {
		const kind = this.#failedFromPage.get(listingOf(home));
		if (kind === undefined) return;
		this.#failedFromPage.delete(listingOf(home));
		const homes = this.#failed.get(kind) ?? [];
		const place = homes.findIndex(({ id }) => id === home.id);
		homes.splice(place, 1);
		this.#emit({ type: 'failure.superseded', kind, id: home.id });
	}

	#noteFailure(kind: string, home: WantedHome): void {
		const homes = this.#failed.get(kind);
		if (homes === undefined) this.#failed.set(kind, [home]);
		else homes.push(home);
	}

	#leave(id: string): void {
		const times = this.#underWay.get(id) ?? 0;
		if (times > 1) this.#underWay.set(id, times - 1);
		else this.#underWay.delete(id);
	}
}

/** A home as one partition lists it. */
function listingOf({ id, partition }: WantedHome): string {
	return `${partition} ${id}`;
}
