import { cell } from './cell.ts';
import type { Display } from './display.ts';
import type { WorkerView } from './selectors.ts';
import type { CellOptions } from './worker-cell.ts';
import { signColumns, signOf, timeOf } from './worker-sign.ts';

/** A row with all its numbers and an address worth reading, in columns. */
export const narrowestRow = 56;

const stateColumns = 14;

interface RowNumber {
	readonly name: string;
	readonly columns: number;
	/** In rows narrower than this it leaves its place to the address. */
	readonly least: number;
	readonly of: (worker: WorkerView, now: number) => string;
}

function numbersIn({ width, doneColumns }: CellOptions): readonly RowNumber[] {
	const numbers: readonly RowNumber[] = [
		{ name: 'time', columns: 7, least: 0, of: timeOf },
		{ name: 'done', columns: doneColumns + 2, least: 46, of: ({ done }) => String(done) },
		{ name: 'failed', columns: 7, least: 52, of: ({ errors }) => String(errors) },
	];
	return numbers.filter(({ least }) => width >= least);
}

/** The heading over the numbers of a row. */
export function rowHeading(options: CellOptions): string {
	return numbersIn(options)
		.map(({ name, columns }) => name.padStart(columns))
		.join('');
}

/** One worker in words: what it does, on which address, and what for when it waits. */
export function rowText(worker: WorkerView, options: CellOptions, display: Display): string {
	const { now, paused, width } = options;
	const { sign, tone } = signOf(worker, now, paused, display);
	const numbers = numbersIn(options)
		.map(({ columns, of }) => of(worker, now).padStart(columns))
		.join('');
	const label = worker.activity === 'idle' ? '' : worker.label;
	const reason = worker.retryInMs === undefined ? undefined : worker.retry?.reason;
	const about = reason === undefined ? label : `${label}: ${reason}`;
	return (
		cell(String(worker.number).padStart(2), 3, display, 'rest') +
		cell(sign, 2, display, tone) +
		cell(stateWords(worker, paused), stateColumns, display, tone === 'moving' ? 'plain' : tone) +
		cell(display.show(about), width - signColumns - stateColumns - numbers.length, display) +
		numbers
	);
}

function stateWords({ activity, retry, retryInMs }: WorkerView, paused: boolean): string {
	if (activity === 'idle') return paused ? 'paused' : 'idle';
	if (retry === undefined) return retryInMs === undefined ? 'fetching' : 'waiting';
	const tries = `${retry.attempt}/${retry.attempts}`;
	return retryInMs === undefined ? `fetching, ${tries}` : `retrying, ${tries}`;
}
