import { columnsThatFit } from './grid.ts';
import { narrowestRow } from './worker-row.ts';

export interface Size {
	readonly columns: number;
	readonly rows: number;
}

/** Where the dashboard puts its lines; every count in rows or columns of the terminal. */
export interface DashboardLayout {
	/** Within the margin of one column on either side. */
	readonly width: number;
	readonly speed: boolean;
	readonly latency: boolean;
	readonly limit: boolean;
	readonly batches: boolean;
	/** Blank lines between the parts, at most three; the one under the progress is the first to go. */
	readonly gaps: number;
	readonly workerColumns: number;
	/** 0 leaves the workers out, heading and all. */
	readonly workerRows: number;
	readonly errorHeading: boolean;
	/** Kept free even before the first error, so that nothing moves when it comes. */
	readonly errorRows: number;
	/** 0 leaves the log out, heading and all. */
	readonly logRows: number;
}

/** In less there is no dashboard, only its most important numbers. */
export const smallest: Size = { columns: 40, rows: 10 };
/** A cell with an address worth reading. */
const narrowestWorker = 38;
const longestErrorList = 10;
/** Header, rule, bar, counts, rule, keys: never dropped. */
const alwaysRows = 6;
/** Header, rule, rule, keys. */
const frameOwnRows = 4;

export function isTooSmall({ columns, rows }: Size): boolean {
	return columns < smallest.columns || rows < smallest.rows;
}

/** One row less than the terminal has: a frame as high as the terminal makes it flicker. */
export function frameRows({ rows }: Size): number {
	return Math.max(1, rows - 1);
}

/** Gives out the rows in the order in which they matter; narrow or low terminals lose the last first. */
export function layOut(size: Size, workers: number, errors: number): DashboardLayout {
	const width = Math.max(1, size.columns - 2);
	const workerColumns = columnsThatFit(width, narrowestWorker);
	let left = frameRows(size) - alwaysRows;
	const claim = (rows: number, wanted = true): boolean => {
		if (!wanted || left < rows) return false;
		left -= rows;
		return true;
	};
	const limit = claim(1);
	const speed = claim(1);
	const errorHeading = claim(1);
	const batches = claim(1);
	const workerHeading = claim(2);
	if (workerHeading) left++;
	const latency = claim(1, size.columns >= 70 || size.rows >= 30);
	const gaps = Math.max(0, Math.min(3, left - 6));
	left -= gaps;
	const reserved = errorHeading ? Math.min(2, Math.floor(left / 4)) : 0;
	const workerRows = workerHeading ? Math.min(Math.ceil(workers / workerColumns), left - reserved) : 0;
	left -= reserved + workerRows;
	const moreErrors = Math.max(0, Math.min(left, Math.min(errors, longestErrorList) - reserved));
	left -= moreErrors;
	const logRows = left >= 5 && errorHeading ? left - 2 : 0;
	return {
		width,
		speed,
		latency,
		limit,
		batches,
		gaps,
		workerColumns,
		workerRows,
		errorHeading,
		errorRows: reserved + moreErrors,
		logRows,
	};
}

/** Rows of a list that fills the screen between header and keys, under `above` rows of its own. */
export function listRows(size: Size, above = 0): number {
	return Math.max(1, frameRows(size) - frameOwnRows - above);
}

export interface WorkersLayout {
	readonly columns: number;
	/** In each of them. */
	readonly rows: number;
}

/** How the workers fill their own screen, under one row of headings. */
export function layOutWorkers(size: Size, workers: number): WorkersLayout {
	const columns = columnsThatFit(size.columns - 2, narrowestRow);
	return { columns, rows: Math.min(listRows(size, 1), Math.max(1, Math.ceil(workers / columns))) };
}

export interface ErrorsLayout {
	/** Groups shown at once. */
	readonly groups: number;
	/** Rows under them for errors in full. */
	readonly rows: number;
}

/** Most groups shown; there are as many kinds of error as the API and the database have words. */
const mostGroups = 8;

/** How groups and errors share their screen; a rule lies between. */
export function layOutErrors(size: Size, groups: number): ErrorsLayout {
	const rows = listRows(size, 1);
	const shown = Math.min(groups, mostGroups, Math.ceil(rows / 3));
	return { groups: shown, rows: rows - shown };
}
