type Reading<Item> = AsyncGenerator<Item, void, void>;

/**
 * What several readings yield, each as it comes; of two that have come, that of the earlier one in the list. All begin at once, and none
 * goes on before what it has is taken. When one throws, what the others have comes out first. Then, or when nobody takes any more, each
 * is told to end; it may wait for something at that time, and what comes of that is nobody's.
 */
export async function* interleave<Item>(readings: readonly Reading<Item>[]): AsyncGenerator<Item, void, void> {
	const going = new Set(readings);
	const arrived = new Map<Reading<Item>, PromiseSettledResult<IteratorResult<Item, void>>>();
	let failure: PromiseRejectedResult | undefined;
	let oneArrived = Promise.withResolvers<void>();
	// Not by Promise.race(): a promise that stays open keeps whatever every race over it has brought.
	const next = (reading: Reading<Item>): void => {
		void Promise.allSettled([reading.next()]).then(([result]) => {
			arrived.set(reading, result);
			oneArrived.resolve();
		});
	};
	try {
		for (const reading of readings) next(reading);
		while (going.size > 0) {
			const reading = readings.find((each) => arrived.has(each));
			const result = reading && arrived.get(reading);
			if (reading === undefined || result === undefined) {
				if (failure !== undefined) throw failure.reason;
				await oneArrived.promise;
				oneArrived = Promise.withResolvers();
				continue;
			}
			arrived.delete(reading);
			if (result.status === 'rejected') failure ??= result;
			else if (result.value.done !== true) {
				yield result.value.value;
				if (failure === undefined) next(reading);
				continue;
			}
			going.delete(reading);
		}
		if (failure !== undefined) throw failure.reason;
	} finally {
		for (const reading of going) reading.return().catch(() => {});
	}
}
