import { abortable } from '../shared/abortable.ts';
import { formatCount } from '../shared/format.ts';
import type { Emit } from './events.ts';
import type { BatchEntry, ContractChange, ContractWatch } from './ports.ts';
import { StopRun } from './stop-run.ts';

/** Records that a run stores from which they are judged; a smaller run never is. */
export const leastRecords = 200;
/** Of each group, records at which it is judged first; then whenever they have doubled, or so many more have come. */
const firstLook = 25;
const betweenLooks = 1000;
const shownChanges = 5;

/** Whether what spoke against committing an entry still holds. */
export type Doubt = () => boolean;

/** What to do when the source's records have changed: end the run, ask the person who watches it, or tell it and go on. */
export type OnDrift = 'stop' | 'pause' | 'go on';

export interface DriftWatchOptions {
	readonly contract: ContractWatch | undefined;
	readonly onDrift: OnDrift;
	readonly emit: Emit;
	/** Aborted when the run is to end. */
	readonly stopping: AbortSignal;
	/** Pauses the run, as a person would. */
	readonly pause: () => void;
}

/**
 * Stands before every commit, so that records which lack what they used to have overwrite nothing. Where there is something to compare
 * with, nothing is committed before the first 200 records are judged.
 */
export class DriftWatch {
	readonly #options: DriftWatchOptions;
	/** By group: how many records are enough to look again. */
	readonly #due = new Map<string, number>();
	readonly #told = new Set<string>();
	#accepted: boolean;
	#asking: PromiseWithResolvers<void> | undefined;

	constructor(options: DriftWatchOptions) {
		this.#options = options;
		this.#accepted = options.onDrift === 'go on';
	}

	/** Whether what is fetched has to wait for more of it; also where changes are accepted, for whoever stores it must know of them. */
	get holds(): boolean {
		const { contract } = this.#options;
		return contract?.compares === true && contract.stored < leastRecords;
	}

	/** Whether what has come so far is as it was, however little that is. */
	looksGood(): boolean {
		return this.#news(false).length === 0;
	}

	/**
	 * Why an entry must not be committed yet: its record lacks what nearly all such records had. Undefined where it does not. What it
	 * gives says whether that still holds: it does until another record has that field, or its loss was told and accepted.
	 */
	doubt(entry: BatchEntry<unknown>): Doubt | undefined {
		const { contract } = this.#options;
		if (contract?.compares !== true || entry.kind !== 'home') return undefined;
		const missing = contract.missing?.(entry.partition, entry.record) ?? [];
		const holds: Doubt = () => missing.some(({ field, cameSince }) => !this.#told.has(field) && !cameSince());
		return holds() ? holds : undefined;
	}

	/**
	 * To be passed before every commit; waits for the decision where a person is asked.
	 * @param why `last`: nothing more will come; `doubts`: more than can be kept waits for the judgement.
	 * @throws StopRun when nothing must be committed.
	 */
	async pass(why?: 'last' | 'doubts'): Promise<void> {
		const { contract, emit, onDrift, stopping, pause } = this.#options;
		if (contract?.compares !== true || !(why === 'doubts' || this.#isDue(contract, why === 'last'))) return;
		const changes = this.#news(why !== undefined);
		if (changes.length === 0) return;
		for (const { field } of changes) this.#told.add(field);
		const reaction = this.#accepted ? 'go on' : stopping.aborted ? 'stop' : onDrift;
		emit({ type: 'contract.drifted', changes, reaction });
		if (reaction === 'stop') throw new StopRun({ kind: 'drift', message: driftWords(changes) });
		if (reaction === 'go on') return;
		this.#asking = Promise.withResolvers();
		pause();
		await abortable(this.#asking.promise, stopping);
		emit({ type: 'contract.accepted' });
	}

	/** The run goes on: whoever was asked takes the records as they are now. */
	resumed(): void {
		if (this.#asking === undefined) return;
		this.#accepted = true;
		this.#asking.resolve();
		this.#asking = undefined;
	}

	/** Few records are judged only where they are to be committed before their time: the run is stopped, or has no room for more. */
	#isDue(contract: ContractWatch, last: boolean): boolean {
		const few = contract.stored < leastRecords;
		if (few) return !last || this.#options.stopping.aborted;
		let due = last;
		for (const [group, records] of contract.records) {
			let next = this.#due.get(group) ?? firstLook;
			if (records < next) continue;
			due = true;
			while (records >= next) next += Math.min(next, betweenLooks);
			this.#due.set(group, next);
		}
		return due;
	}

	#news(last: boolean): readonly ContractChange[] {
		return this.#options.contract?.changes(last).filter(({ field }) => !this.#told.has(field)) ?? [];
	}
}

/** "the API's records have changed: a; b", for a sentence's end. */
export function driftWords(changes: readonly ContractChange[]): string {
	const shown = changes.slice(0, shownChanges).map(({ message }) => message);
	const more = changes.length - shown.length;
	const rest = more > 0 ? [`and ${formatCount(more)} more`] : [];
	return `the API's records have changed: ${[...shown, ...rest].join('; ')}`;
}
