import facts from '../../config/municipalities.json' with { type: 'json' };
import { traitsOf, typeCount, villa } from './address-type.ts';
import { apportion, countAddresses, estimateVillas } from './census.ts';
import { copenhagenCode, flatWeights, unlistedZips } from './copenhagen.ts';
import { chanceOf } from './random.ts';
import { slugOf } from './slug.ts';
import { type Province, provinces, townsByMunicipality } from './towns.ts';

/** The part of a municipality that one zip code covers. Every address is a (district, type, number) triple. */
export interface District {
	/** Position in `SandboxMunicipality.districts`. */
	readonly index: number;
	readonly zipCode: number;
	readonly name: string;
	readonly slug: string;
	readonly group: number | undefined;
	/** Addresses by type index. */
	readonly counts: Uint32Array;
	/** By type index: the number, within the municipality and type, of this district's first address. */
	readonly firstNumbers: Uint32Array;
	/** By type index: the first front door; the front doors of a district are numbered through all types. */
	readonly firstEntries: Uint32Array;
	readonly entryCount: number;
}

export interface SandboxMunicipality {
	/** Position among the 98. */
	readonly index: number;
	readonly code: number;
	readonly latitude: number;
	readonly longitude: number;
	readonly province: Province;
	readonly districts: readonly District[];
	/** Addresses by type index. */
	readonly counts: Uint32Array;
	/** The `municipality` object of a record. */
	readonly record: MunicipalityRecord;
}

export interface MunicipalityRecord {
	readonly churchTaxPercentage: number;
	readonly councilTaxPercentage: number;
	readonly landValueTaxLevelPerThousand: number;
	readonly municipalityCode: number;
	readonly name: string;
	readonly numberOfSchools: number;
	readonly population: number;
	readonly slug: string;
}

interface ZipFacts {
	readonly zipCode: number;
	readonly name: string;
	readonly slug: string;
	readonly group?: number;
	readonly villas: number;
}

interface MunicipalityFacts extends Partial<MunicipalityRecord> {
	readonly municipalityCode: number;
	readonly name: string;
	readonly slug: string;
	readonly latitude?: number;
	readonly longitude?: number;
	readonly province?: Province;
	readonly zips?: readonly ZipFacts[];
}

/** All 98, with as many villas each as the last import stored; `villas` overrides that by municipality code. */
export function settleMunicipalities(villas: ReadonlyMap<number, number> | undefined): readonly SandboxMunicipality[] {
	return (facts as readonly MunicipalityFacts[]).map((known, index) => settle(known, index, villas));
}

function settle(known: MunicipalityFacts, index: number, villas: ReadonlyMap<number, number> | undefined) {
	const code = known.municipalityCode;
	const towns = townsByMunicipality[code];
	const province = known.province ?? provinces[towns?.provinceCode ?? ''];
	if (province === undefined)
		throw new Error(`config/municipalities.json and towns.ts know no province of ${known.name}`);
	const record = recordOf(known, towns?.population ?? 10_000);
	const zips = zipsOf(known, record.population);
	const recorded = zips.reduce((sum, zip) => sum + zip.villas, 0);
	const isUrban = record.population > 100_000 || province.provinceCode === 'DK011' || province.provinceCode === 'DK012';
	const counts = countAddresses(
		{ code, population: record.population, isUrban },
		villas?.get(code) ?? recorded,
		recorded,
	);
	return {
		index,
		code,
		latitude: known.latitude ?? towns?.latitude ?? 55.7,
		longitude: known.longitude ?? towns?.longitude ?? 12.5,
		province,
		districts: settleDistricts(zips, counts, code),
		counts: Uint32Array.from({ length: typeCount }, (_, type) => counts.get(type) ?? 0),
		record,
	};
}

function recordOf(known: MunicipalityFacts, roughPopulation: number): MunicipalityRecord {
	const { municipalityCode, name, slug } = known;
	const population = known.population ?? roughPopulation;
	return {
		churchTaxPercentage: known.churchTaxPercentage ?? Math.round(80 + 50 * chanceOf(municipalityCode, 1)) / 100,
		councilTaxPercentage: known.councilTaxPercentage ?? Math.round(2480 + 170 * chanceOf(municipalityCode, 2)) / 100,
		landValueTaxLevelPerThousand:
			known.landValueTaxLevelPerThousand ?? Math.round(40 + 120 * chanceOf(municipalityCode, 3)) / 10,
		municipalityCode,
		name,
		numberOfSchools: known.numberOfSchools ?? Math.max(1, Math.round(population / 2_800)),
		population,
		slug,
	};
}

function zipsOf(known: MunicipalityFacts, population: number): readonly ZipFacts[] {
	if (known.zips !== undefined) {
		if (known.municipalityCode !== copenhagenCode) return known.zips;
		const unlisted = unlistedZips.map(([zipCode, name, villas, group]) => {
			const zip = { zipCode, name, slug: slugOf(name), villas };
			return group === undefined ? zip : { ...zip, group };
		});
		return [...known.zips, ...unlisted];
	}
	const towns = townsByMunicipality[known.municipalityCode]?.towns ?? [];
	const shares = apportion(
		estimateVillas(known.municipalityCode, population),
		towns.map((_, position) => 1 / (position + 1)),
	);
	return towns.map((town, position) => {
		const name = town.slice(5);
		return { zipCode: Number(town.slice(0, 4)), name, slug: slugOf(name), villas: shares[position] ?? 0 };
	});
}

function settleDistricts(
	zips: readonly ZipFacts[],
	counts: ReadonlyMap<number, number>,
	code: number,
): readonly District[] {
	const villaWeights = zips.map((zip) => zip.villas);
	const otherWeights = zips.map((zip) =>
		code === copenhagenCode ? (flatWeights.get(zip.zipCode) ?? 1) : zip.villas + (zip.group === undefined ? 20 : 40),
	);
	const byType = Array.from({ length: typeCount }, (_, type) =>
		apportion(counts.get(type) ?? 0, type === villa ? villaWeights : otherWeights),
	);
	const nextNumbers = new Uint32Array(typeCount);
	return zips.map((zip, index) => {
		const own = Uint32Array.from(byType, (shares) => shares[index] ?? 0);
		const firstNumbers = nextNumbers.slice();
		const firstEntries = new Uint32Array(typeCount);
		let entryCount = 0;
		for (const [type, count] of own.entries()) {
			nextNumbers[type] = (nextNumbers[type] ?? 0) + count;
			firstEntries[type] = entryCount;
			entryCount += Math.ceil(count / traitsOf(type).unitsPerEntry);
		}
		const { zipCode, name, slug, group } = zip;
		return { index, zipCode, name, slug, group, counts: own, firstNumbers, firstEntries, entryCount };
	});
}
