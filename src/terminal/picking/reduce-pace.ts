import { nextBatchSize } from '../keys.ts';
import type { StepAction } from './actions.ts';
import { usualWorkers, within } from './choices.ts';
import { boundsWords, longestDraft, most, type NumberField, numberIn, unsettled, without } from './number-field.ts';
import { type PaceItem, paceItems, presetLines, withPreset } from './pace-items.ts';
import type { PickingState } from './state.ts';

export function reducePace(state: PickingState, action: StepAction): PickingState {
	const items = paceItems(state.given);
	const item = items[state.pace.cursor];
	switch (action.verb) {
		case 'move': {
			const cursor = Math.max(0, Math.min(items.length - 1, state.pace.cursor + action.by));
			return { ...state, pace: { cursor, drafts: unsettled(state.pace.drafts), typing: false } };
		}
		case 'choose':
			return item === undefined ? state : chosen(state, item);
		default:
			return item?.kind === 'number' ? reduceNumber(state, item.field, action) : notHere(state, action);
	}
}

function chosen(state: PickingState, item: PaceItem): PickingState {
	if (item.kind === 'number') return { ...state, note: 'Space chooses a preset; this number is typed or changed.' };
	if (item.kind === 'fetch') return { ...state, choices: { ...state.choices, fetch: item.mode } };
	const choices = withPreset(state.choices, item.name, state.given);
	return { ...state, choices, pace: { ...state.pace, drafts: {}, typing: false } };
}

function notHere(state: PickingState, { verb }: StepAction): PickingState {
	if (verb !== 'type') return state;
	const here = state.pace.cursor < presetLines.length ? 'A preset' : 'This';
	const where = here === 'This' ? 'above' : 'below';
	return { ...state, note: `${here} is chosen with space; digits go to the numbers ${where}.` };
}

function reduceNumber(state: PickingState, field: NumberField, action: StepAction): PickingState {
	const { drafts, typing } = state.pace;
	switch (action.verb) {
		case 'change':
			return stepped(state, field, action.by);
		case 'type':
			return typed(state, field, (typing ? (drafts[field] ?? '') : '') + action.text);
		case 'erase':
			return typed(state, field, (drafts[field] ?? digitsOf(state.choices[field])).slice(0, -1));
		case 'clear':
			return typed(state, field, '');
		default:
			return state;
	}
}

function digitsOf(value: number | 'auto'): string {
	return value === 'auto' ? '' : String(value);
}

/** One step on; from what will not do to the nearest number that does, from `auto` to the usual one. */
function stepped(state: PickingState, field: NumberField, by: 1 | -1): PickingState {
	const { drafts } = state.pace;
	const { [field]: now } = state.choices;
	const draft = drafts[field];
	const invalid = draft !== undefined && numberIn(draft, field) === undefined;
	const next = now === 'auto' ? usualWorkers : field === 'workers' ? now + by : nextBatchSize(now, by);
	const value = within(invalid ? Number(draft) : next, most[field]);
	const note = !invalid && value === now ? `It goes from ${boundsWords(field)}.` : undefined;
	const pace = { ...state.pace, drafts: without(drafts, field), typing: false };
	return { ...state, choices: { ...state.choices, [field]: value }, pace, note };
}

/** Shown as it is typed; what will not do leaves the number from before in force. Erased, it gives way to an `auto` that was given. */
function typed(state: PickingState, field: NumberField, text: string): PickingState {
	if (text.length > longestDraft) return { ...state, note: `It goes from ${boundsWords(field)}.` };
	if (text === '' && state.given[field] === 'auto') {
		const drafts = without(state.pace.drafts, field);
		return { ...state, choices: { ...state.choices, [field]: 'auto' }, pace: { ...state.pace, drafts, typing: false } };
	}
	const value = numberIn(text, field);
	const choices = value === undefined ? state.choices : { ...state.choices, [field]: value };
	return { ...state, choices, pace: { ...state.pace, drafts: { ...state.pace.drafts, [field]: text }, typing: true } };
}
