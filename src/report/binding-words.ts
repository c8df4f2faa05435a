import type { SampleRecord } from '../ledger/run-record.ts';

export interface BindingWords {
	/** One letter, for a chart of letters. */
	readonly letter: string;
	readonly words: string;
}

const known: Readonly<Record<string, BindingWords>> = {
	latency: { letter: 'L', words: 'latency: all workers wait for answers' },
	rate: { letter: 'R', words: 'rate: the ceiling on requests' },
	database: { letter: 'D', words: 'database: homes wait to be stored' },
	discovery: { letter: 'S', words: 'search: nothing is listed yet to fetch' },
	api: { letter: 'A', words: 'API: away, or asking for a rest' },
	paused: { letter: 'P', words: 'paused by a person' },
};

/** What held a run back, as the ledger names it, in words. */
export function bindingWords(binding: string): BindingWords {
	return known[binding] ?? { letter: '?', words: binding };
}

export interface BindingShare {
	readonly binding: string;
	/** Of the time of the run. */
	readonly share: number;
}

/** How much of the time each limit held the run back, the longest first. */
export function bindingShares(startedAt: Date, samples: readonly SampleRecord[]): BindingShare[] {
	const lengths = new Map<string, number>();
	let from = startedAt.getTime();
	for (const { at, binding } of samples) {
		const length = Math.max(0, at.getTime() - from);
		lengths.set(binding, (lengths.get(binding) ?? 0) + length);
		from = at.getTime();
	}
	const all = [...lengths.values()].reduce((sum, length) => sum + length, 0);
	return [...lengths]
		.map(([binding, length]) => ({ binding, share: all === 0 ? 0 : length / all }))
		.sort((a, b) => b.share - a.share);
}
