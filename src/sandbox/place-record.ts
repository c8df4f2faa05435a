import type { AddressHead } from './address-head.ts';
import { placeEndings, placeStems } from './danish-words.ts';
import type { Home } from './home.ts';
import { mix, Random } from './random.ts';
import { slugOf } from './slug.ts';

export interface Place {
	readonly id: number;
	readonly name: string;
	readonly slug: string;
	/** minLon, minLat, maxLon, maxLat. */
	readonly bbox?: readonly [number, number, number, number];
	readonly coordinates: AddressHead['coordinates'];
}

/** The hamlet or quarter around a road; ten roads of a district share one, and one in five has no known extent. */
export function placeOf(home: Home, head: AddressHead): Place {
	const group = Math.floor(home.road / 10);
	const random = new Random(mix(home.municipality.code * 64 + home.district.index, group));
	const name = random.pick(placeStems) + random.pick(placeEndings);
	const lat = home.municipality.latitude + random.int(-500, 500) / 10_000;
	const lon = home.municipality.longitude + random.int(-500, 500) / 10_000;
	const [south, west] = [Math.round(lat * 1_024) / 1_024, Math.round(lon * 1_024) / 1_024];
	return {
		...(random.chance(0.8) && { bbox: [west, south, west + 1 / 64, south + 1 / 128] as const }),
		coordinates: { lat: south, lon: west, type: head.coordinates.type },
		id: 10_000 + (home.municipality.index * 64 + home.district.index) * 16 + group,
		name,
		slug: slugOf(name),
	};
}
