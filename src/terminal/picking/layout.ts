import { frameRows, type Size } from '../layout.ts';
import { typeItems } from './choices.ts';

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

/** Header, rule, filter, blank, heading; status, chosen, rule, keys. */
const aroundMunicipalities = 9;

export function municipalityRows(size: Size): number {
	return Math.max(1, frameRows(size) - aroundMunicipalities);
}

/** Columns of step 1's parts. */
export interface MunicipalityColumns {
	readonly name: number;
	readonly stored: number;
	readonly inApi: number;
	readonly gap: number;
	readonly last: number;
	/** 0 leaves it out. */
	readonly distance: number;
}

export function municipalityColumns({ columns }: Size): MunicipalityColumns {
	if (columns < 78) return { name: 18, stored: 7, inApi: 12, gap: 2, last: 15, distance: 0 };
	const name = columns < 100 ? 26 : 30;
	return { name, stored: 6, inApi: 15, gap: 3, last: 20, distance: columns < 100 ? 0 : 16 };
}

/** Sign, choice, and the longest type of home. */
const typeCell = 27;
const mostTypeColumns = 3;
/** Header, rule, blank; status, chosen, rule, keys. */
const aroundTypes = 7;

export interface TypeGrid {
	readonly columns: number;
	readonly rows: number;
	/** Columns of the terminal that one of them takes. */
	readonly cell: number;
}

/** As many columns as are needed, read downwards; one that scrolls where even they are too few. */
export function typeGrid(size: Size): TypeGrid {
	const width = Math.max(1, size.columns - 2);
	const room = Math.max(1, frameRows(size) - aroundTypes);
	const columns = Math.min(mostTypeColumns, Math.max(1, Math.floor(width / typeCell)));
	const rows = Math.ceil(typeItems.length / columns);
	if (rows <= room) return { columns, rows, cell: Math.min(Math.floor(width / columns), typeCell + 8) };
	return { columns: 1, rows: room, cell: width };
}

/** Header, rule; status, rule, keys. */
const aroundConfirmation = 5;

export function confirmationRows(size: Size): number {
	return Math.max(1, frameRows(size) - aroundConfirmation);
}
