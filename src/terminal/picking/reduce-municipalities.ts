import type { StepAction } from './actions.ts';
import { byName } from './choices.ts';
import { areaCodes, everyCode, filterMunicipalities, sameCodes } from './municipality-list.ts';
import { ownChoice, type PickingState } from './state.ts';

export function reduceMunicipalities(state: PickingState, action: StepAction): PickingState {
	const { filter, cursor } = state.municipalities;
	switch (action.verb) {
		case 'move': {
			const last = filterMunicipalities(filter).length - 1;
			const moved = Math.max(0, Math.min(last, cursor + action.by));
			return { ...state, municipalities: { ...state.municipalities, cursor: moved } };
		}
		case 'choose':
			return toggle(state);
		case 'cycle':
			return cycle(state, action.by);
		case 'type':
			return withFilter(
				state,
				Array.from(filter + action.text)
					.slice(0, longestFilter)
					.join(''),
			);
		case 'erase':
			return withFilter(state, Array.from(filter).slice(0, -1).join(''));
		case 'clear':
			return withFilter(state, '');
		default:
			return state;
	}
}

/** In letters; no name is half as long. */
const longestFilter = 60;

/** The best match is first, so the cursor goes there; without a filter it stays with its municipality. */
function withFilter(state: PickingState, filter: string): PickingState {
	const at = filterMunicipalities(state.municipalities.filter)[state.municipalities.cursor];
	const kept = filter === '' ? filterMunicipalities('').findIndex(({ code }) => code === at?.code) : 0;
	return { ...state, municipalities: { ...state.municipalities, filter, cursor: Math.max(0, kept) } };
}

function toggle(state: PickingState): PickingState {
	const { filter, cursor } = state.municipalities;
	const at = filterMunicipalities(filter)[cursor];
	if (at === undefined) return { ...state, note: 'No municipality is like that: esc clears the filter.' };
	const { municipalityCodes } = state.choices;
	const codes = municipalityCodes.includes(at.code)
		? municipalityCodes.filter((code) => code !== at.code)
		: byName([...municipalityCodes, at.code]);
	return withCodes(state, codes, ownChoice(codes));
}

/** The 36, all 98, none, and then what was chosen one by one before, if anything was. */
function cycle(state: PickingState, by: 1 | -1): PickingState {
	const { municipalityCodes } = state.choices;
	const groups = [areaCodes, everyCode, []];
	const isGroup = groups.some((codes) => sameCodes(codes, municipalityCodes));
	const own = isGroup ? state.municipalities.own : ownChoice(municipalityCodes);
	const stops = own.length === 0 ? groups : [own, ...groups];
	const at = stops.findIndex((codes) => sameCodes(codes, municipalityCodes));
	return withCodes(state, stops[(at + by + stops.length) % stops.length] ?? [], own);
}

function withCodes(state: PickingState, municipalityCodes: readonly number[], own: readonly number[]): PickingState {
	return {
		...state,
		choices: { ...state.choices, municipalityCodes },
		municipalities: { ...state.municipalities, own },
	};
}
