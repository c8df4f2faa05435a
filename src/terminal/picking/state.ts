import { byName, type Choices, soundChoices, typeItems } from './choices.ts';
import { areaCodes, everyCode, sameCodes } from './municipality-list.ts';
import type { Drafts } from './number-field.ts';
import { initialPaceCursor } from './pace-items.ts';
import type { PickingResult } from './ports.ts';

export type StepName = 'municipalities' | 'types' | 'pace' | 'confirm';

/** What was picked so far and where the person is; changed by `reduce` alone. */
export interface PickingState {
	/** The steps that are asked, in their order; the others were given. */
	readonly asked: readonly StepName[];
	readonly step: StepName;
	readonly given: Partial<Choices>;
	readonly choices: Choices;
	readonly municipalities: {
		readonly filter: string;
		/** In the filtered list, from 0. */
		readonly cursor: number;
		/** Chosen one by one, before tab put a whole group in their place. */
		readonly own: readonly number[];
	};
	readonly types: { readonly cursor: number };
	readonly pace: {
		/** In `paceItems`. */
		readonly cursor: number;
		readonly drafts: Drafts;
		/** The next digit goes on with the draft; otherwise it begins a new one. */
		readonly typing: boolean;
	};
	/** Lines scrolled past. */
	readonly confirm: { readonly scroll: number };
	/** The question whether to leave is open. */
	readonly asking: boolean;
	/** What the last key could not do, and why. */
	readonly note: string | undefined;
	/** Set when all is over. */
	readonly result: PickingResult | undefined;
}

export function initialState(initial: Choices, given: Partial<Choices>): PickingState {
	const choices = soundChoices({ ...initial, ...given });
	const asked = askedSteps(given);
	return {
		asked,
		step: asked[0] ?? 'confirm',
		given,
		choices,
		municipalities: { filter: '', cursor: firstChosen(choices), own: ownChoice(choices.municipalityCodes) },
		types: { cursor: Math.max(0, typeItems.indexOf(choices.types[0] ?? '')) },
		pace: { cursor: initialPaceCursor(choices, given), drafts: {}, typing: false },
		confirm: { scroll: 0 },
		asking: false,
		note: undefined,
		result: undefined,
	};
}

function askedSteps(given: Partial<Choices>): readonly StepName[] {
	const steps: readonly (readonly [StepName, boolean])[] = [
		['municipalities', given.municipalityCodes === undefined],
		['types', given.types === undefined],
		['pace', given.workers === undefined || given.batchSize === undefined],
		['confirm', true],
	];
	return steps.filter(([, asked]) => asked).map(([name]) => name);
}

/** The list opens where the last choice begins. */
function firstChosen({ municipalityCodes }: Choices): number {
	return Math.max(0, everyCode.indexOf(municipalityCodes[0] ?? 0));
}

/** The groups that tab knows are no choice of one's own. */
export function ownChoice(codes: readonly number[]): readonly number[] {
	return sameCodes(codes, areaCodes) || sameCodes(codes, everyCode) ? [] : byName(codes);
}

/** "step 2 of 3" */
export function stepWords({ asked, step }: PickingState): string {
	return `step ${asked.indexOf(step) + 1} of ${asked.length}`;
}

/** Where esc leads; undefined where it leads out. */
export function previousStep({ asked, step }: PickingState): StepName | undefined {
	return asked[asked.indexOf(step) - 1];
}

export function nextStep({ asked, step }: PickingState): StepName | undefined {
	return asked[asked.indexOf(step) + 1];
}
