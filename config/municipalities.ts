import facts from './municipalities.json' with { type: 'json' };

export interface MunicipalityFacts {
	readonly code: number;
	readonly name: string;
	readonly slug: string;
	/** Zip codes of the homes of one export of 2025; it was not complete. */
	readonly knownZipCodes: readonly number[];
	/** undefined beyond 60 km. */
	readonly distanceToCopenhagenKm: number | undefined;
}

/** All 98, by name in the Danish order of letters. */
export const municipalities: readonly MunicipalityFacts[] = facts
	.map((municipality) => ({
		code: municipality.municipalityCode,
		name: municipality.name,
		slug: municipality.slug,
		knownZipCodes: municipality.zips?.map((zip) => zip.zipCode) ?? [],
		distanceToCopenhagenKm: municipality.distanceToCopenhagenKm,
	}))
	.sort((a, b) => a.name.localeCompare(b.name, 'da'));
