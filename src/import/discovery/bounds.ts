import type { Bounds, HomeQuery } from '../ports.ts';

/** Fields by whose values a query can be divided further. */
export type Dimension = 'area' | 'price';

/** Where the first cut of an open range is made, and the value beyond which no cut is tried any more. */
const scales: Readonly<Record<Dimension, { readonly firstCut: number; readonly beyond: number }>> = {
	area: { firstCut: 128, beyond: 1_000_000 },
	price: { firstCut: 2_000_000, beyond: 10_000_000_000 },
};

/** Everything that has a value at all. */
export const everyValue: Bounds = { least: 0 };

/** Two ranges that hold the same values as the one; undefined when it cannot be cut. */
export function halveBounds(dimension: Dimension, { least, most }: Bounds): [Bounds, Bounds] | undefined {
	const { firstCut, beyond } = scales[dimension];
	if (most === undefined && least > beyond) return undefined;
	const cut = most === undefined ? Math.max(firstCut, least * 2) : Math.ceil((least + most) / 2);
	if (cut === least) return undefined;
	return [
		{ least, most: cut - 1 },
		{ least: cut, ...(most !== undefined && { most }) },
	];
}

export function within(query: HomeQuery, dimension: Dimension, bounds: Bounds): HomeQuery {
	return { ...query, [dimension]: bounds };
}

/** "100 to 127 m²" */
export function boundsWords(dimension: Dimension, { least, most }: Bounds): string {
	const unit = dimension === 'area' ? 'm²' : 'DKK';
	return most === undefined ? `${least} ${unit} and more` : `${least} to ${most} ${unit}`;
}
