export const copenhagenCode = 101;

/**
 * Everything in København that is not a villa: the API's untyped search reported 441,795 hits, its villa search 14,368.
 */
export const copenhagenOtherAddresses = 441_795 - 14_368;

/**
 * Zip codes that `config/municipalities.json` does not know, with the 946 villas that an earlier importer missed there:
 * an import that trusts the known codes comes out at 13,422 instead of 14,368. How the villas divide among them is invented.
 */
export const unlistedZips: readonly (readonly [zipCode: number, name: string, villas: number, group?: number])[] = [
	[2450, 'København SV', 498],
	[2150, 'Nordhavn', 131],
	[1437, 'København K', 96, 1000],
	[1439, 'København K', 74, 1000],
	[1436, 'København K', 55, 1000],
	[1432, 'København K', 38, 1000],
	[1799, 'København V', 21, 1500],
	[1620, 'København V', 14, 1500],
	[1720, 'København V', 9, 1500],
	[1170, 'København K', 6, 1000],
	[1210, 'København K', 3, 1000],
	[1250, 'København K', 1, 1000],
];

/** How the flats of København divide among its districts; a zip code of the old town (1000-1999) that is not here counts 1. */
export const flatWeights: ReadonlyMap<number, number> = new Map([
	[2100, 16],
	[2150, 4],
	[2200, 17],
	[2300, 20],
	[2400, 11],
	[2450, 8],
	[2500, 10],
	[2700, 4],
	[2720, 5],
	[2900, 0.5],
]);
