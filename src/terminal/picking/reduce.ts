import type { PickingAction, StepAction } from './actions.ts';
import { filterMunicipalities } from './municipality-list.ts';
import { invalidField, type NumberField, refusal, unsettled } from './number-field.ts';
import { itemOf } from './pace-items.ts';
import { reduceMunicipalities } from './reduce-municipalities.ts';
import { reducePace } from './reduce-pace.ts';
import { reduceTypes } from './reduce-types.ts';
import { nextStep, type PickingState, previousStep } from './state.ts';

export function reduce(before: PickingState, action: PickingAction): PickingState {
	if (before.result !== undefined) return before;
	const state = { ...before, note: undefined };
	switch (action.verb) {
		case 'leave':
			return { ...state, result: { kind: 'left' } };
		case 'ask':
			return { ...state, asking: true };
		case 'answer':
			return { ...state, asking: false, result: action.yes ? { kind: 'left' } : undefined };
		case 'say':
			return { ...state, note: action.note };
		case 'next':
			return goOn(state);
		case 'back':
			return goBack(state);
		default:
			return reduceStep(state, action);
	}
}

function reduceStep(state: PickingState, action: StepAction): PickingState {
	switch (state.step) {
		case 'municipalities':
			return reduceMunicipalities(state, action);
		case 'types':
			return reduceTypes(state, action);
		case 'pace':
			return reducePace(state, action);
		case 'confirm':
			return reduceConfirm(state, action);
	}
}

function reduceConfirm(state: PickingState, action: StepAction): PickingState {
	if (action.verb === 'dry run') return { ...state, result: { kind: 'dry-run', choices: state.choices } };
	if (action.verb !== 'move') return state;
	const scroll = Math.max(0, Math.min(action.most ?? 0, state.confirm.scroll + action.by));
	return { ...state, confirm: { scroll } };
}

function goOn(state: PickingState): PickingState {
	const { municipalityCodes, types } = state.choices;
	if (state.step === 'municipalities' && municipalityCodes.length === 0) return { ...state, note: noneChosen(state) };
	if (state.step === 'types' && types.length === 0) {
		return { ...state, note: 'Nothing is chosen yet: space chooses the type at the cursor.' };
	}
	const invalid = state.step === 'pace' ? invalidField(state.pace.drafts) : undefined;
	if (invalid !== undefined) return refused(state, invalid);
	const step = nextStep(state);
	if (step === undefined) return { ...state, result: { kind: 'start', choices: state.choices } };
	return arrive(state, step);
}

function noneChosen({ municipalities }: PickingState): string {
	const matches = filterMunicipalities(municipalities.filter).length;
	if (matches === 0) return 'Nothing is chosen yet, and nothing matches: esc clears the filter.';
	return 'Nothing is chosen yet: space chooses the municipality at the cursor.';
}

/** At the number that will not do. */
function refused(state: PickingState, field: NumberField): PickingState {
	const { drafts } = state.pace;
	const pace = { cursor: itemOf(field, state.given), drafts, typing: false };
	return { ...state, pace, note: refusal(drafts, field) };
}

function goBack(state: PickingState): PickingState {
	if (state.step === 'municipalities' && state.municipalities.filter !== '') {
		return reduceMunicipalities(state, { verb: 'clear' });
	}
	const step = previousStep(state);
	return step === undefined ? { ...state, asking: true } : arrive(state, step);
}

function arrive(state: PickingState, step: PickingState['step']): PickingState {
	const pace = { ...state.pace, drafts: unsettled(state.pace.drafts), typing: false };
	return { ...state, step, pace, confirm: { scroll: 0 } };
}
