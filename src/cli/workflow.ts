import { appendFileSync, statSync } from 'node:fs';
import type { RunResult } from '../import/events.ts';
import type { ImportState } from '../import/progress.ts';
import {
	type AnnotationFacts,
	annotations,
	errorAnnotation,
	harmlessInWorkflow,
	harmlessJsonInWorkflow,
} from '../report/github-commands.ts';
import { errorSummary, stepSummary } from '../report/github-summary.ts';
import { formatCount } from '../shared/format.ts';
import { sanitize } from '../shared/sanitize.ts';
import type { CommandContext, Workflow } from './context.ts';

/** GitHub leaves out a step's summary that is larger, bytes. */
const largestSummary = 1024 * 1024;

type Outlets = Pick<CommandContext, 'out' | 'err'>;

/** In a workflow of GitHub: outlets through which no text can command the runner, and a way of our own that can. */
export function inWorkflow(
	{ terminal: { env } }: Pick<CommandContext, 'terminal'>,
	{ out, err }: Outlets,
): Outlets & { readonly workflow?: Workflow } {
	if (env.GITHUB_ACTIONS !== 'true') return { out, err };
	return {
		out: (text) => out(text.startsWith('{') ? harmlessJsonInWorkflow(text) : harmlessInWorkflow(text)),
		err: (text) => err(harmlessInWorkflow(text)),
		workflow: { summaryFile: env.GITHUB_STEP_SUMMARY, command: out, commandBeside: err },
	};
}

/** Tells the workflow how a run ended: an annotation per group of errors, and the step's summary. */
export function tellWorkflow(
	{ err, line, workflow }: CommandContext,
	state: ImportState,
	result: RunResult,
	facts: AnnotationFacts,
): void {
	if (workflow === undefined) return;
	const told = annotations(state, result, facts);
	tell(workflow, err, {
		told,
		beside: line.given.json === true,
		summary: () => stepSummary(state, result, facts.verdicts),
	});
}

/** Tells the workflow of an error that ended the program before there was a run, or beside one; where standard output may be data. */
export function tellWorkflowOfError(
	{ err, workflow }: Pick<CommandContext, 'err' | 'workflow'>,
	message: string,
	hint: string | undefined,
): void {
	if (workflow === undefined) return;
	const text = hint === undefined ? message : `${message} ${hint}`;
	tell(workflow, err, { told: [errorAnnotation(text)], beside: true, summary: () => errorSummary(text) });
}

interface Telling {
	readonly told: readonly string[];
	/** On standard error. */
	readonly beside: boolean;
	readonly summary: () => string;
}

function tell(workflow: Workflow, err: CommandContext['err'], { told, beside, summary }: Telling): void {
	const print = beside ? workflow.commandBeside : workflow.command;
	for (const annotation of told) print(annotation);
	if (workflow.summaryFile === undefined || workflow.summaryFile === '') return;
	try {
		append(workflow.summaryFile, summary());
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		err(`  ! the summary of this step could not be written: ${sanitize(reason)}`);
	}
}

function append(file: string, text: string): void {
	const there = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
	const bytes = there + Buffer.byteLength(text);
	if (bytes > largestSummary) throw new Error(`it would be ${formatCount(bytes)} bytes long, and GitHub takes 1 MiB`);
	appendFileSync(file, text);
}
