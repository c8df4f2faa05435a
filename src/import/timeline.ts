import type { Emit } from './events.ts';
import type { HomeSource, RequestContext, TimelineEvent, WantedHome } from './ports.ts';
import { StopRun } from './stop-run.ts';

/**
 * The timeline of a home that was just fetched. One that cannot be read is told and counted, and costs nobody the home: undefined.
 * @throws StopRun when the API blocks us; what the source rejects with.
 */
export async function readTimeline<Record>(
	{ id, label }: WantedHome,
	source: HomeSource<Record>,
	context: RequestContext,
	emit: Emit,
): Promise<readonly TimelineEvent[] | undefined> {
	const outcome = await source.fetchTimeline?.(id, context);
	switch (outcome?.status) {
		case undefined:
			return undefined;
		case 'read':
			emit({ type: 'timeline.finished', id, label });
			return outcome.events;
		case 'blocked':
			throw new StopRun({ kind: 'blocked', message: outcome.message });
		case 'failed': {
			const { payload: _, ...problem } = outcome.problem;
			emit({ type: 'timeline.finished', id, label, problem });
			return undefined;
		}
	}
}
