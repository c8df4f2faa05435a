import type { ControlState, ImportEvent, StopReason } from '../import/events.ts';
import type { Retry } from '../import/ports.ts';
import { formatCount, formatDuration, formatMs } from '../shared/format.ts';
import { distrustWords, loweredWords } from '../shared/page-words.ts';
import { countOf, rateWords } from './figures.ts';
import type { Tone } from './theme.ts';

export interface LogLine {
	readonly at: number;
	readonly tone: Tone;
	/** May hold foreign text: to be shown through `Display.show`. */
	readonly text: string;
	/** A line takes the place of one with the same topic right before it, so that a key held down leaves one line and not forty. */
	readonly topic?: keyof ControlState;
}

/**
 * The line of the log for an event that an operator would want to find there; undefined for the thousands that come and go.
 * @param before the settings that held until then.
 */
export function toLogLine(event: ImportEvent, before: ControlState): LogLine | undefined {
	const line = (text: string, tone: Tone = 'plain'): LogLine => ({ at: event.at, tone, text });
	switch (event.type) {
		case 'run.started':
			return line(`run ${event.runId} began: ${event.apiUrl} into ${event.database}`);
		case 'partition.counted':
			return line(`${event.partition}: ${countOf(event.expected, 'home')} in the API`);
		case 'partitions.counted': {
			const homes = Object.values(event.expectedOf);
			const total = homes.reduce((sum, count) => sum + count, 0);
			return line(`${countOf(homes.length, 'more partition')}: ${countOf(total, 'home')} in the API`);
		}
		case 'partition.finished': {
			const { name, listed, gap } = event.report;
			if (gap !== undefined) return line(`${name}: not complete, ${gap}`, 'waiting');
			return line(`${name}: all ${countOf(listed, 'home')} listed`);
		}
		case 'discovery.retrying':
			return line(`${event.partition}, page ${event.page}: ${retryText(event.retry)}`, 'waiting');
		case 'discovery.finished':
			return line('the search is finished');
		case 'homes.released':
			return line(`${countOf(event.count, 'home')} left for the next run`);
		case 'worker.retrying':
			return line(`worker ${event.worker}: ${retryText(event.retry)}`, 'waiting');
		case 'batch.committed':
			return line(`batch ${formatCount(event.number)}: ${batchText(event)}, ${formatMs(event.ms)}`, 'rest');
		case 'home.failed':
			return line(`failed: ${event.label}: ${event.problem.message}`, 'failed');
		case 'home.gone':
			return line(`gone: ${event.label}: the API lists it and does not have it`);
		case 'api.waiting':
			return line(
				`all workers wait for the API, next try in ${formatDuration(event.delayMs)}: ${event.reason}`,
				'failed',
			);
		case 'api.back':
			return line('the API answers again', 'moving');
		case 'contract.drifted':
			return line(
				`the API's records have changed: ${event.changes.map(({ message }) => message).join('; ')}`,
				'failed',
			);
		case 'contract.accepted':
			return line("the API's records are taken as they are now");
		case 'run.slept':
			return line(`the program stood still for ${formatDuration(event.ms)}`);
		case 'database.waiting':
			return line(`the database is away, next try in ${formatDuration(event.delayMs)}: ${event.reason}`, 'failed');
		case 'database.back':
			return line('the database is back', 'moving');
		case 'homes.retried':
			return line(`${countOf(event.count, 'home')} tried again: ${event.kind}`);
		case 'control.changed':
			return controlLine(event, before);
		case 'run.stopping':
			return line(`stopping: ${stopText(event.reason)}`, 'waiting');
		case 'run.finished':
			return line(`run ${event.runId} ${event.status}`);
		case 'pages.distrusted':
			return line(
				`${event.partition}: ${distrustWords(event)}, all are fetched, ${formatCount(event.recalled)} once more`,
				'waiting',
			);
		case 'pages.lowered':
			return line(loweredWords(event), 'waiting');
		case 'homes.unlisted':
			return line(`${event.partition}: ${countOf(event.count, 'known home')} listed no more, asked for one by one`);
		case 'timeline.finished':
			if (event.problem === undefined) return undefined;
			return line(`timeline of ${event.label}: ${event.problem.message}`, 'failed');
		case 'workers.adapted':
			return line(`${countOf(event.workers, 'worker')}: ${event.reason}`, 'rest');
		case 'homes.unretried':
			return line(`${countOf(event.count, 'home')} not tried again after all: ${event.kind}`);
		case 'failure.superseded':
		case 'homes.listed':
		case 'worker.fetching':
		case 'worker.finished':
		case 'fields.unknown':
		case 'text.repaired':
		case 'batch.flushing':
		case 'page.compared':
		case 'run.reconciled':
			return undefined;
		default:
			return event satisfies never;
	}
}

/** A key at the end of its range changes nothing, and says nothing. */
function controlLine(
	{ at, control }: Extract<ImportEvent, { type: 'control.changed' }>,
	before: ControlState,
): LogLine | undefined {
	const topic = (['paused', 'workers', 'batchSize', 'rate'] as const).find((name) => control[name] !== before[name]);
	if (topic === undefined) return undefined;
	const { paused, workers, batchSize, rate } = control;
	const parts = [
		...(paused ? ['paused'] : []),
		countOf(workers, 'worker'),
		`batches of ${formatCount(batchSize)}`,
		...(topic === 'rate' ? [rateWords(rate)] : []),
	];
	const text = parts.join(', ');
	return { at, tone: 'plain', text, topic };
}

function retryText({ attempt, attempts, delayMs, reason }: Retry): string {
	return `try ${attempt} of ${attempts} in ${formatDuration(delayMs)}: ${reason}`;
}

function batchText(event: Extract<ImportEvent, { type: 'batch.committed' }>): string {
	const parts = (['imported', 'updated', 'unchanged', 'failed', 'gone'] as const)
		.filter((name) => event[name] > 0)
		.map((name) => `${formatCount(event[name])} ${name}`);
	return parts.length === 0 ? 'empty' : parts.join(', ');
}

function stopText(reason: StopReason): string {
	return reason.kind === 'asked' ? 'asked to' : reason.message;
}
