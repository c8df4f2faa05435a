import type { RunResult } from '../import/events.ts';
import type { ImportState } from '../import/progress.ts';
import { formatCount, formatDuration } from '../shared/format.ts';
import { sanitize } from '../shared/sanitize.ts';
import { reconciliationLines } from './reconciliation.ts';
import { titleOf } from './summary.ts';
import { type Verdict, verdictWords } from './thresholds.ts';

const shownGroups = 30;
const shownGaps = 20;
const longestText = 300;

/** A run as Markdown, for the summary of a workflow's step. Foreign text is only ever text in it. */
export function stepSummary(state: ImportState, result: RunResult, verdicts: readonly Verdict[]): string {
	const { counts } = result;
	const figures: [label: string, value: string][] = [
		...(['imported', 'updated', 'unchanged', 'skipped', 'failed', 'gone'] as const).map((name): [string, string] => [
			name,
			formatCount(counts[name]),
		]),
		...timelineRows(state),
		['requests', formatCount(result.requests)],
		['time', formatDuration(result.durationMs)],
		['homes a second', result.propertiesPerSecond.toFixed(1)],
	];
	return [
		`## ${harmless(titleOf(state, result))}`,
		'',
		...table(['', ''], figures),
		'',
		...reconciliationLines(state).map((line) => `- ${harmless(line.trim().replaceAll(/\s{2,}/g, ', '))}`),
		...state.partitions
			.filter(({ gap }) => gap !== undefined)
			.slice(0, shownGaps)
			.map(({ name, gap }) => `- ${harmless(`${name}: ${gap}`)}`),
		...section('Errors', ['errors', 'homes', 'the last one'], errorRows(state)),
		...section('Records of the API', ['changed since the last complete run'], driftRows(state)),
		...section(
			'Thresholds',
			['', ''],
			verdicts.map((verdict) => [verdict.kept ? '✓' : '✗', harmless(verdictWords(verdict))]),
		),
		'',
		`run ${harmless(result.runId)}`,
		'',
	].join('\n');
}

/** What is left to say where there was no run. */
export function errorSummary(message: string): string {
	return `## bolig-import failed\n\n${harmless(message)}\n`;
}

function timelineRows({ started, timelines: { read, failed, latestProblem } }: ImportState): [string, string][] {
	if (started?.timeline !== true) return [];
	const why = latestProblem === undefined ? '' : `: ${harmless(latestProblem)}`;
	return [['timelines', `${formatCount(read)} read, ${formatCount(failed)} failed${why}`]];
}

function errorRows({ errorGroups }: ImportState): string[][] {
	return errorGroups
		.slice(0, shownGroups)
		.map(({ kind, count, latest }) => [
			harmless(kind),
			formatCount(count),
			harmless(`${latest.label}: ${latest.problem.message}`),
		]);
}

function driftRows({ drift }: ImportState): string[][] {
	return drift?.changes.slice(0, shownGroups).map(({ message }) => [harmless(message)]) ?? [];
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
	return rows.length === 0 ? [] : ['', `### ${title}`, '', ...table(head, rows)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
	const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/**
 * Text that Markdown shows as it is: every mark of ASCII becomes a character reference, which is never a mark, in a table and outside
 * it; after an `@` comes an empty character, so that it makes no address of its surroundings.
 */
export function harmless(text: string): string {
	const short = text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
	return sanitize(short)
		.replaceAll(/[!-/:-@[-`{-~]/g, (mark) => `&#${mark.charCodeAt(0)};`)
		.replaceAll('&#64;', '&#64;&#8203;');
}
