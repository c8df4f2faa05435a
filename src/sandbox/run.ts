import { type TypeIndex, traitsOf } from './address-type.ts';
import type { World } from './home.ts';
import type { District, SandboxMunicipality } from './municipality.ts';
import { entriesPerRoad, roadName, roadRank } from './road.ts';

/** Addresses of one type that follow each other on one road. */
export interface Run {
	readonly municipality: SandboxMunicipality;
	readonly district: District;
	readonly type: TypeIndex;
	readonly firstNumber: number;
	readonly count: number;
	readonly roadRank: number;
	readonly road: number;
}

export interface Selection {
	/** Positions of municipalities. */
	readonly municipalities: readonly number[];
	readonly types: readonly TypeIndex[];
	readonly zipCodes: ReadonlySet<number> | undefined;
	/** Lower-case beginning of a road name. */
	readonly text: string | undefined;
}

/**
 * A listing sorted by address, held as runs: a few thousand of them stand for the 441,795 addresses of København, so that
 * any page is found by binary search and no list of addresses is ever built.
 */
export interface AddressListing {
	readonly runs: readonly Run[];
	/** Position of each run's first address in the listing. */
	readonly starts: Float64Array;
	readonly total: number;
}

export function listRuns(world: World, selection: Selection): AddressListing {
	const runs: Run[] = [];
	for (const index of selection.municipalities) {
		const municipality = world.municipalities[index];
		for (const district of municipality?.districts ?? []) {
			if (municipality === undefined || selection.zipCodes?.has(district.zipCode) === false) continue;
			for (const type of selection.types) addRuns(runs, municipality, district, type, selection.text);
		}
	}
	runs.sort(
		(left, right) =>
			left.roadRank - right.roadRank ||
			left.district.zipCode - right.district.zipCode ||
			left.municipality.index - right.municipality.index ||
			left.road - right.road ||
			left.type - right.type,
	);
	const starts = new Float64Array(runs.length);
	let total = 0;
	for (const [position, run] of runs.entries()) {
		starts[position] = total;
		total += run.count;
	}
	return { runs, starts, total };
}

function addRuns(
	runs: Run[],
	municipality: SandboxMunicipality,
	district: District,
	type: TypeIndex,
	text: string | undefined,
): void {
	const { unitsPerEntry } = traitsOf(type);
	const perRoad = entriesPerRoad(district);
	const firstEntry = district.firstEntries[type] ?? 0;
	const count = district.counts[type] ?? 0;
	const firstNumber = district.firstNumbers[type] ?? 0;
	let done = 0;
	while (done < count) {
		const entry = firstEntry + done / unitsPerEntry;
		const road = Math.floor(entry / perRoad);
		const untilRoadEnds = ((road + 1) * perRoad - entry) * unitsPerEntry;
		const length = Math.min(count - done, untilRoadEnds);
		if (text === undefined || roadName(municipality, district, road).toLowerCase().startsWith(text)) {
			runs.push({
				municipality,
				district,
				type,
				firstNumber: firstNumber + done,
				count: length,
				roadRank: roadRank(municipality, district, road),
				road,
			});
		}
		done += length;
	}
}

/** The run that holds a position of the listing, and how far into it. */
export function runAt(
	listing: AddressListing,
	position: number,
): { readonly run: Run; readonly offset: number } | undefined {
	if (position < 0 || position >= listing.total) return undefined;
	let [low, high] = [0, listing.runs.length - 1];
	while (low < high) {
		const middle = (low + high + 1) >>> 1;
		if ((listing.starts[middle] ?? 0) <= position) low = middle;
		else high = middle - 1;
	}
	const run = listing.runs[low];
	return run === undefined ? undefined : { run, offset: position - (listing.starts[low] ?? 0) };
}
