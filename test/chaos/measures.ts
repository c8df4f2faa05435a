import type { Start } from './importer.ts';

/** How long the parts of an undisturbed import take, ms: what a random moment is drawn from. */
export interface Measures {
	readonly startUpMs: number;
	readonly discoveryMs: number;
	/** From one commit to the next. */
	readonly batchMs: number;
	readonly commitMs: number;
}

/** From the events of an undisturbed import. */
export function measure({ timeline }: Start): Measures {
	const times = (type: Start['timeline'][number]['type']): number[] =>
		timeline.filter((event) => event.type === type).map(({ ms }) => ms);
	const [startUpMs = 0] = times('run.started');
	const [flushed, committed] = [times('batch.flushing'), times('batch.committed')];
	// Of many homes the discovery goes on beside the fetching; here it counts up to the first commit.
	const [discovered = startUpMs] = [...times('discovery.finished'), ...committed].sort((a, b) => a - b);
	const longest = Math.max(...committed.map((ms, index) => ms - (flushed[index] ?? ms)));
	const batchMs = ((committed.at(-1) ?? 0) - (committed[0] ?? 0)) / committed.length;
	return { startUpMs, discoveryMs: discovered - startUpMs, batchMs, commitMs: Math.min(longest, 2 * batchMs) };
}

export function measuresInWords({ startUpMs, discoveryMs, batchMs, commitMs }: Measures): string {
	const parts = { 'start-up': startUpMs, discovery: discoveryMs, 'a batch': batchMs, 'a commit up to': commitMs };
	return Object.entries(parts)
		.map(([name, ms]) => `${name} ${Math.round(ms)} ms`)
		.join(', ');
}
