import { dealtWith } from '../import/counts.ts';
import type { ImportCounts, RunResult } from '../import/events.ts';
import { exitCode } from '../shared/errors.ts';

/** What an outer scheduler learns of a run; the README's table explains each to people. */
export function exitCodeOf(result: RunResult, demands: Demands = {}): number {
	const code = exitCodeOfRun(result, demands.maxFailures);
	return demands.thresholdMissed === true && isDone(code) ? exitCode.thresholdMissed : code;
}

/** Whether more homes failed than are put up with; a share is one of the homes that the run dealt with, skipped ones left out. */
export function isOverMaxFailures(counts: ImportCounts, most: MaxFailures = { count: 0 }): boolean {
	return counts.failed > ('count' in most ? most.count : most.share * dealtWith(counts));
}

/** "5", or a share as "1%" or "0.5%". */
export type MaxFailures = { readonly count: number } | { readonly share: number };

/** What somebody asks of a run beyond that it ends. */
export interface Demands {
	/** @default none */
	readonly maxFailures?: MaxFailures;
	readonly thresholdMissed?: boolean;
}

function isDone(code: number): boolean {
	return code === exitCode.done || code === exitCode.doneWithFailures;
}

function exitCodeOfRun(
	{ status, counts, timelines, stopReason }: RunResult,
	maxFailures: MaxFailures | undefined,
): number {
	switch (status) {
		case 'completed':
			return isOverMaxFailures(counts, maxFailures) || (timelines?.failed ?? 0) > 0
				? exitCode.doneWithFailures
				: exitCode.done;
		case 'incomplete':
			return exitCode.continueLater;
		case 'interrupted':
			return stopReason?.kind === 'asked' && stopReason.atOnce ? exitCode.forcedByInterrupt : exitCode.continueLater;
		case 'blocked':
			return exitCode.apiUnavailable;
		case 'failed':
			if (stopReason?.kind === 'drift') return exitCode.dataError;
			return stopReason?.kind === 'database' ? exitCode.databaseUnavailable : exitCode.apiUnavailable;
	}
}
