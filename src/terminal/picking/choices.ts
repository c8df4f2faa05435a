import { addressTypes } from '../../../config/address-types.ts';
import { municipalities } from '../../../config/municipalities.ts';
import { presets } from '../../../config/presets.ts';
import { largestBatch, mostWorkers } from '../../import/control.ts';
import type { FetchMode } from '../../import/intake.ts';

/** What a person picks. */
export interface Choices {
	readonly municipalityCodes: readonly number[];
	/** `all` alone, or types of home. */
	readonly types: readonly string[];
	/** `auto`: as many as the API bears. */
	readonly workers: number | 'auto';
	readonly batchSize: number;
	readonly fetch: FetchMode;
	/** Only the first so many homes; undefined for all. */
	readonly limit?: number | undefined;
}

/** Every type of home there is. */
export const everyType = 'all';
/** What step 2 offers, in its order. */
export const typeItems: readonly string[] = [everyType, ...addressTypes];
export const usualType = 'villa';
export const usualBatchSize = 50;
export const usualWorkers = presets.production.workers;

/** The types as requests name them: `undefined` asks for every type. */
export function requestedTypes(types: readonly string[]): readonly (string | undefined)[] {
	return types.includes(everyType) ? [undefined] : types;
}

/** What was remembered may be from another version: what does not exist any more is left out, numbers are kept within their bounds. */
export function soundChoices({ municipalityCodes, types, workers, batchSize, fetch, limit }: Choices): Choices {
	const known = addressTypes.filter((type) => types.includes(type));
	return {
		municipalityCodes: byName(municipalityCodes),
		types: types.includes(everyType) ? [everyType] : known.length > 0 ? known : [usualType],
		workers: workers === 'auto' ? workers : within(workers, mostWorkers),
		batchSize: within(batchSize, largestBatch),
		fetch,
		limit,
	};
}

/** Each once, in the order of their names. */
export function byName(codes: readonly number[]): readonly number[] {
	const wanted = new Set(codes);
	return municipalities.filter(({ code }) => wanted.has(code)).map(({ code }) => code);
}

export function within(value: number, most: number): number {
	return Math.min(most, Math.max(1, Math.round(value)));
}

const fewestRecommended = 10;
const mostRecommended = 15;

/** One and a half times the cores, from 10 to 15. */
export function recommendedWorkers(cores: number): number {
	return Math.min(mostRecommended, Math.max(fewestRecommended, Math.round(cores * 1.5)));
}
