import type { Clock } from '../../shared/clock.ts';
import type { Display } from '../display.ts';
import type { Size } from '../layout.ts';
import type { PickingAction } from './actions.ts';
import { confirmLines } from './confirm-lines.ts';
import { type CountInApi, Counts, type CountsSnapshot } from './counts.ts';
import { wantedCounts } from './in-api.ts';
import { confirmationRows, municipalityColumns, municipalityLayout, paceRows, spanAround, typeGrid } from './layout.ts';
import { filterMunicipalities } from './municipality-list.ts';
import type { Facts, PickingResult } from './ports.ts';
import { reduce } from './reduce.ts';
import type { PickingState } from './state.ts';
import type { PickingCommand } from './strokes.ts';

/** All that a frame is drawn from. */
export interface PickingSnapshot {
	readonly state: PickingState;
	readonly counts: CountsSnapshot;
	readonly facts: Facts;
}

export interface SessionOptions {
	readonly initial: PickingState;
	readonly facts: Facts;
	readonly display: Display;
	readonly size: Size;
	readonly countInApi: CountInApi;
	readonly clock: Clock;
}

/** Answers may come in hundreds a second; they are shown at most ten times. */
const publishingMs = 100;

/** The wizard without its looks: it holds what was picked, obeys commands, and has counted what is on the screen. */
export class PickingSession {
	/** Settles when the person is done. */
	readonly result: Promise<PickingResult>;
	readonly #finish: (result: PickingResult) => void;
	#facts: Facts;
	readonly #display: Display;
	readonly #clock: Clock;
	readonly #ended = new AbortController();
	readonly #counts: Counts;
	readonly #subscribers = new Set<() => void>();
	#state: PickingState;
	#size: Size;
	#snapshot: PickingSnapshot;
	#publishing = false;

	constructor({ initial, facts, display, size, countInApi, clock }: SessionOptions) {
		const { promise, resolve } = Promise.withResolvers<PickingResult>();
		this.result = promise;
		this.#finish = resolve;
		this.#facts = facts;
		this.#display = display;
		this.#clock = clock;
		this.#state = initial;
		this.#size = size;
		this.#counts = new Counts(countInApi, () => void this.#publishSoon());
		this.#snapshot = { state: initial, counts: this.#counts.snapshot, facts };
		this.#follow();
	}

	get state(): PickingState {
		return this.#state;
	}

	readonly snapshot = (): PickingSnapshot => this.#snapshot;

	readonly subscribe = (notify: () => void): (() => void) => {
		this.#subscribers.add(notify);
		return () => this.#subscribers.delete(notify);
	};

	/** What is visible decides what is counted. */
	readonly resize = (size: Size): void => {
		this.#size = size;
		this.#follow();
	};

	/** The database has answered. */
	readonly showStored = (stored: NonNullable<Facts['stored']>): void => {
		this.#facts = { ...this.#facts, stored };
		this.#publish();
	};

	readonly obey = (command: Exclude<PickingCommand, { verb: 'suspend' }>): void => {
		if (command.verb === 'count again') this.#counts.retry();
		else for (const action of this.#actionsFor(command)) this.#state = reduce(this.#state, action);
		this.#follow();
	};

	#actionsFor(command: Exclude<PickingCommand, { verb: 'suspend' | 'count again' }>): readonly PickingAction[] {
		const { step } = this.#state;
		switch (command.verb) {
			case 'page':
				return this.#actionsFor({ verb: 'move', by: command.by * this.#page() });
			case 'sideways':
				if (step === 'types') return [{ verb: 'move', by: command.by * typeGrid(this.#size).rows }];
				return step === 'pace' ? [{ verb: 'change', by: command.by }] : [];
			case 'move':
				return [step === 'confirm' ? { ...command, most: this.#furthestScroll() } : command];
			default:
				return [command];
		}
	}

	#page(): number {
		const rows = {
			municipalities: () => municipalityLayout(this.#size).rows,
			types: () => typeGrid(this.#size).rows,
			pace: () => paceRows(this.#size),
			confirm: () => confirmationRows(this.#size),
		};
		return Math.max(1, rows[this.#state.step]() - 1);
	}

	#furthestScroll(): number {
		const { choices } = this.#state;
		const facts = this.#facts;
		const lines = confirmLines({
			choices,
			counts: this.#counts.snapshot,
			facts,
			size: this.#size,
			display: this.#display,
		});
		return Math.max(0, lines.length - confirmationRows(this.#size));
	}

	#follow(): void {
		const { result } = this.#state;
		if (result === undefined) this.#counts.want(wantedCounts(this.#state, this.#visibleCodes()));
		this.#publish();
		if (result === undefined) return;
		this.#ended.abort();
		this.#counts.close();
		this.#finish(result);
	}

	/** A screen reader is told of the line at the cursor alone, and so that one is counted. */
	#visibleCodes(): readonly number[] {
		return this.#display.spoken ? codeAtCursor(this.#state) : visibleCodes(this.#state, this.#size);
	}

	async #publishSoon(): Promise<void> {
		if (this.#publishing) return;
		this.#publishing = true;
		await this.#clock.sleep(publishingMs, this.#ended.signal).catch(() => {});
		this.#publishing = false;
		if (!this.#ended.signal.aborted) this.#publish();
	}

	#publish(): void {
		this.#snapshot = { state: this.#state, counts: this.#counts.snapshot, facts: this.#facts };
		for (const notify of this.#subscribers) notify();
	}
}

/** The municipalities whose numbers are on the screen. */
export function visibleCodes({ step, municipalities }: PickingState, size: Size): readonly number[] {
	if (step !== 'municipalities' || municipalityColumns(size).inApi === 0) return [];
	const shown = filterMunicipalities(municipalities.filter);
	const { from, to } = spanAround(municipalities.cursor, shown.length, municipalityLayout(size).rows);
	return shown.slice(from, to).map(({ code }) => code);
}

/** The municipality at the cursor of step 1. */
export function codeAtCursor({ step, municipalities: { filter, cursor } }: PickingState): readonly number[] {
	const at = step === 'municipalities' ? filterMunicipalities(filter)[cursor] : undefined;
	return at === undefined ? [] : [at.code];
}
