import { type TypeIndex, traitsOf, typeCount } from './address-type.ts';
import { isListedNow, offerOf, wasListed } from './fate.ts';
import { type District, type SandboxMunicipality, settleMunicipalities } from './municipality.ts';
import { chanceOf, hex8, mix } from './random.ts';
import { entriesPerRoad } from './road.ts';

/** Where a generated address is; everything else about it follows from this and the seed. */
export interface Home {
	readonly municipality: SandboxMunicipality;
	readonly district: District;
	readonly type: TypeIndex;
	/** Counted from 0 within the municipality and type. */
	readonly number: number;
	/** All of that in one number, unique in the world. */
	readonly code: number;
	/** The front door, counted from 0 within the district; the units of a stairway share it. */
	readonly entry: number;
	/** Position of the address behind its front door. */
	readonly unit: number;
	/** Position of the road in the district, and of the front door on the road. */
	readonly road: number;
	readonly place: number;
}

export interface World {
	readonly seed: number;
	/** Since the day at which the world begins: what has happened to homes in that time. */
	readonly days: number;
	readonly municipalities: readonly SandboxMunicipality[];
}

export function createWorld(seed: number, villas?: ReadonlyMap<number, number>, days = 0): World {
	return { seed, days, municipalities: settleMunicipalities(villas) };
}

const numberBits = 18;
const typeBits = 5;

/** `Home.code` without the home, for filters that run over a million addresses. Below 2 ** 30. */
export function homeCode(municipality: SandboxMunicipality, type: TypeIndex, number: number): number {
	return ((municipality.index << typeBits) | type) * 2 ** numberBits + number;
}

/** The home with that number, or undefined when the municipality does not have so many of the type. */
export function findHome(municipality: SandboxMunicipality, type: TypeIndex, number: number): Home | undefined {
	if (type >= typeCount || number >= (municipality.counts[type] ?? 0)) return undefined;
	for (const district of municipality.districts) {
		const local = number - (district.firstNumbers[type] ?? 0);
		if (local >= (district.counts[type] ?? 0)) continue;
		const { unitsPerEntry } = traitsOf(type);
		const entry = (district.firstEntries[type] ?? 0) + Math.floor(local / unitsPerEntry);
		const perRoad = entriesPerRoad(district);
		return {
			municipality,
			district,
			type,
			number,
			code: homeCode(municipality, type, number),
			entry,
			unit: local % unitsPerEntry,
			road: Math.floor(entry / perRoad),
			place: entry % perRoad,
		};
	}
	return undefined;
}

/** The home of a code, or undefined when nobody lives there. */
export function homeOfCode(world: World, code: number): Home | undefined {
	const number = code % 2 ** numberBits;
	const type = Math.floor(code / 2 ** numberBits) % 2 ** typeBits;
	const municipality = world.municipalities[Math.floor(code / 2 ** (numberBits + typeBits))];
	return municipality === undefined ? undefined : findHome(municipality, type, number);
}

/** Living area in m2; undefined for land, and for a few homes of which the register does not know it. */
export function livingArea(world: World, type: TypeIndex, code: number): number | undefined {
	const { area } = traitsOf(type);
	if (area === undefined) return undefined;
	const luck = chanceOf(world.seed ^ 0xa4ea, code);
	if (luck < 0.03) return undefined;
	return Math.round(area[0] + (area[1] - area[0]) * luck * luck);
}

/** Whether the home is for sale. */
export function isListed(world: World, type: TypeIndex, code: number): boolean {
	return isListedNow(world, type, code);
}

/** DKK per m2 of a villa: 55,000 around København, 12,000 far away from it. */
export function priceLevel(municipality: SandboxMunicipality): number {
	const northwardKm = (municipality.latitude - 55.68) * 111;
	const eastwardKm = (municipality.longitude - 12.57) * 63;
	return 12_000 + 43_000 * Math.exp(-Math.hypot(northwardKm, eastwardKm) / 30);
}

/** What the home would cost today, DKK, rounded as brokers do. */
export function marketPrice(world: World, municipality: SandboxMunicipality, type: TypeIndex, code: number): number {
	const area = livingArea(world, type, code) ?? 100;
	const taste = 0.65 + 0.8 * chanceOf(world.seed ^ 0x9c1ce, code);
	const price = area * priceLevel(municipality) * traitsOf(type).priceFactor * taste;
	return Math.max(95_000, Math.round(price / 5_000) * 5_000);
}

/** What is asked for it while it is for sale, DKK: less after a cut. */
export function askingPrice(world: World, municipality: SandboxMunicipality, type: TypeIndex, code: number): number {
	const price = marketPrice(world, municipality, type, code);
	const isCut = wasListed(world, type, code) && offerOf(world, code) === 'cut';
	return isCut ? Math.round((price * 0.95) / 1_000) * 1_000 : price;
}

/** Seeds a generator for one aspect of a home, so that a new field in one block leaves the others as they were. */
export function seedOf(world: World, code: number, aspect: number): number {
	return mix(world.seed ^ Math.imul(aspect, 0x9e3779b1), code);
}

/** A seed that the units behind one front door have in common. */
export function entrySeed(world: World, home: Home): number {
	return mix(mix(world.seed, home.municipality.code * 64 + home.district.index), home.entry);
}

const tail = '-32b8-e044-0003ba298018';
const spread = 0x9e3779b1;
/** The multiplicative inverse of `spread` modulo 2 ** 32. */
const gather = 0x0e8b2f51;

function uuidOf(prefix: string, value: number, seed: number): string {
	const scattered = hex8(Math.imul(value, spread) ^ mix(seed, 0x1d));
	return `${prefix}${scattered.slice(0, 4)}-${scattered.slice(4)}${tail}`;
}

/** The key of an address, in the shape of the real ones. Worlds of different seeds have different keys. */
export function addressId(world: World, code: number): string {
	return uuidOf('0a3f', code * 4 + 1, world.seed);
}

/** The home with that key; undefined for a key that this world never gave out. */
export function homeOfId(world: World, id: string): Home | undefined {
	if (id.length !== 36 || !id.startsWith('0a3f') || !id.endsWith(tail)) return undefined;
	const scattered = Number.parseInt(id.slice(4, 8) + id.slice(9, 13), 16);
	const value = Math.imul((scattered ^ mix(world.seed, 0x1d)) | 0, gather) >>> 0;
	const home = value % 4 === 1 ? homeOfCode(world, Math.floor(value / 4)) : undefined;
	return home !== undefined && addressId(world, home.code) === id ? home : undefined;
}

/** The key of a front door; it is no address of its own. */
export function entryAddressId(world: World, home: Home): string {
	const door = (home.municipality.index * 64 + home.district.index) * 2 ** 17 + home.entry;
	return uuidOf('0a3e', door, world.seed);
}
