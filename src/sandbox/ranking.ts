import { isDemolished } from './fate.ts';
import { askingPrice, homeCode, isListed, livingArea, type World } from './home.ts';
import { mix } from './random.ts';
import type { AddressListing, Run } from './run.ts';

/** The values of `sortBy` that the API knows. */
export const sortFields = [
	'address',
	'livingArea',
	'lotArea',
	'monthlyExpense',
	'numRooms',
	'perAreaPrice',
	'price',
	'priceChange',
	'road',
	'soldDate',
	'soldPrice',
	'timeOnMarket',
	'zipCode',
	'distance',
] as const;
export type SortField = (typeof sortFields)[number];

/** Inclusive bounds; an address without the value is outside every range. */
export interface Range {
	readonly least: number | undefined;
	readonly most: number | undefined;
}

export interface Filter {
	/** DKK. */
	readonly price: Range | undefined;
	/** m2. */
	readonly area: Range | undefined;
	/** Only what is for sale. */
	readonly listedOnly: boolean;
}

const largestKey = 2 ** 28;
const positionSpan = 2 ** 23;

/**
 * Positions of `listing` that pass the filter, sorted by field; ties stay in the order of the address.
 * Undefined means "the whole listing as it is", which takes no memory.
 */
export function rank(
	world: World,
	listing: AddressListing,
	field: SortField,
	filter: Filter,
): Float64Array | undefined {
	const isFiltered = filter.price !== undefined || filter.area !== undefined || filter.listedOnly || world.days > 0;
	if (!isFiltered && (field === 'address' || field === 'road')) return undefined;
	const keys = new Float64Array(listing.total);
	let kept = 0;
	let position = -1;
	for (const run of listing.runs) {
		for (let offset = 0; offset < run.count; offset++) {
			position++;
			const code = homeCode(run.municipality, run.type, run.firstNumber + offset);
			if (isFiltered && !passes(world, run, code, filter)) continue;
			// One number holds key and position, because a typed array of numbers sorts without a callback.
			keys[kept++] = keyOf(world, run, code, field) * positionSpan + position;
		}
	}
	const ranked = keys.slice(0, kept).sort();
	for (const [index, key] of ranked.entries()) ranked[index] = key % positionSpan;
	return ranked;
}

function passes(world: World, run: Run, code: number, filter: Filter): boolean {
	if (isDemolished(world, code)) return false;
	if (filter.area !== undefined && !isWithin(livingArea(world, run.type, code), filter.area)) return false;
	if (filter.price === undefined && !filter.listedOnly) return true;
	if (!isListed(world, run.type, code)) return false;
	return filter.price === undefined || isWithin(askingPrice(world, run.municipality, run.type, code), filter.price);
}

function isWithin(value: number | undefined, range: Range): boolean {
	if (value === undefined) return false;
	return value >= (range.least ?? 0) && value <= (range.most ?? Number.POSITIVE_INFINITY);
}

function keyOf(world: World, run: Run, code: number, field: SortField): number {
	switch (field) {
		case 'address':
		case 'road':
			return 0;
		case 'zipCode':
			return run.district.zipCode;
		case 'livingArea':
			return livingArea(world, run.type, code) ?? largestKey - 1;
		case 'price':
			return askingPriceKey(world, run, code, 1);
		case 'perAreaPrice':
			return askingPriceKey(world, run, code, livingArea(world, run.type, code));
		default:
			// The sandbox keeps no lot, expense or distance by address: any order will do, as long as it stays the same.
			return mix(code, world.seed) % largestKey;
	}
}

function askingPriceKey(world: World, run: Run, code: number, divisor: number | undefined): number {
	if (divisor === undefined || !isListed(world, run.type, code)) return largestKey - 1;
	return Math.min(largestKey - 2, Math.round(askingPrice(world, run.municipality, run.type, code) / divisor));
}
