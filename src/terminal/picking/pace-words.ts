import { mostWorkers } from '../../import/control.ts';
import type { FetchMode } from '../../import/intake.ts';
import { formatCount } from '../../shared/format.ts';
import { countOf, formatTimeLeft } from '../figures.ts';
import type { Tone } from '../theme.ts';
import { type Choices, recommendedWorkers } from './choices.ts';
import { roughly, timeRoughly } from './confirm-lines.ts';
import type { CountsSnapshot } from './counts.ts';
import { boundsWords, fieldNames, isInvalid, type NumberField } from './number-field.ts';
import { isFixed } from './pace-items.ts';
import { planOf } from './plan.ts';
import type { Facts } from './ports.ts';
import type { PickingState } from './state.ts';

/** A number of step 3 as it is shown. */
export interface FieldWords {
	readonly label: string;
	/** The choice, or what is typed in its place, as it was typed. */
	readonly value: string;
	/** What to think of it, the longest first. */
	readonly wordings: readonly string[];
	/** Of the wordings. */
	readonly tone: Tone;
}

const alreadyGiven = 'given already';

export function fieldWords(
	field: NumberField,
	{ choices, given, pace }: PickingState,
	{ cores }: Pick<Facts, 'cores'>,
): FieldWords {
	const chosen = choices[field];
	const value = pace.drafts[field] ?? (chosen === 'auto' ? chosen : formatCount(chosen));
	const shown = { label: fieldNames[field], value };
	if (isInvalid(pace.drafts, field)) return { ...shown, wordings: [boundsWords(field)], tone: 'waiting' };
	if (isFixed(field, given)) return { ...shown, wordings: [alreadyGiven], tone: 'rest' };
	if (chosen === 'auto') return { ...shown, wordings: adapting, tone: 'rest' };
	const wordings = field === 'workers' ? recommendations(cores) : commits(choices.batchSize);
	return { ...shown, wordings, tone: 'rest' };
}

const adapting: readonly string[] = [
	`up to ${mostWorkers}, as the API bears; a number replaces it`,
	`up to ${mostWorkers}, as the API bears`,
	`up to ${mostWorkers}`,
];

function recommendations(cores: number): readonly string[] {
	const workers = recommendedWorkers(cores);
	const short = `recommended here: ${workers}`;
	return [`${short} (${cores} cores x 1.5, 10 to 15)`, short, `recommended: ${workers}`];
}

function commits(batchSize: number): readonly string[] {
	const homes = countOf(batchSize, 'home');
	return [`a commit every ${homes}`, `${homes} a commit`];
}

/** A way to fetch, with what it would take. */
export interface FetchWords {
	readonly label: string;
	/** The longest first. */
	readonly wordings: readonly string[];
}

const ways: Readonly<Record<FetchMode, readonly [unknown: string, known: string]>> = {
	details: ['one request a home', 'one a home'],
	pages: ['up to 500 homes a request', '500 homes each, and a sample'],
};

export function fetchWords(
	mode: FetchMode,
	{ choices, given }: PickingState,
	counts: CountsSnapshot,
	facts: Facts,
): FetchWords {
	const label = `fetch ${mode}`;
	if (given.fetch !== undefined) return { label, wordings: [alreadyGiven] };
	const wanted = { ...choices, fetch: mode };
	const plan = planOf(wanted, counts, facts);
	const [unknown, known] = ways[mode];
	if (plan.answered === 0 || plan.durationMs === undefined) return { label, wordings: [unknown] };
	const requests = `${formatCount(plan.requests)} request${plan.requests === 1 ? '' : 's'}`;
	const [about, atLeast] = [roughly(plan, wanted), timeRoughly(plan, wanted)];
	const time = `${atLeast === about ? '' : `${atLeast} `}${formatTimeLeft(plan.durationMs)}`;
	const figures = `${about} ${requests}, ${time}`;
	return { label, wordings: [`${figures}: ${known}`, figures, requests] };
}

/** Only a preset or a flag limits the homes, so this number cannot be changed. */
export function limitWords({ limit }: Choices, given: Partial<Choices>): FieldWords {
	const limited = ['only the first; another preset takes all', 'only the first'];
	const wordings = limit === undefined ? [] : given.limit === undefined ? limited : [alreadyGiven];
	return { label: 'Homes', value: limit === undefined ? 'all' : formatCount(limit), wordings, tone: 'rest' };
}
