import type { ImportCounts, RunResult, RunStatus, StopReason } from './events.ts';
import { activeMs } from './pace.ts';
import type { ImportState } from './progress.ts';

/** What a run came to. @throws when a home was neither stored nor accounted for: that is a bug, never to be passed over. */
export function settle(
	state: ImportState,
	requests: number,
	stopReason: StopReason | undefined,
	now: number,
): RunResult {
	assertNothingLost(state.counts);
	const durationMs = now - state.pace.startedAt;
	const seconds = activeMs(state.pace, now) / 1000;
	return {
		runId: state.runId,
		status: statusOf(state, stopReason),
		counts: state.counts,
		requests,
		durationMs,
		propertiesPerSecond: seconds === 0 ? 0 : state.pace.completed / seconds,
		sequentialEstimateMs: state.fetchMs,
		...(stopReason !== undefined && { stopReason }),
	};
}

function statusOf(state: ImportState, stopReason: StopReason | undefined): RunStatus {
	if (stopReason !== undefined) {
		if (stopReason.kind === 'asked') return 'interrupted';
		return stopReason.kind === 'blocked' ? 'blocked' : 'failed';
	}
	return state.partitions.some((partition) => partition.gap !== undefined) ? 'incomplete' : 'completed';
}

export function assertNothingLost(counts: ImportCounts): void {
	const { discovered, imported, updated, unchanged, skipped, failed, gone } = counts;
	const ended = imported + updated + unchanged + skipped + failed + gone;
	if (ended === discovered) return;
	throw new Error(`${discovered} homes were discovered but ${ended} accounted for: ${JSON.stringify(counts)}`);
}
