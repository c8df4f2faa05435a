type Reading<Item> = AsyncGenerator<Item, void, void>;

/**
 * What several readings yield, each as it comes; of two that have come, that of the earlier one in the list. All begin at once, and none
 * goes on before what it has is taken. When one throws, or nobody takes any more, all end; what the others still wait for is nobody's.
 */
export async function* interleave<Item>(readings: readonly Reading<Item>[]): AsyncGenerator<Item, void, void> {
	const coming = new Map(readings.map((reading) => [reading, next(reading)]));
	try {
		while (coming.size > 0) {
			const { reading, result } = await Promise.race(coming.values());
			if (result.done === true) coming.delete(reading);
			else {
				yield result.value;
				coming.set(reading, next(reading));
			}
		}
	} finally {
		for (const reading of coming.keys()) reading.return().catch(() => {});
	}
}

function next<Item>(reading: Reading<Item>): Promise<{ reading: Reading<Item>; result: IteratorResult<Item, void> }> {
	const coming = reading.next().then((result) => ({ reading, result }));
	coming.catch(() => {}); // thrown to whoever takes it
	return coming;
}
