import { mostWorkers } from '../../import/control.ts';
import type { FetchMode } from '../../import/intake.ts';
import { formatCount, formatMs } from '../../shared/format.ts';
import type { Display } from '../display.ts';
import { countOf, formatTimeLeft } from '../figures.ts';
import type { Size } from '../layout.ts';
import { wrapWords } from '../wrap.ts';
import { type Choices, recommendedWorkers } from './choices.ts';
import { isBroken, typable, wrapCommand } from './command-text.ts';
import type { CountsSnapshot } from './counts.ts';
import { confirmationRows, confirmLabelWidth } from './layout.ts';
import { type Plan, planOf } from './plan.ts';
import type { Facts } from './ports.ts';
import { municipalityWords, typeWords } from './words.ts';

/** One line of the confirmation, safe to show and short enough. */
export interface ConfirmLine {
	readonly label?: string;
	readonly text: string;
	/** What to think of it, in a column of its own. */
	readonly aside?: string;
	/** Something is still being counted. */
	readonly busy?: boolean;
	/** Not a figure but a caution. */
	readonly caution?: boolean;
}

/** Columns of a number before its aside. */
export const confirmValueWidth = 8;
const blank: ConfirmLine = { text: '' };

export interface ConfirmInput {
	readonly choices: Choices;
	readonly counts: CountsSnapshot;
	readonly facts: Facts;
	readonly size: Size;
	readonly display: Display;
}

export interface ConfirmParts {
	readonly chosen: readonly ConfirmLine[];
	readonly figures: readonly ConfirmLine[];
	/** The command line that does the same, and what to mind. */
	readonly command: readonly ConfirmLine[];
}

/** What will happen. */
export function confirmParts(input: ConfirmInput): ConfirmParts {
	const plan = planOf(input.choices, input.counts, input.facts);
	return { chosen: choiceLines(input, plan), figures: figureLines(input, plan), command: commandLines(input) };
}

/** All of it as a list. The blanks between the parts go first where there are too few rows. */
export function confirmLines(input: ConfirmInput): readonly ConfirmLine[] {
	const { chosen, figures, command } = confirmParts(input);
	const lines = [blank, ...chosen, blank, ...figures, blank, ...command];
	if (lines.length <= confirmationRows(input.size)) return lines;
	return lines.filter((line) => line !== blank);
}

function choiceLines({ choices, facts, size, display }: ConfirmInput, plan: Plan): readonly ConfirmLine[] {
	const { municipalityCodes, types, workers, batchSize, limit } = choices;
	const width = widthOf(size);
	const ofThem = ({ length }: { readonly length: number }): string => `${formatCount(length)} of them`;
	const municipalities = municipalityWords(municipalityCodes, width, display) || ofThem(municipalityCodes);
	const fetched = facts.dryRun === true ? 'nothing, --dry-run only counts' : fetchedWords[choices.fetch];
	return [
		...labelled('Municipalities', municipalities, width),
		...labelled('Home types', display.show(typeWords(types, width) || ofThem(types)), width),
		workers === 'auto'
			? valued('Workers', workers, `as many as the API bears, up to ${mostWorkers}`, width)
			: numbered('Workers', workers, `recommended here: ${recommendedWorkers(facts.cores)}`, width),
		numbered('Batch size', batchSize, `a commit every ${countOf(batchSize, 'home')}`, width),
		...(limit === undefined ? [] : labelled('Limit', `the first ${countOf(limit, 'home')} only`, width)),
		...labelled('Fetch', fetched, width),
		...refreshLines(facts, plan, width),
		...timelineLines(facts, plan, width),
		...labelled('Database', display.show(facts.database), width),
	];
}

const fetchedWords: Readonly<Record<FetchMode, string>> = {
	details: 'details, one request a home',
	pages: 'pages, up to 500 homes a request; one by one what is for sale, and a sample',
};

/** Given as a flag: which stored homes are looked at again. */
function refreshLines({ refresh = 'none' }: Facts, plan: Plan, width: number): readonly ConfirmLine[] {
	if (refresh === 'none') return [];
	const known = plan.stored !== undefined && plan.answered > 0;
	const homes = known ? `about ${countOf(plan.toCheck, 'stored home')}` : 'stored homes';
	return labelled('Refresh', `${refresh}, ${homes} to look at again`, width);
}

