import type { ImportCounts } from './events.ts';

/** Homes that came to an end by being looked at: all but those skipped. */
export function dealtWith(
	counts: Pick<ImportCounts, 'imported' | 'updated' | 'unchanged' | 'failed' | 'gone'>,
): number {
	return counts.imported + counts.updated + counts.unchanged + counts.failed + counts.gone;
}

/** Homes that came to an end, whichever. */
export function ended(counts: ImportCounts): number {
	return dealtWith(counts) + counts.skipped;
}
