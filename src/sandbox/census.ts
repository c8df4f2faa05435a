import { everyType, type TypeIndex, typeTraits, untyped, villa } from './address-type.ts';
import { copenhagenCode, copenhagenOtherAddresses } from './copenhagen.ts';
import { chanceOf } from './random.ts';

/** Whole numbers in proportion to `weights` that add up to exactly `total` (largest remainder). */
export function apportion(total: number, weights: readonly number[]): number[] {
	const sum = weights.reduce((left, right) => left + right, 0);
	if (sum === 0) return weights.map((_, index) => (index === 0 ? total : 0));
	const exact = weights.map((weight) => (total * weight) / sum);
	const shares = exact.map(Math.floor);
	const missing = total - shares.reduce((left, right) => left + right, 0);
	const byRemainder = exact.map((value, index) => ({ index, remainder: value - Math.floor(value) }));
	byRemainder.sort((left, right) => right.remainder - left.remainder || left.index - right.index);
	for (const { index } of byRemainder.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1;
	return shares;
}

/** Villas of a municipality that nobody has counted: 15-25 % of its population, fewer in a big city. */
export function estimateVillas(municipalityCode: number, population: number): number {
	const share = 0.15 + 0.1 * chanceOf(municipalityCode, 0x7a11a);
	return Math.round(population * (population > 150_000 ? 0.12 : share));
}

/**
 * How many addresses of each type a municipality has, villas as given.
 * København's other types add up to what its untyped search reported; elsewhere there is an address for every two people.
 */
export function countAddresses(
	municipality: { readonly code: number; readonly population: number; readonly isUrban: boolean },
	villas: number,
	recordedVillas: number,
): ReadonlyMap<TypeIndex, number> {
	const { code, population, isUrban } = municipality;
	const others =
		code === copenhagenCode
			? copenhagenOtherAddresses
			: Math.round(Math.max(recordedVillas * 0.3, population / 2 - recordedVillas));
	const withoutType = Math.round(others * (isUrban ? 0.25 : 0.12));
	const weights = typeTraits.map((traits) => (isUrban ? traits.urbanWeight : traits.ruralWeight));
	const typed = apportion(others - withoutType, weights);
	return new Map(
		everyType.map((type) => {
			if (type === villa) return [type, villas];
			return [type, type === untyped ? withoutType : (typed[type] ?? 0)];
		}),
	);
}
