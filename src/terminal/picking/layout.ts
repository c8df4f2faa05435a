import { frameRows, type Size } from '../layout.ts';
import { typeItems } from './choices.ts';

/** The smallest terminal that the questions are asked in. */
export const smallest: Size = { columns: 40, rows: 10 };

export function isTooSmall({ columns, rows }: Size): boolean {
	return columns < smallest.columns || rows < smallest.rows;
}

/** Part of a list. */
export interface Span {
	readonly from: number;
	/** Not in it any more. */
	readonly to: number;
}

/** The part of a list around its cursor, which keeps the middle wherever the list goes on in both directions. */
export function spanAround(cursor: number, count: number, rows: number): Span {
	const from = Math.max(0, Math.min(cursor - Math.floor(rows / 2), count - rows));
	return { from, to: Math.min(count, from + rows) };
}

/** Header, rule, rule, keys. */
const aroundEvery = 4;
/** The filter, and what is chosen. */
const aroundList = 2;
const fewestMunicipalities = 3;

/** Rows of step 1; what is missing where the terminal is low. */
export interface MunicipalityLayout {
	readonly heading: boolean;
	/** What went wrong has a row of its own; otherwise it takes the place of what is chosen. */
	readonly status: boolean;
	/** Between the filter and the list. */
	readonly gap: boolean;
	/** Of the list. */
	readonly rows: number;
}

/** Gives out the rows in the order in which they matter. */
export function municipalityLayout(size: Size): MunicipalityLayout {
	const room = frameRows(size) - aroundEvery - aroundList;
	const heading = room > fewestMunicipalities;
	const status = room > fewestMunicipalities + 4;
	const gap = room > fewestMunicipalities + 6;
	const taken = [heading, status, gap].filter(Boolean).length;
	return { heading, status, gap, rows: Math.max(1, room - taken) };
}

/** Columns of step 1's parts. */
export interface MunicipalityColumns {
	readonly name: number;
	readonly stored: number;
	/** 0 leaves it out, here and below. */
	readonly inApi: number;
	readonly gap: number;
	readonly last: number;
	readonly distance: number;
}

const longestName = 18;
/** Of the cursor and of whether it is chosen. */
const signs = 4;

export function municipalityColumns({ columns }: Size): MunicipalityColumns {
	if (columns < 60) return narrowColumns(columns - 2);
	if (columns < 78) return { name: longestName, stored: 7, inApi: 12, gap: 2, last: 15, distance: 0 };
	const name = columns < 100 ? 26 : 30;
	return { name, stored: 6, inApi: 15, gap: 3, last: 20, distance: columns < 100 ? 0 : 16 };
}

function narrowColumns(width: number): MunicipalityColumns {
	const [stored, count] = [7, 12];
	const inApi = width < signs + longestName + stored + count ? 0 : count;
	const name = Math.max(1, Math.min(26, width - signs - stored - inApi));
	return { name, stored, inApi, gap: 0, last: 0, distance: 0 };
}

/** Sign, choice, and the longest type of home. */
const typeCell = 27;
const mostTypeColumns = 3;

export interface TypeGrid {
	readonly columns: number;
	readonly rows: number;
	/** Columns of the terminal that one of them takes. */
	readonly cell: number;
	/** What went wrong has a row of its own. */
	readonly status: boolean;
	/** Above the list. */
	readonly gap: boolean;
}

/** As many columns as are needed, read downwards; one that scrolls where even they are too few. */
export function typeGrid(size: Size): TypeGrid {
	const width = Math.max(1, size.columns - 2);
	const room = Math.max(1, frameRows(size) - aroundEvery - 1);
	const columns = Math.min(mostTypeColumns, Math.max(1, Math.floor(width / typeCell)));
	const rows = Math.ceil(typeItems.length / columns);
	const spare = room - rows;
	if (spare < 0) {
		const status = room > fewestMunicipalities + 4;
		return { columns: 1, rows: status ? room - 1 : room, cell: width, status, gap: false };
	}
	return {
		columns,
		rows,
		cell: Math.min(Math.floor(width / columns), typeCell + 8),
		status: spare > 0,
		gap: spare > 1,
	};
}

/** Rows between the rules of a step without a list, above what went wrong. */
function openRows(size: Size): number {
	return Math.max(1, frameRows(size) - aroundEvery - 1);
}

export const paceRows = openRows;
export const confirmationRows = openRows;

/** Columns of the confirmation's labels. */
export function confirmLabelWidth({ columns }: Size): number {
	return columns < 50 ? 15 : 17;
}

/** Columns of step 3's parts. */
export interface PaceColumns {
	readonly signs: number;
	readonly label: number;
	readonly workers: number;
	readonly batchSize: number;
	readonly homes: number;
	/** `batch size`, shorter where it must be. */
	readonly batchHeading: string;
}

export function paceColumns({ columns }: Size): PaceColumns {
	return columns < 50
		? { signs, label: 11, workers: 8, batchSize: 7, homes: 7, batchHeading: 'batch' }
		: { signs, label: 15, workers: 8, batchSize: 13, homes: 8, batchHeading: 'batch size' };
}
