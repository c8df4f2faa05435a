import type { RunResult } from '../import/events.ts';
import { exitCode } from '../shared/errors.ts';

/** What an outer scheduler learns of a run; the README's table explains each to people. */
export function exitCodeOf({ status, counts, timelines, stopReason }: RunResult): number {
	switch (status) {
		case 'completed':
			return counts.failed + (timelines?.failed ?? 0) > 0 ? exitCode.doneWithFailures : exitCode.done;
		case 'incomplete':
			return exitCode.continueLater;
		case 'interrupted':
			return stopReason?.kind === 'asked' && stopReason.atOnce ? exitCode.forcedByInterrupt : exitCode.continueLater;
		case 'blocked':
			return exitCode.apiUnavailable;
		case 'failed':
			return stopReason?.kind === 'database' ? exitCode.databaseUnavailable : exitCode.apiUnavailable;
	}
}
