import type { Adaptation } from '../import/adaptive-workers.ts';
import type { ImportEvent } from '../import/events.ts';
import { currentSpeed, timeLeft } from '../import/pace.ts';
import { doneWith, type ImportState, leftToFetch, overallSpeed } from '../import/progress.ts';
import { formatClock, formatCount, formatDuration, formatPercent } from '../shared/format.ts';
import { distrustWords, loweredWords } from '../shared/page-words.ts';
import { sanitize } from '../shared/sanitize.ts';

const homesPerLine = 25;
const betweenLinesMs = 1000;
const longestSilenceMs = 5000;
const errorsInFull = 10;
const betweenWorkerLinesMs = 10_000;

/** A run as plain lines for people, where there is no terminal to draw in. */
export class PlainLines {
	readonly #print: (line: string) => void;
	/** Since when there has been silence. */
	#linesAt = 0;
	/** When the last line of progress came. */
	#progressAt = Number.NEGATIVE_INFINITY;
	#finishedAtLine = 0;
	#errors = 0;
	#adapted: Adaptation | undefined;
	#adaptedAt = 0;
	/** Those that could not be read. */
	#timelines = 0;

	constructor(print: (line: string) => void) {
		this.#print = print;
	}

	readonly listen = (event: ImportEvent, state: ImportState): void => {
		switch (event.type) {
			case 'run.started':
				this.#linesAt = event.at;
				for (const line of opening(event)) this.#print(line);
				return;
			case 'partition.finished':
				if (event.report.gap !== undefined) this.#print(`  ! ${event.report.name}: ${sanitize(event.report.gap)}`);
				return;
			case 'home.failed':
				this.#errors++;
				if (this.#errors <= errorsInFull) this.#print(failure(event));
				if (this.#errors === errorsInFull) this.#print('  ! further errors are counted, and kept in import_failure');
				return;
			case 'batch.committed':
				if (this.#isWorthALine(state, event.at)) this.#progress(state, event.at);
				return;
			case 'homes.unlisted':
				this.#print(
					`  ${event.partition}: ${formatCount(event.count)} known homes are listed no more; each is asked for`,
				);
				return;
			case 'timeline.finished':
				if (event.problem !== undefined && ++this.#timelines <= errorsInFull)
					this.#print(`  ! timeline of ${sanitize(event.label)} (${event.id}): ${sanitize(event.problem.message)}`);
				return;
			case 'pages.distrusted':
				this.#finishedAtLine = doneWith(state);
				this.#print(
					`  ! ${event.partition}: ${distrustWords(event)}; all is fetched, ${formatCount(event.recalled)} homes once more`,
				);
				return;
			case 'pages.lowered':
				this.#print(`  ! ${loweredWords(event)}`);
				return;
			case 'api.waiting':
				this.#print(
					`  ! all workers wait for the API (${sanitize(event.reason)}), next try in ${formatDuration(event.delayMs)}`,
				);
				return;
			case 'api.back':
				this.#print('  the API answers again');
				return;
			case 'database.waiting':
				this.#print(
					`  ! the database is away (${sanitize(event.reason)}), next try in ${formatDuration(event.delayMs)}`,
				);
				return;
			case 'database.back':
				this.#print('  the database is back');
				return;
			case 'contract.drifted':
				for (const line of drifted(event)) this.#print(line);
				return;
			case 'run.stopping':
				this.#print(stopping(event.reason));
				return;
		}
	};

	/** To be called every second or so: after 5 s without a line there is one. */
	tick(state: ImportState, now: number): void {
		if (state.started === undefined) return;
		if (now - this.#linesAt >= longestSilenceMs || this.#isWorthALine(state, now)) this.#progress(state, now);
	}

	/** A log of thousands of lines a minute is read by nobody. */
	#isWorthALine(state: ImportState, now: number): boolean {
		return doneWith(state) - this.#finishedAtLine >= homesPerLine && now - this.#progressAt >= betweenLinesMs;
	}

