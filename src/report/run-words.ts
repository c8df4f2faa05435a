import type { RunOverview } from '../ledger/run-record.ts';
import { formatClock, formatCount } from '../shared/format.ts';
import { sanitize } from '../shared/sanitize.ts';

/** "København · villa", "36 municipalities · villa, condo". */
export function whatWords({ partitions }: Pick<RunOverview, 'partitions'>): string {
	const parts = partitions.map((name) => name.split(' · '));
	const municipalities = [...new Set(parts.map(([municipality]) => municipality ?? ''))];
	const types = [...new Set(parts.map(([, type]) => type ?? ''))];
	if (municipalities.length === 0) return 'nothing';
	const where = municipalities.length <= 2 ? municipalities.join(', ') : `${municipalities.length} municipalities`;
	const what = types.length <= 3 ? types.join(', ') : `${types.length} types`;
	return sanitize(`${where} · ${what}`);
}

/** How a run ended, for people. */
export function statusWords({ status, counts }: Pick<RunOverview, 'status' | 'counts'>): string {
	if (status === 'running') return 'killed or still running';
	if (status === 'completed' && counts.failed > 0) return 'complete, some failed';
	return sanitize(status);
}

/** Where a run was last heard of, when it has told no end. */
export function lastHeardOf({ status, lastSampleAt }: RunOverview): string {
	if (status !== 'running') return '';
	return lastSampleAt === null ? ', not heard of since' : `, last heard of at ${formatClock(lastSampleAt.getTime())}`;
}

/** From its start to its end, or to when it was last heard of; ms. */
export function lengthOf({ startedAt, finishedAt, lastSampleAt, pace }: RunOverview): number | undefined {
	const end = finishedAt ?? lastSampleAt;
	return pace?.durationMs ?? (end === null ? undefined : end.getTime() - startedAt.getTime());
}

/** "1 timeline could not be read" */
export function unreadTimelines(count: number): string {
	return `${formatCount(count)} ${count === 1 ? 'timeline' : 'timelines'} could not be read`;
}
