import { addressTypes } from '../../../config/address-types.ts';
import type { StepAction } from './actions.ts';
import { everyType, typeItems } from './choices.ts';
import type { PickingState } from './state.ts';

export function reduceTypes(state: PickingState, action: StepAction): PickingState {
	const { cursor } = state.types;
	switch (action.verb) {
		case 'move': {
			const moved = Math.max(0, Math.min(typeItems.length - 1, cursor + action.by));
			return { ...state, types: { cursor: moved } };
		}
		case 'choose':
			return { ...state, choices: { ...state.choices, types: toggled(state.choices.types, typeItems[cursor]) } };
		default:
			return state;
	}
}

/** All excludes the others; the others keep the order in which they are listed. */
function toggled(types: readonly string[], type: string | undefined): readonly string[] {
	if (type === everyType) return types.includes(everyType) ? [] : [everyType];
	return addressTypes.filter((other) => (other === type) !== types.includes(other));
}
