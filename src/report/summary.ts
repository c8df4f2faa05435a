import type { PartitionReport, RunResult } from '../import/events.ts';
import { forecastError } from '../import/forecast.ts';
import type { ImportState } from '../import/progress.ts';
import { formatCount, formatDuration } from '../shared/format.ts';
import { distrustWords } from '../shared/page-words.ts';
import { sanitize } from '../shared/sanitize.ts';
import { reconciliationLines } from './reconciliation.ts';
import { unreadTimelines } from './run-words.ts';
import { type Verdict, verdictWords } from './thresholds.ts';

const shortestForecastMs = 30_000;

export interface SummaryFacts {
	/** Unknown fields that no earlier run has met. */
	readonly newFields: readonly string[];
	/** The command line that continues. */
	readonly command: string;
	/** The command line that fetches just the failures again. */
	readonly retry: string;
	/** What the run noticed about homes that were stored before, and the command line that prints it. */
	readonly changes?: { readonly count: number; readonly command: string };
	/** The command line that goes on though the API's records have changed. */
	readonly acceptDrift?: string;
	/** What the run was to keep to, and whether it did. */
	readonly verdicts?: readonly Verdict[];
	/** What must be put right in either before it works. */
	readonly note?: string | undefined;
}

/** What is left on the screen after a run. */
export function summary(state: ImportState, result: RunResult, facts: SummaryFacts): string {
	const { counts } = result;
	const rows: [label: string, content: string][] = [
		['imported', tallies(counts)],
		['time', timeWords(result, result.durationMs - state.pace.restedMs)],
		...forecastRows(state, result),
		['requests', `${formatCount(result.requests)}   ${formatCount(state.batches.committed)} batches`],
		...workerRows(state),
		...changeRows(state, facts),
		...errorRows(state),
		...pageRows(state),
		...listingRows(state),
		...fieldRows(state, facts.newFields),
		...driftRows(state),
		...(facts.verdicts ?? []).map((verdict, index): [string, string] => [
			index === 0 ? 'thresholds' : '',
			`${verdict.kept ? '✓' : '✗'} ${verdictWords(verdict)}`,
		]),
		...(state.repairedHomes > 0
			? [
					[
						'texts',
						`${formatCount(state.repairedHomes)} homes held characters that cannot be stored; they were left out`,
					] as [string, string],
				]
			: []),
	];
	return [
		titleOf(state, result),
		'',
		...rows.map(([label, content]) => `  ${label.padEnd(13)}${content}`),
		'',
		...gaps(state),
		...firstErrors(state),
		...reconciliationLines(state),
		'',
		`  run ${result.runId}${nextStep(result, facts)}`,
		...(isOver(result) || facts.note === undefined ? [] : [`  ${facts.note}`]),
	].join('\n');
}

const verdict: Readonly<Record<RunResult['status'], string>> = {
	completed: '✓ complete',
	incomplete: '! incomplete',
	interrupted: '‖ interrupted',
	blocked: '✗ blocked by the API',
	failed: '✗ stopped short',
};

function verdictOf(result: RunResult): string {
	const { status, counts, timelines } = result;
	if (status !== 'completed' || isOver(result)) return verdict[status];
	if (counts.failed > 0) return `! complete but for ${formatCount(counts.failed)} that failed`;
	return `! complete, but ${unreadTimelines(timelines?.failed ?? 0)}`;
}

/** The first line: how it ended, of what, and why. */
export function titleOf(state: ImportState, result: RunResult): string {
	const what = `${state.started?.municipalities.join(', ') ?? ''} · ${state.started?.addressTypes.join(', ') ?? ''}`;
	const [mark, ...words] = verdictOf(result).split(' ');
	const reason =
		result.stopReason !== undefined && 'message' in result.stopReason ? `: ${sanitize(result.stopReason.message)}` : '';
	return `${mark} ${what}: ${words.join(' ')}${reason}`;
}

function tallies({ imported, updated, unchanged, skipped, failed, gone }: RunResult['counts']): string {
	const others = { updated, unchanged, skipped, failed, gone };
	const named = Object.entries(others)
		.filter(([name, count]) => count > 0 || name === 'skipped' || name === 'failed')
		.map(([name, count]) => `${name} ${formatCount(count)}`);
	return [formatCount(imported), ...named].join('   ');
}

/** Told where stored homes were looked at again, and wherever something was found. */
function changeRows({ started, timelines }: ImportState, { changes }: SummaryFacts): [string, string][] {
	const { count = 0, command = '' } = changes ?? {};
	const refreshed = (started?.refresh ?? 'none') !== 'none';
	const read = `${formatCount(timelines.read)} read, ${formatCount(timelines.failed)} failed`;
	const why = timelines.latestProblem === undefined ? '' : `: ${sanitize(timelines.latestProblem)}`;
	return [
		...(count > 0 ? [['changes', `${formatCount(count)}   see them with ${command}`] as [string, string]] : []),
		...(count === 0 && refreshed && changes !== undefined ? [['changes', 'none'] as [string, string]] : []),
		...(started?.timeline === true ? [['timelines', `${read}${why}`] as [string, string]] : []),
	];
}

/** @param activeTime without pauses and waiting, ms. */
function timeWords(result: RunResult, activeTime: number): string {
	const factor = activeTime === 0 ? 0 : result.sequentialEstimateMs / activeTime;
	const faster =
		factor >= 1 && result.propertiesPerSecond > 0 ? `   ${factor.toFixed(1)} x faster than one at a time` : '';
	const resting = result.durationMs - activeTime;
	const rested = resting < 1000 ? '' : `, ${formatDuration(resting)} of it paused or waiting`;
	return `${formatDuration(result.durationMs)}${rested}   ${result.propertiesPerSecond.toFixed(1)} homes/s${faster}`;
}

