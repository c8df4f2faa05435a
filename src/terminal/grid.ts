/** Between two columns of a grid. */
export const columnGap = 2;

/** Columns of at least `narrowest` that `width` has room for; one always. */
export function columnsThatFit(width: number, narrowest: number): number {
	return Math.max(1, Math.floor((width + columnGap) / (narrowest + columnGap)));
}

/** The width of each of them. */
export function cellWidth(width: number, columns: number): number {
	return Math.floor((width - (columns - 1) * columnGap) / columns);
}

/** Items dealt downwards into columns of `rows`, as the rows in which they are drawn; what does not fit is left out. */
export function dealDown<Item>(items: readonly Item[], columns: number, rows: number): readonly (readonly Item[])[] {
	const shown = items.slice(0, columns * rows);
	return Array.from({ length: Math.min(rows, shown.length) }, (_, row) =>
		shown.filter((_item, index) => index % rows === row),
	);
}
