/** In order; the first half has one more where they cannot be alike. */
export function halve<Item>(items: readonly Item[]): [Item[], Item[]] {
	const middle = Math.ceil(items.length / 2);
	return [items.slice(0, middle), items.slice(middle)];
}