	#progress(state: ImportState, now: number): void {
		this.#linesAt = now;
		this.#progressAt = now;
		this.#finishedAtLine = doneWith(state);
		this.#print(progressLine(state, now));
		this.#tellWorkers(state, now);
	}

	/** What holds the number of workers, when that is another thing than before; else only now and then. */
	#tellWorkers({ adapted, control }: ImportState, now: number): void {
		if (adapted === undefined || adapted === this.#adapted || !control.adaptive) return;
		if (adapted.binding === this.#adapted?.binding && now - this.#adaptedAt < betweenWorkerLinesMs) return;
		this.#adapted = adapted;
		this.#adaptedAt = now;
		this.#print(`  ${adapted.workers} workers: ${adapted.reason}`);
	}
}

function opening(event: Extract<ImportEvent, { type: 'run.started' }>): string[] {
	const rate = event.rate === 0 ? 'no ceiling on requests' : `at most ${event.rate} requests/s`;
	const limit = event.limit === null ? '' : `, the first ${formatCount(event.limit)} homes`;
	return [
		`${event.municipalities.join(', ')} · ${event.addressTypes.join(', ')}${limit}`,
		`  ${event.adaptive === true ? 'as many workers as the API bears' : `${event.workers} workers`}, a commit every ${event.batchSize} homes, ${rate}`,
		`  from ${event.apiUrl} to ${event.database}`,
		`  run ${event.runId}`,
	];
}

/** "  6,214 of 14,368  43.2 %   24.1/s now, 23.7/s overall   5 min left (14:31)   batch 123   12 errors: 7 timeout, 5 HTTP 500" */
export function progressLine(state: ImportState, now: number): string {
	const done = doneWith(state);
	const total = state.counts.expected;
	const atLeast = state.discoveryFinished ? '' : 'at least ';
	const left = total === 0 ? undefined : timeLeft(state.pace, total - done, now, leftToFetch(state));
	return [
		`  ${formatCount(done)} of ${atLeast}${formatCount(total)}  ${total === 0 ? '' : formatPercent(done / total)}`,
		`${currentSpeed(state.pace, now).toFixed(1)}/s now, ${overallSpeed(state, now).toFixed(1)}/s overall`,
		left === undefined ? 'time left not known yet' : `${formatDuration(left)} left (${formatClock(now + left)})`,
		`batch ${state.batches.committed}`,
		errorsByKind(state),
	].join('   ');
}

export function errorsByKind(state: ImportState): string {
	if (state.errorGroups.length === 0) return 'no errors';
	const kinds = state.errorGroups.map((group) => `${formatCount(group.count)} ${sanitize(group.kind)}`);
	return `${formatCount(state.counts.failed)} failed: ${kinds.join(', ')}`;
}

function failure({ id, label, problem, attempts }: Extract<ImportEvent, { type: 'home.failed' }>): string {
	const tries = attempts > 1 ? `, ${attempts} tries` : '';
	return `  ! ${sanitize(label)} (${id ?? 'no id'}${tries}): ${sanitize(problem.message)}`;
}

/** Where the run stops for it, that is told with the reason. */
function drifted({ changes, reaction }: Extract<ImportEvent, { type: 'contract.drifted' }>): string[] {
	if (reaction === 'stop') return [];
	return ["  ! the API's records have changed:", ...changes.map(({ message }) => `  !   ${sanitize(message)}`)];
}

function stopping(reason: Extract<ImportEvent, { type: 'run.stopping' }>['reason']): string {
	switch (reason.kind) {
		case 'asked':
			return '  stopping: what is in flight is finished and committed; a second signal ends it at once';
		case 'blocked':
		case 'api-unavailable':
		case 'database':
		case 'drift':
		case 'bug':
			return `  stopping: ${sanitize(reason.message)}`;
	}
}
