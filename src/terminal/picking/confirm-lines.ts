import { formatCount, formatMs } from '../../shared/format.ts';
import type { Display } from '../display.ts';
import { countOf, formatTimeLeft } from '../figures.ts';
import type { Size } from '../layout.ts';
import { type Choices, recommendedWorkers } from './choices.ts';
import type { CountsSnapshot } from './counts.ts';
import { confirmationRows } from './layout.ts';
import { type Plan, planOf } from './plan.ts';
import type { Facts } from './ports.ts';
import { municipalityWords, typeWords } from './words.ts';
import { wrapCommand, wrapWords } from './wrap.ts';

/** One line of the confirmation, safe to show and short enough. */
export interface ConfirmLine {
	readonly label?: string;
	readonly text: string;
	/** Something is still being counted. */
	readonly busy?: boolean;
}

export const confirmLabelWidth = 17;
const valueWidth = 8;
const blank: ConfirmLine = { text: '' };

export interface ConfirmInput {
	readonly choices: Choices;
	readonly counts: CountsSnapshot;
	readonly facts: Facts;
	readonly size: Size;
	readonly display: Display;
}

/** What will happen. The blanks between the parts go first where there are too few rows. */
export function confirmLines(input: ConfirmInput): readonly ConfirmLine[] {
	const lines = [blank, ...choiceLines(input), blank, ...figureLines(input), blank, ...commandLines(input)];
	if (lines.length <= confirmationRows(input.size)) return lines;
	return lines.filter((line) => line !== blank);
}

function choiceLines({ choices, facts, size, display }: ConfirmInput): readonly ConfirmLine[] {
	const { municipalityCodes, types, workers, batchSize, limit } = choices;
	const width = widthOf(size);
	const named = (value: number, words: string): string => `${formatCount(value).padEnd(valueWidth)}${words}`;
	return [
		...labelled('Municipalities', municipalityWords(municipalityCodes, width, display), width),
		...labelled('Home types', display.show(typeWords(types, width)), width),
		{ label: 'Workers', text: named(workers, `recommended here: ${recommendedWorkers(facts.cores)}`) },
		{ label: 'Batch size', text: named(batchSize, `a commit every ${countOf(batchSize, 'home')}`) },
		...(limit === undefined ? [] : labelled('Limit', `the first ${countOf(limit, 'home')} only`, width)),
		{ label: 'Fetch', text: 'details, one request a home' },
		...labelled('Database', display.show(facts.database), width),
	];
}

function figureLines({ choices, counts, facts, size, display }: ConfirmInput): readonly ConfirmLine[] {
	const plan = planOf(choices, counts, facts);
	const width = widthOf(size);
	const busy = plan.open > 0;
	const [homes, ...moreHomes] = labelled('Homes', homesWords(plan, choices), width - (busy ? 2 : 0));
	return [
		...(homes === undefined ? [] : [{ ...homes, busy }]),
		...moreHomes,
		...labelled('Requests', requestsWords(plan, facts.rate), width),
		...labelled('Time', display.show(timeWords(plan)), width),
	];
}

function homesWords(plan: Plan, { limit }: Choices): string {
	const { homes, stored, toImport, answered, open, failures } = plan;
	if (answered === 0) return open > 0 ? 'asking the API how many there are' : 'not known, the API did not answer';
	const atLeast = failures.length > 0 ? 'at least ' : '';
	const soFar = open > 0 ? ' so far' : '';
	const only = toImport === limit ? 'the first ' : '';
	const nothing = isComplete(plan) ? 'nothing new to import' : 'nothing new so far';
	const rest = toImport === 0 ? nothing : `${only}${formatCount(toImport)} to import`;
	return `${atLeast}${formatCount(homes)} in the API${soFar}, ${formatCount(stored)} stored: ${rest}`;
}

function isComplete({ open, failures }: Plan): boolean {
	return open === 0 && failures.length === 0;
}

/** What is not counted yet only adds to it. */
function roughly(plan: Plan): string {
	return isComplete(plan) ? 'about' : 'at least';
}

function requestsWords(plan: Plan, rate: number): string {
	const ceiling = rate > 0 ? `at most ${formatCount(rate)} a second` : 'as fast as the API answers';
	return plan.answered === 0 ? ceiling : `${roughly(plan)} ${formatCount(plan.requests)}, ${ceiling}`;
}

function timeWords(plan: Plan): string {
	const { durationMs, latencyMs, answered } = plan;
	if (durationMs === undefined || latencyMs === undefined || answered === 0)
		return 'not known before the API has answered';
	return `${roughly(plan)} ${formatTimeLeft(durationMs)} at today’s latency of ${formatMs(latencyMs)}`;
}

function commandLines({ choices, facts, size, display }: ConfirmInput): readonly ConfirmLine[] {
	const command = wrapCommand(display.show(facts.commandLine(choices)), size.columns - 4);
	return [{ text: 'The same without questions:' }, ...command.map((line) => ({ text: `  ${line}` }))];
}

function labelled(label: string, text: string, width: number): readonly ConfirmLine[] {
	return wrapWords(text, width).map((line, index) => ({ label: index === 0 ? label : '', text: line }));
}

function widthOf({ columns }: Size): number {
	return columns - 2 - confirmLabelWidth;
}
