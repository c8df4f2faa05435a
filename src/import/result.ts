import { ended } from './counts.ts';
import type { ImportCounts, RunResult, RunStatus, StopReason } from './events.ts';
import { type ImportState, overallSpeed } from './progress.ts';

/** What a run came to. @throws when a home was neither stored nor accounted for: that is a bug, never to be passed over. */
export function settle(
	state: ImportState,
	requests: number,
	stopReason: StopReason | undefined,
	now: number,
): RunResult {
	assertNothingLost(state.counts);
	return {
		status: statusOf(state, stopReason),
		...runFigures(state, requests, now),
		...(stopReason !== undefined && { stopReason }),
	};
}

/** The figures of a run, whatever became of it. */
export function runFigures(
	state: ImportState,
	requests: number,
	now: number,
): Omit<RunResult, 'status' | 'stopReason'> {
	return {
		counts: state.counts,
		requests,
		durationMs: Math.round(now - state.pace.startedAt),
		propertiesPerSecond: overallSpeed(state, now),
		sequentialEstimateMs: Math.round(Math.max(0, state.fetchMs)),
		runId: state.runId,
		...(state.started?.timeline === true && { timelines: timelineFigures(state) }),
	};
}

function timelineFigures({ timelines: { read, failed } }: ImportState): NonNullable<RunResult['timelines']> {
	return { read, failed };
}

function statusOf(state: ImportState, stopReason: StopReason | undefined): RunStatus {
	if (stopReason !== undefined) {
		if (stopReason.kind === 'asked') return 'interrupted';
		return stopReason.kind === 'blocked' ? 'blocked' : 'failed';
	}
	const gap = state.partitions.some((partition) => partition.gap !== undefined);
	return gap || !addsUp(state) ? 'incomplete' : 'completed';
}

/** What was asked for whole is all there or accounted for. Only the first homes of it: then there is nothing to compare. */
function addsUp({ started, reconciliation }: ImportState): boolean {
	if (started?.limit != null || reconciliation === undefined) return true;
	return reconciliation.problem === undefined && reconciliation.partitions.every(({ missing }) => missing <= 0);
}

export function assertNothingLost(counts: ImportCounts): void {
	const accounted = ended(counts);
	if (accounted === counts.discovered && Object.values(counts).every((count) => count >= 0)) return;
	throw new Error(
		`${counts.discovered} homes were discovered but ${accounted} accounted for: ${JSON.stringify(counts)}`,
	);
}
