import { formatCount } from '../../shared/format.ts';
import type { Display } from '../display.ts';
import { countOf } from '../figures.ts';
import type { Size } from '../layout.ts';
import { type Choices, everyType, typeItems } from './choices.ts';
import { type ConfirmLine, confirmParts } from './confirm-lines.ts';
import { type InApi, inApi } from './in-api.ts';
import { lastImportWords } from './last-import.ts';
import { filterMunicipalities } from './municipality-list.ts';
import { invalidField } from './number-field.ts';
import { paceItems, presetLines, presetOf } from './pace-items.ts';
import { fetchWords, fieldWords } from './pace-words.ts';
import { storedHomes } from './plan.ts';
import type { Facts } from './ports.ts';
import type { PickingSnapshot } from './session.ts';
import type { StepName } from './state.ts';
import { chosenWords, municipalityWords, troubleWords, typeWords } from './words.ts';

/** No sentence is cut. */
const wide: Size = { columns: 1000, rows: 1000 };

export interface SpokenInput {
	readonly snapshot: PickingSnapshot;
	readonly facts: Facts;
	readonly display: Display;
	/** Of the terminal: only the command line is wrapped to it. */
	readonly size: Size;
}

const steps: Readonly<Record<StepName, (input: SpokenInput) => readonly string[]>> = {
	municipalities: municipalitySentences,
	types: typeSentences,
	pace: paceSentences,
	confirm: confirmSentences,
};

/** What a step shows, in sentences: the question, the line at the cursor, what is chosen, and what went wrong. */
export function spokenLines(input: SpokenInput): readonly string[] {
	const { note, step } = input.snapshot.state;
	return note === undefined ? steps[step](input) : [...steps[step](input), note];
}

/** What went wrong with what matters here. */
function troubleSentences(found: InApi, { display }: SpokenInput, at?: number): readonly string[] {
	const trouble = troubleWords(found, wide.columns, at);
	return trouble === undefined ? [] : [display.show(trouble.replace(/^\? /, 'Not counted: '))];
}

function municipalitySentences(input: SpokenInput): readonly string[] {
	const { snapshot, display } = input;
	const { choices, municipalities } = snapshot.state;
	const { municipalityCodes, types } = choices;
	const shown = filterMunicipalities(municipalities.filter);
	const at = shown[municipalities.cursor];
	const found = inApi(municipalityCodes, types, snapshot.counts);
	const codes = at === undefined ? municipalityCodes : [...new Set([at.code, ...municipalityCodes])];
	const names = (width: number): string => municipalityWords(municipalityCodes, width, display);
	return [
		'Which municipalities?',
		filterSentence(display.show(municipalities.filter), shown.length),
		...(at === undefined ? [] : [atMunicipality(at, input)]),
		chosenWords(municipalityCodes.length, names, found, wide.columns),
		...troubleSentences(inApi(codes, types, snapshot.counts), input, at?.code),
	];
}

function filterSentence(filter: string, matches: number): string {
	if (filter === '') return `No filter: all ${matches}`;
	if (matches === 0) return `Filter: ${filter}, no municipality is like that`;
	return `Filter: ${filter}, ${matches === 1 ? '1 match' : `${matches} matches`}`;
}

function atMunicipality(at: { code: number; name: string }, { snapshot, facts, display }: SpokenInput): string {
	const { municipalityCodes, types } = snapshot.state.choices;
	const stored = facts.stored?.get(at.code);
	const one = inApi([at.code], types, snapshot.counts);
	const counted = one.open > 0 ? 'still being counted' : formatCount(one.homes);
	const count = one.failures.length > 0 ? 'not known how many' : counted;
	return [
		`${display.show(at.name)}, ${chosenOrNot(municipalityCodes.includes(at.code))}: `,
		...(facts.stored === undefined
			? ['what is stored is still being counted, ', `${count} in the API`]
			: [
					`${formatCount(storedHomes(stored, types))} stored, ${count} in the API, `,
					`last complete import ${lastImportWords(stored?.lastCompleteAt, facts.now)}`,
				]),
	].join('');
}

function chosenOrNot(chosen: boolean): string {
	return chosen ? 'chosen' : 'not chosen';
}

function typeSentences(input: SpokenInput): readonly string[] {
	const { state, counts } = input.snapshot;
	const { municipalityCodes, types } = state.choices;
	const { cursor } = state.types;
	const at = typeItems[cursor] ?? '';
	const found = inApi(municipalityCodes, types, counts);
	return [
		'Which types of home?',
		`${at === everyType ? 'all types' : at}, ${chosenOrNot(types.includes(at))}, ${cursor + 1} of ${typeItems.length}`,
		chosenWords(types.length, (width) => typeWords(types, width), found, wide.columns),
		...troubleSentences(found, input),
	];
}

function paceSentences({ snapshot, facts }: SpokenInput): readonly string[] {
	return [
		'How many at once?',
		atPace(snapshot, facts),
		`Chosen: ${paceWords(snapshot.state.choices)}, fetch ${snapshot.state.choices.fetch}`,
	];
}

function atPace({ state, counts }: PickingSnapshot, facts: Facts): string {
	const item = paceItems(state.given)[state.pace.cursor];
	if (item?.kind === 'number') {
		const { label, value, wordings, tone } = fieldWords(item.field, state, facts);
		const opinion = tone === 'waiting' ? `it goes from ${wordings[0]}` : wordings[0];
		return `${label}: ${value === '' ? 'empty' : value}, ${opinion}`;
	}
	if (item?.kind === 'fetch') {
		const { label, wordings } = fetchWords(item.mode, state, counts, facts);
		return `${label}, ${chosenOrNot(state.choices.fetch === item.mode)}: ${wordings[0]}`;
	}
	const preset = presetLines.find(({ name }) => name === item?.name);
	if (preset === undefined) return '';
	const used = invalidField(state.pace.drafts) === undefined && presetOf(state.choices, state.given) === preset.name;
	return `Preset ${preset.name}, ${preset.about}, ${chosenOrNot(used)}: ${paceWords(preset)}`;
}

function paceWords({ workers, batchSize, limit }: Pick<Choices, 'workers' | 'batchSize' | 'limit'>): string {
	const homes = limit === undefined ? 'all homes' : `the first ${countOf(limit, 'home')} only`;
	const atOnce = workers === 'auto' ? 'as many workers as the API bears' : countOf(workers, 'worker');
	return `${atOnce}, a commit every ${countOf(batchSize, 'home')}, ${homes}`;
}

function confirmSentences(input: SpokenInput): readonly string[] {
	const { snapshot, size } = input;
	const { choices } = snapshot.state;
	const { chosen, figures } = confirmParts({ ...input, ...snapshot, choices, size: wide });
	const { command } = confirmParts({ ...input, ...snapshot, choices, size });
	const found = inApi(choices.municipalityCodes, choices.types, snapshot.counts);
	return ['Ready?', ...[...chosen, ...figures, ...command].map(sentence), ...troubleSentences(found, input)];
}

function sentence({ label, text, aside }: ConfirmLine): string {
	const start = label === undefined ? '' : `${label}: `;
	return `${start}${text.trim()}${aside === undefined ? '' : `, ${aside}`}`;
}