/** Given as a flag: what the price history of the homes for sale costs. */
function timelineLines({ timeline }: Facts, plan: Plan, width: number): readonly ConfirmLine[] {
	if (timeline !== true) return [];
	const unknown = 'one request more for each home for sale';
	const known = `about ${countOf(plan.timelines, 'request')} more, one for each home for sale`;
	return labelled('Timeline', plan.answered === 0 ? unknown : known, width);
}

function numbered(label: string, value: number, aside: string, width: number): ConfirmLine {
	return valued(label, formatCount(value), aside, width);
}

function valued(label: string, text: string, aside: string, width: number): ConfirmLine {
	const fits = confirmValueWidth + aside.length <= width;
	return { label, text, ...(fits && { aside }) };
}

function figureLines({ choices, facts, size, display }: ConfirmInput, plan: Plan): readonly ConfirmLine[] {
	const width = widthOf(size);
	const busy = plan.open > 0;
	const [homes, ...moreHomes] = labelled('Homes', homesWords(plan, choices), width - (busy ? 2 : 0));
	return [
		...(homes === undefined ? [] : [{ ...homes, busy }]),
		...moreHomes,
		...labelled('Requests', requestsWords(plan, choices, facts.rate), width),
		...labelled('Time', display.show(timeWords(plan, choices)), width),
	];
}

function homesWords(plan: Plan, { limit }: Choices): string {
	const { homes, stored, toImport, answered, open, failures } = plan;
	if (answered === 0)
		return open > 0
			? 'asking the API how many there are'
			: 'not known, the API did not say; you can start all the same';
	const atLeast = failures.length > 0 ? 'at least ' : '';
	const soFar = open > 0 ? ' so far' : '';
	const only = toImport === limit ? 'the first ' : '';
	const nothing = isComplete(plan) ? 'nothing new to import' : 'nothing new so far';
	const rest = toImport === 0 ? nothing : `${only}${formatCount(toImport)} to import`;
	const kept = stored === undefined ? 'what is stored is still being counted' : `${formatCount(stored)} stored`;
	return `${atLeast}${formatCount(homes)} in the API${soFar}, ${kept}: ${rest}`;
}

function isComplete({ open, failures }: Plan): boolean {
	return open === 0 && failures.length === 0;
}

/**
 * What is not counted yet only adds to it; so does what a page turns out to lack, and what splitting a large partition takes. Of what is
 * looked at again there may be less.
 */
export function roughly(plan: Plan, { fetch }: Choices): string {
	return isComplete(plan) && ((fetch === 'details' && !plan.split) || plan.toCheck > 0) ? 'about' : 'at least';
}

/** Workers that adapt are not all there from the start. */
export function timeRoughly(plan: Plan, choices: Choices): string {
	return choices.workers === 'auto' ? 'at least' : roughly(plan, choices);
}

function requestsWords(plan: Plan, choices: Choices, rate: number): string {
	const ceiling = rate > 0 ? `at most ${formatCount(rate)} a second` : 'as fast as the API answers';
	return plan.answered === 0 ? ceiling : `${roughly(plan, choices)} ${formatCount(plan.requests)}, ${ceiling}`;
}

function timeWords(plan: Plan, choices: Choices): string {
	const { durationMs, latencyMs, answered } = plan;
	if (durationMs === undefined || latencyMs === undefined || answered === 0)
		return 'not known before the API has answered';
	return `${timeRoughly(plan, choices)} ${formatTimeLeft(durationMs)} at today’s latency of ${formatMs(latencyMs)}`;
}

function commandLines({ choices, facts, size, display }: ConfirmInput): readonly ConfirmLine[] {
	const width = size.columns - 4;
	const command = typable(facts.commandLine(choices), display.show);
	const cautions = [
		...(facts.commandNote === undefined ? [] : [facts.commandNote]),
		...(isBroken(command, width) ? ['A word too long for one line here was broken in two: join it.'] : []),
	];
	return [
		{ text: 'The same without questions:' },
		...wrapCommand(command, width).map((line) => ({ text: `  ${line}` })),
		...cautions.flatMap((words) => wrapWords(display.show(words), size.columns - 2)).map(asCaution),
	];
}

function asCaution(text: string): ConfirmLine {
	return { text, caution: true };
}

function labelled(label: string, text: string, width: number): readonly ConfirmLine[] {
	return wrapWords(text, width).map((line, index) => ({ label: index === 0 ? label : '', text: line }));
}

function widthOf(size: Size): number {
	return size.columns - 2 - confirmLabelWidth(size);
}
