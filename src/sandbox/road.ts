import { roadEndings, roadStems } from './danish-words.ts';
import type { District, SandboxMunicipality } from './municipality.ts';
import { hex8, mix } from './random.ts';
import { slugOf } from './slug.ts';

/** The `road` object of a record. */
export interface Road {
	readonly municipalityCode: number;
	readonly name: string;
	readonly roadCode: number;
	readonly roadID: string;
	readonly slug: string;
}

const names = roadStems
	.flatMap((stem) => roadEndings.map((ending) => stem + ending))
	.sort((left, right) => left.localeCompare(right, 'da'));

/** Shares no factor with the number of names, so that a district meets no name twice. */
const stride = 7;
const codesPerDistrict = 130;

/** Roads of a district: 20-120 with some sixty front doors each, fewer only where there are not twenty doors. */
export function roadCount(district: District): number {
	return Math.min(Math.max(20, Math.min(120, Math.ceil(district.entryCount / 60))), Math.max(1, district.entryCount));
}

/** Front doors of a road; the last road of a district has fewer. */
export function entriesPerRoad(district: District): number {
	return Math.max(1, Math.ceil(district.entryCount / roadCount(district)));
}

/** The position of a road's name in the Danish alphabet: what sorting by address compares first. */
export function roadRank(municipality: SandboxMunicipality, district: District, road: number): number {
	return (mix(municipality.code, district.zipCode) + road * stride) % names.length;
}

export function roadName(municipality: SandboxMunicipality, district: District, road: number): string {
	return names[roadRank(municipality, district, road)] ?? '';
}

export function roadOf(municipality: SandboxMunicipality, district: District, road: number): Road {
	const name = roadName(municipality, district, road);
	const roadCode = 1 + district.index * codesPerDistrict + road;
	const [left, right] = [mix(municipality.code, roadCode), mix(roadCode, municipality.code)];
	const half = hex8(left);
	return {
		municipalityCode: municipality.code,
		name,
		roadCode,
		roadID: `${hex8(right)}-${half.slice(0, 4)}-4${half.slice(5)}-b${hex8(right).slice(0, 3)}-${hex8(mix(left, right))}${half.slice(0, 4)}`,
		slug: slugOf(name),
	};
}

/**
 * The house number of a road's n-th front door, counted from 0. Of twenty doors the last three share a number and are told
 * apart by a letter, so house numbers are texts here as in Denmark.
 */
export function houseNumber(position: number): string {
	const place = position % 20;
	const number = Math.floor(position / 20) * 18 + Math.min(place, 17) + 1;
	return place < 17 ? String(number) : `${number}${'ABC'[place - 17]}`;
}
