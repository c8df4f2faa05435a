import { largestBatch, mostWorkers } from '../../import/control.ts';
import { formatCount } from '../../shared/format.ts';
import { nextBatchSize } from '../keys.ts';
import type { StepAction } from './actions.ts';
import { within } from './choices.ts';
import { type PaceItem, paceItems, withPreset } from './pace-items.ts';
import type { PickingState } from './state.ts';

type Field = Extract<PaceItem, { kind: 'number' }>['field'];

export const most: Readonly<Record<Field, number>> = { workers: mostWorkers, batchSize: largestBatch };

export function reducePace(state: PickingState, action: StepAction): PickingState {
	const items = paceItems(state.given);
	const { cursor, draft } = state.pace;
	const item = items[cursor];
	switch (action.verb) {
		case 'move': {
			const moved = Math.max(0, Math.min(items.length - 1, cursor + action.by));
			return { ...state, pace: { cursor: moved, draft: undefined } };
		}
		case 'choose':
			if (item?.kind !== 'preset') return state;
			return { ...state, choices: withPreset(state.choices, item.name, state.given) };
		case 'change':
			return item?.kind === 'number' ? withNumber(state, item.field, stepped(state, item.field, action.by)) : state;
		case 'type':
			return item?.kind === 'number' ? typed(state, item.field, (draft ?? '') + action.text) : state;
		case 'erase': {
			if (item?.kind !== 'number') return state;
			return typed(state, item.field, (draft ?? String(state.choices[item.field])).slice(0, -1));
		}
		default:
			return state;
	}
}

function stepped({ choices }: PickingState, field: Field, by: 1 | -1): number {
	return field === 'workers' ? choices.workers + by : nextBatchSize(choices.batchSize, by);
}

function withNumber(state: PickingState, field: Field, value: number): PickingState {
	const choices = { ...state.choices, [field]: within(value, most[field]) };
	return { ...state, choices, pace: { ...state.pace, draft: undefined } };
}

/** Until there is a number that will do, the one from before holds. */
function typed(state: PickingState, field: Field, text: string): PickingState {
	if (!/^\d*$/.test(text)) return state;
	const draft = text.replace(/^0+/, '');
	const bounds = `from 1 to ${formatCount(most[field])}`;
	if (Number(draft) > most[field]) return { ...withNumber(state, field, most[field]), note: `It goes ${bounds}.` };
	const choices = draft === '' ? state.choices : { ...state.choices, [field]: Number(draft) };
	const note = draft === '' ? `A number ${bounds}; until then it stays ${state.choices[field]}.` : undefined;
	return { ...state, choices, pace: { ...state.pace, draft }, note };
}
