import { type Choices, requestedTypes } from './choices.ts';
import { type CountKey, type CountsSnapshot, countName } from './counts.ts';
import type { PickingState } from './state.ts';

/** What is known of how many homes the API has. */
export interface InApi {
	/** In all the answers so far. */
	readonly homes: number;
	readonly answered: number;
	/** Not answered yet. */
	readonly open: number;
	readonly failures: readonly Trouble[];
	/** Being asked for once more. */
	readonly hindered: readonly Trouble[];
}

/** What keeps the API from telling. */
export interface Trouble {
	readonly municipalityCode: number;
	readonly reason: string;
}

export function inApi(codes: readonly number[], types: readonly string[], { byName }: CountsSnapshot): InApi {
	const keys = keysOf(codes, types);
	const [failures, hindered]: [Trouble[], Trouble[]] = [[], []];
	let [homes, answered] = [0, 0];
	for (const key of keys) {
		const { municipalityCode } = key;
		const count = byName.get(countName(key));
		if (count?.status === 'failed') failures.push({ municipalityCode, reason: count.reason });
		if (count?.status === 'counting' && count.trouble !== undefined)
			hindered.push({ municipalityCode, reason: count.trouble });
		if (count?.status !== 'counted') continue;
		homes += count.homes;
		answered++;
	}
	return { homes, answered, open: keys.length - answered - failures.length, failures, hindered };
}

/** All questions that these choices ask of the API. */
export function keysOf(codes: readonly number[], types: readonly string[]): readonly CountKey[] {
	return codes.flatMap((municipalityCode) => requestedTypes(types).map((type) => ({ municipalityCode, type })));
}

/** What to ask the API now: what is on the screen, then what is chosen. */
export function wantedCounts({ choices }: PickingState, visible: readonly number[]): readonly CountKey[] {
	const { municipalityCodes, types }: Choices = choices;
	return keysOf([...new Set([...visible, ...municipalityCodes])], types);
}