/** What the workers came to, where their number followed the API to the end. */
function workerRows({ adapted, control }: ImportState): [string, string][] {
	if (adapted === undefined || !control.adaptive) return [];
	return [['workers', `settled at ${adapted.workers}: ${adapted.reason}`]];
}

/** Of a run that came to its end and took long enough for anyone to look at the time left: how far that was right. */
function forecastRows({ forecasts, pace }: ImportState, { durationMs, stopReason }: RunResult): [string, string][] {
	const activeTime = durationMs - pace.restedMs;
	if (stopReason !== undefined || activeTime < shortestForecastMs || forecasts.length === 0) return [];
	const words = forecasts.map((forecast, index) => {
		const percent = Math.round(forecastError(forecast, activeTime) * 100);
		return `at ${forecast.share * 100} % ${index === 0 ? 'off by ' : ''}${percent > 0 ? '+' : ''}${percent} %`;
	});
	return [['forecast', words.join(', ')]];
}

function errorRows(state: ImportState): [string, string][] {
	const open = state.errorGroups.map((group) => `${formatCount(group.count)} ${sanitize(group.kind)}`);
	const retried = state.retried === 0 ? [] : [`${formatCount(state.retried)} tried again`];
	if (open.length + retried.length === 0) return [];
	return [
		['errors', `${open.length === 0 ? 'all solved' : open.join(', ')}${retried.length === 0 ? '' : `   ${retried}`}`],
	];
}

/** How far the search records were good enough. */
function pageRows({ started, pages }: ImportState): [string, string][] {
	if (started?.fetch !== 'pages' || pages.stored + pages.compared + pages.recalled === 0) return [];
	const compared = `${formatCount(pages.stored)} homes stored from search records, ${formatCount(pages.compared)} compared with their detail`;
	const recalled = `${formatCount(pages.recalled)} fetched after all`;
	if (pages.differences.length > 0) {
		return [['pages', `${compared}: ${sanitize(pages.differences.join(', '))} differ, ${recalled}`]];
	}
	const found = pages.recalled > 0 ? `${distrustWords({ differs: false })}: ${recalled}` : 'no difference';
	return [['pages', `${compared}: ${found}`]];
}

/** What was odd about the API's lists, though it all adds up in the end. */
function listingRows({ partitions, unlisted }: ImportState): [string, string][] {
	const sum = (of: (partition: PartitionReport) => number): number =>
		partitions.reduce((all, each) => all + of(each), 0);
	const parts: [count: number, one: string, several: string][] = [
		[sum(({ repeated }) => repeated), 'row came twice', 'rows came twice'],
		[sum(({ moved }) => moved), 'change of the total while it was read', 'changes of the total while it was read'],
		[sum(({ readAgain }) => readAgain), 'reading more to make it add up', 'readings more to make it add up'],
		[sum(({ otherType }) => otherType), 'row of another type left out', 'rows of another type left out'],
		[sum(({ withoutType }) => withoutType), 'row without a type', 'rows without a type'],
		[unlisted, 'known home is listed no more and was asked for', 'known homes are listed no more and were asked for'],
	];
	const told = parts
		.filter(([count]) => count > 0)
		.map(([count, one, several]) => `${formatCount(count)} ${count === 1 ? one : several}`);
	return told.length === 0 ? [] : [['lists', told.join(', ')]];
}

function fieldRows(state: ImportState, newFields: readonly string[]): [string, string][] {
	if (newFields.length === 0) return [];
	const named = newFields.map((field) => `${sanitize(field)} (${formatCount(state.unknownFields[field] ?? 0)})`);
	return [['new fields', `${named.join(', ')}, kept in extra`]];
}

/** How the API's records are not what they were; the title tells it where the run stopped for it. */
function driftRows({ drift }: ImportState): [string, string][] {
	if (drift === undefined || drift.decision === 'stopped') return [];
	const words = drift.decision === 'accepted' ? 'changed, which was accepted' : 'changed, so nothing more was written';
	return [['API records', `${words}: ${drift.changes.map(({ message }) => sanitize(message)).join('; ')}`]];
}

function gaps(state: ImportState): string[] {
	const open = state.partitions.filter((partition) => partition.gap !== undefined);
	if (open.length === 0) return [];
	return [...open.map(({ name, gap }) => `  ! ${name}: ${sanitize(gap ?? '')}`), ''];
}

function firstErrors(state: ImportState): string[] {
	if (state.firstErrors.length === 0) return [];
	const more = state.counts.failed - state.firstErrors.length;
	return [
		...state.firstErrors.map(
			({ id, label, problem }) => `  ! ${sanitize(label)} (${id ?? 'no id'}): ${sanitize(problem.message)}`,
		),
		...(more > 0 ? [`  ! and ${formatCount(more)} more, all in import_failure`] : []),
		'',
	];
}

/** Nothing is left to be done. */
function isOver({ status, counts, timelines }: RunResult): boolean {
	return status === 'completed' && counts.failed === 0 && (timelines?.failed ?? 0) === 0;
}

function nextStep(result: RunResult, facts: SummaryFacts): string {
	if (isOver(result)) return '';
	if (result.stopReason?.kind === 'drift') return `   go on all the same: ${facts.acceptDrift ?? facts.command}`;
	if (result.status === 'completed' && result.counts.failed > 0) return `   try the failed homes again: ${facts.retry}`;
	if (result.status === 'completed')
		return '   the timelines are asked for again by the same command with --refresh listed';
	return `   continue: ${facts.command}`;
}
