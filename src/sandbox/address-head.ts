import { traitsOf, untyped } from './address-type.ts';
import { type Home, seedOf, type World } from './home.ts';
import { LruCache } from './lru.ts';
import { hex8, mix } from './random.ts';
import { houseNumber, type Road, roadOf } from './road.ts';
import { slugOf } from './slug.ts';

/** The part of an address that says where it is; a listing repeats some of it. */
export interface AddressHead {
	readonly road: Road;
	readonly houseNumber: string;
	readonly floor: string | undefined;
	readonly door: string | undefined;
	readonly coordinates: { readonly lat: number; readonly lon: number; readonly type: 'EPSG4326' };
	readonly gstkvhx: string;
	readonly slug: string;
	readonly slugAddress: string;
}

const roads = new LruCache<number, Road>(8_000);
const doors = ['tv', 'th', 'mf'] as const;

export function headOf(world: World, home: Home): AddressHead {
	const { municipality, district } = home;
	const key = (municipality.index * 64 + district.index) * 128 + home.road;
	const road = roads.get(key, () => roadOf(municipality, district, home.road));
	const number = houseNumber(home.place);
	const { floor, door } = unitOf(home);
	const parts = [road.slug, slugOf(number), floor, door, district.zipCode, district.slug];
	const slugAddress = parts.filter((part) => part !== undefined).join('-');
	const gstkvhx = propertyKey(municipality.code, road.roadCode, number, floor, door);
	return {
		road,
		houseNumber: number,
		floor,
		door,
		coordinates: coordinatesOf(world, home),
		gstkvhx,
		slug: `${slugAddress}-${gstkvhx}`,
		slugAddress,
	};
}

/** Two units a floor from the ground up; the last of eight is in the basement. A house has neither floor nor door. */
function unitOf(home: Home): { floor: string | undefined; door: string | undefined } {
	const { unitsPerEntry } = traitsOf(home.type);
	if (unitsPerEntry === 1) return { floor: undefined, door: undefined };
	if (unitsPerEntry === 2) return { floor: String(home.unit), door: undefined };
	if (home.unit === 7) return { floor: '-1', door: undefined };
	const level = Math.floor(home.unit / 2);
	const ground = home.place % 3 === 0 ? 'st' : '0';
	const door = home.type === untyped && home.unit === 6 ? doors[2] : doors[home.unit % 2];
	return { floor: level === 0 ? ground : String(level), door };
}

/** Municipality 4, road 4, house number 4, floor 3 and door 4 characters, padded with underscores. */
function propertyKey(
	code: number,
	roadCode: number,
	number: string,
	floor: string | undefined,
	door: string | undefined,
) {
	const level = floor === '0' ? 'st' : floor === '-1' ? 'kl' : (floor ?? '');
	const digits = /\d$/.test(number) ? number : number.slice(0, -1);
	const letter = number.slice(digits.length);
	const house = `${digits.padStart(3, '_')}${letter}`.padEnd(4, '_');
	return `${String(code).padStart(4, '0')}${String(roadCode).padStart(4, '0')}${house}${level.padStart(3, '_')}${(door ?? '').padStart(4, '_')}`;
}

function coordinatesOf(world: World, home: Home): AddressHead['coordinates'] {
	const { municipality, district, road, place } = home;
	const town = mix(world.seed ^ municipality.code, district.zipCode);
	const way = mix(town, road);
	const north = ((town & 1023) - 512) / 12_000 + ((way & 1023) - 512) / 40_000 + place / 20_000;
	const east = (((town >>> 10) & 1023) - 512) / 8_000 + (((way >>> 10) & 1023) - 512) / 25_000 + place / 30_000;
	return {
		lat: Math.round((municipality.latitude + north) * 1_000_000) / 1_000_000,
		lon: Math.round((municipality.longitude + east) * 1_000_000) / 1_000_000,
		type: 'EPSG4326',
	};
}

/** A number for `bfeNumbers` and the like, different for every home and block. */
export function serialOf(world: World, home: Home, aspect: number): number {
	return Number.parseInt(hex8(seedOf(world, home.code, aspect)).slice(0, 6), 16);
}
