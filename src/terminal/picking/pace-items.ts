import { type PresetName, presets } from '../../../config/presets.ts';
import type { FetchMode } from '../../import/intake.ts';
import { type Choices, usualBatchSize } from './choices.ts';
import { type NumberField, numberFields } from './number-field.ts';

/** A line of step 3 that the cursor can be on. */
export type PaceItem =
	| { readonly kind: 'preset'; readonly name: PresetName }
	| { readonly kind: 'number'; readonly field: NumberField }
	| { readonly kind: 'fetch'; readonly mode: FetchMode };

export interface PresetLine {
	readonly name: PresetName;
	readonly workers: number;
	readonly batchSize: number;
	readonly limit: number | undefined;
	readonly about: string;
}

const about: Readonly<Record<PresetName, string>> = {
	testing: 'a quick look',
	production: 'best for most systems',
	fastest: 'smaller batches',
	gentle: 'for a slow network or API',
};

const order: readonly PresetName[] = ['production', 'fastest', 'gentle', 'testing'];

/** The presets with every value, the balanced one first. */
export const presetLines: readonly PresetLine[] = order.map((name) => {
	const preset: { readonly workers: number; readonly batchSize?: number; readonly limit?: number } = presets[name];
	const { workers, batchSize = usualBatchSize, limit } = preset;
	return { name, workers, batchSize, limit, about: about[name] };
});

/** The usual one first. */
export const fetchModes: readonly FetchMode[] = ['details', 'pages'];

/** A number that was given as a flag stays; `auto` is none, and a number may take its place. */
export function isFixed(field: NumberField, given: Partial<Choices>): boolean {
	return given[field] !== undefined && given[field] !== 'auto';
}

/** What was given as a flag is shown and not asked. */
export function paceItems(given: Partial<Choices>): readonly PaceItem[] {
	const numbers = numberFields.filter((field) => !isFixed(field, given));
	return [
		...presetLines.map(({ name }): PaceItem => ({ kind: 'preset', name })),
		...numbers.map((field): PaceItem => ({ kind: 'number', field })),
		...(given.fetch === undefined ? fetchModes : []).map((mode): PaceItem => ({ kind: 'fetch', mode })),
	];
}

/** The choices with a preset's values; what was given as a flag wins over it. */
export function withPreset(choices: Choices, name: PresetName, given: Partial<Choices>): Choices {
	const line = presetLines.find((preset) => preset.name === name);
	if (line === undefined) return choices;
	return {
		...choices,
		workers: given.workers ?? line.workers,
		batchSize: given.batchSize ?? line.batchSize,
		limit: given.limit ?? line.limit,
	};
}

/** The preset whose values these are; undefined for values of one's own. */
export function presetOf(choices: Choices, given: Partial<Choices>): PresetName | undefined {
	return order.find((name) => {
		const { workers, batchSize, limit } = withPreset(choices, name, given);
		return workers === choices.workers && batchSize === choices.batchSize && limit === choices.limit;
	});
}

/** Where the number is among the lines. */
export function itemOf(field: NumberField, given: Partial<Choices>): number {
	return paceItems(given).findIndex((item) => item.kind === 'number' && item.field === field);
}

/** On the preset in use, else on the first number. */
export function initialPaceCursor(choices: Choices, given: Partial<Choices>): number {
	const preset = presetOf(choices, given);
	const found = paceItems(given).findIndex((item) =>
		preset === undefined ? item.kind === 'number' : item.kind === 'preset' && item.name === preset,
	);
	return Math.max(0, found);
}
