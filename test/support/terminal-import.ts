import type { StopReason, UnstampedEvent } from '../../src/import/events.ts';
import type { Problem, Retry } from '../../src/import/ports.ts';
import { type ImportState, initialState, reduce } from '../../src/import/progress.ts';
import { createDashboardStore, type DashboardStore, type Snapshot } from '../../src/terminal/store.ts';
import { StillClock } from './terminal-clock.ts';

/** 14:26:00 local time on a Monday. */
export const start = new Date(2026, 10, 23, 14, 26).getTime();

const addresses = [
	'Mejlgade 82A, 2. tv, 8000 Aarhus C',
	'Amagerbrogade 112, 3. th, 2300 København S',
	'Strandlodsvej 7, 2300 København S',
	'Englandsvej 301, 2770 Kastrup',
	'Øresundsvej 44, 2300 København S',
	'Kastrupvej 91, 2300 København S',
	'Åbenrå 16, 1124 København K',
	'Italiensvej 60, 2300 København S',
	'Sundbyvestervej 12, 2300 København S',
	'Peder Lykkes Vej 9, 2300 København S',
	'Tingvej 33, 2300 København S',
	'Ærøvej 4, 2300 København S',
];

export function labelOf(number: number): string {
	return addresses[number % addresses.length] ?? '';
}

export const timeout: Omit<Problem, 'payload'> = {
	stage: 'fetch',
	kind: 'timeout',
	message: 'The API did not answer within 10 s.',
};
export const serverError: Omit<Problem, 'payload'> = {
	stage: 'fetch',
	kind: 'HTTP 500',
	message: 'The API answered 500 Internal Server Error.',
};
export const invalid: Omit<Problem, 'payload'> = {
	stage: 'validate',
	kind: 'invalid',
	message: 'buildings[1].yearBuilt: expected a number, got "ca. 1900"',
};

/** An import that happens event by event, through the real reducer, into a real store. */
export class Staged {
	readonly clock = new StillClock(start);
	readonly store: DashboardStore = createDashboardStore({ clock: this.clock, stopwatch: () => 0 });
	#state: ImportState = initialState;
	#batches = 0;
	#homes = 0;

	get state(): ImportState {
		return this.#state;
	}

	emit(event: UnstampedEvent): this {
		const stamped = { ...event, at: this.clock.now() };
		this.#state = reduce(this.#state, stamped);
		this.store.listen(stamped, this.#state);
		return this;
	}

	advance(ms: number): this {
		this.clock.advance(ms);
		return this;
	}

	/** What would be drawn now. */
	snapshot(): Snapshot {
		const leave = this.store.subscribe(() => {});
		leave();
		return this.store.snapshot();
	}

	begin({ workers = 12, batchSize = 50, rate = 30, municipalities = ['København'] } = {}): this {
		return this.emit({
			type: 'run.started',
			runId: '2026-11-23-1426-k7',
			municipalities,
			addressTypes: ['villa'],
			workers,
			batchSize,
			limit: null,
			fetch: 'details',
			rate,
			apiUrl: 'https://api.boligsiden.dk',
			database: 'embedded',
		});
	}

	list(count: number, { skipped = 0, expected = count } = {}): this {
		this.emit({ type: 'partition.counted', partition: 'København · villa', expected });
		return this.emit({
			type: 'homes.listed',
			partition: 'København · villa',
			discovered: count,
			skipped,
			fromPages: 0,
		});
	}

	discovered(): this {
		return this.emit({ type: 'discovery.finished' });
	}

	fetching(worker: number, label = labelOf(worker)): this {
		return this.emit({ type: 'worker.fetching', worker, id: `id-${this.#homes}`, label });
	}

	retrying(worker: number, retry: Partial<Retry> = {}): this {
		const whole = { attempt: 2, attempts: 5, delayMs: 3000, reason: 'HTTP 503', ...retry };
		return this.emit({ type: 'worker.retrying', worker, retry: whole });
	}

	finished(worker: number, ms = 488, outcome: 'fetched' | 'failed' = 'fetched'): this {
		return this.emit({ type: 'worker.finished', worker, id: `id-${this.#homes++}`, outcome, ms, attempts: 1 });
	}

	failed(
		problem: Omit<Problem, 'payload'>,
		label = labelOf(0),
		id: string | null = '0a3f509d-5c1a-32b8-e044-0003ba298018',
	): this {
		return this.emit({ type: 'home.failed', id, label, attempts: problem.kind === 'invalid' ? 1 : 5, problem });
	}

	commit(imported: number, failed = 0): this {
		this.#batches++;
		const counts = { imported, updated: 0, unchanged: 0, failed, gone: 0 };
		const size = Object.values(counts).reduce((sum, count) => sum + count, 0);
		return this.emit({ type: 'batch.committed', number: this.#batches, size, ...counts, ms: 31, waiting: 0 });
	}

	control(changed: Partial<ImportState['control']>): this {
		return this.emit({ type: 'control.changed', control: { ...this.#state.control, ...changed } });
	}

	stopping(reason: StopReason = { kind: 'asked', atOnce: false }): this {
		return this.emit({ type: 'run.stopping', reason });
	}

	/** `seconds` of twelve workers or more at `speed` homes a second, committed in batches of fifty. */
	work(seconds: number, { speed = 24, workers = 12, drift = 4 } = {}): this {
		let open = 0;
		for (let second = 0; second < seconds; second++) {
			const homes = speed + Math.round(drift * Math.sin(second / 9));
			for (let home = 0; home < homes; home++) {
				const worker = (this.#homes % workers) + 1;
				this.fetching(worker).advance(1000 / homes);
				this.finished(worker, 488 + ((this.#homes * 37) % 250));
				open++;
				if (open < 50) continue;
				this.commit(open);
				open = 0;
			}
		}
		return open === 0 ? this : this.commit(open);
	}
}

/** The picture of a run in the middle: 12 workers, some homes skipped, a dozen failed. */
export function runningImport({ workers = 12 } = {}): Staged {
	const run = new Staged().begin({ workers });
	run.list(14_368, { skipped: 52 }).advance(1800).discovered();
	run.work(200, { workers });
	for (let error = 0; error < 12; error++) {
		run.finished(1 + (error % workers), 10_000, 'failed').advance(700);
		run.failed(error < 7 ? timeout : error < 11 ? serverError : invalid, labelOf(error + 1));
		run.commit(0, 1);
	}
	run.work(50, { workers });
	for (let worker = 1; worker <= workers; worker++) {
		if (worker === 12) continue;
		run.fetching(worker).advance(47);
	}
	run.retrying(5, { delayMs: 3000 }).advance(100);
	for (let home = 0; home < 14; home++) run.finished(1 + (home % 3)).fetching(1 + (home % 3), labelOf(home));
	return run.advance(150);
}
