import type { RunResult } from '../import/events.ts';
import type { ImportState } from '../import/progress.ts';
import { formatCount } from '../shared/format.ts';
import { sanitize } from '../shared/sanitize.ts';
import { unreadTimelines } from './run-words.ts';
import { type Verdict, verdictWords } from './thresholds.ts';

const longestMessage = 1000;

export interface AnnotationFacts {
	readonly verdicts: readonly Verdict[];
	/** So many failures are put up with. */
	readonly failuresAllowed: boolean;
}

/** One annotation per group of errors, and one each for an early end, timelines that could not be read, a change of the records and a threshold that was missed. */
export function annotations(state: ImportState, result: RunResult, facts: AnnotationFacts): string[] {
	const { stopReason } = result;
	const stopped = stopReason !== undefined && 'message' in stopReason ? [stopReason.message] : [];
	const drifted = state.drift === undefined || stopReason?.kind === 'drift' ? [] : state.drift.changes;
	return [
		...stopped.map((message) => command('error', 'bolig-import stopped short', message)),
		...drifted.map(({ message }) => command('warning', 'The records of the API have changed', message)),
		...state.errorGroups.map(({ kind, count, latest }) =>
			command(
				facts.failuresAllowed ? 'warning' : 'error',
				`${formatCount(count)} ${count === 1 ? 'home' : 'homes'} failed: ${kind}`,
				`${latest.label}: ${latest.problem.message}`,
			),
		),
		...timelineProblem(state.timelines),
		...facts.verdicts
			.filter(({ kept }) => !kept)
			.map((verdict) => command('error', 'A threshold was missed', verdictWords(verdict))),
	];
}

export function errorAnnotation(message: string): string {
	return command('error', 'bolig-import failed', message);
}

/** It ends a run with 3 as failed homes do, however many of those are put up with. */
function timelineProblem({ failed, latestProblem = 'no reason was told' }: ImportState['timelines']): string[] {
	if (failed === 0) return [];
	return [command('error', unreadTimelines(failed), latestProblem)];
}

/** A command of a workflow's runner; whatever the texts hold, it is this one command and its two values. */
function command(name: 'error' | 'warning', title: string, message: string): string {
	return `::${name} title=${property(title)}::${data(message)}`;
}

function data(text: string): string {
	return sanitize(cut(text)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
	return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function cut(text: string): string {
	return text.length <= longestMessage ? text : `${text.slice(0, longestMessage)}…`;
}

/**
 * Text that a workflow's runner reads as text. It takes for a command what follows `::` at the beginning of a line, blanks left out, and
 * what follows `##[` anywhere.
 */
export function harmlessInWorkflow(text: string): string {
	return text.replaceAll(/(^|[\r\n])(?=[\s\p{C}\p{M}]*:[\p{C}\p{M}]*:)/gu, '$1> ').replaceAll('##[', '# #[');
}

/** The same for a line of JSON, which stays the same JSON. */
export function harmlessJsonInWorkflow(line: string): string {
	return line.replaceAll('##[', '\\u0023#[');
}
