import { addressTypes } from '../../config/address-types.ts';
import { headOf, serialOf } from './address-head.ts';
import { traitsOf, villa } from './address-type.ts';
import { buildingsOf } from './building-record.ts';
import { daysAgo } from './calendar.ts';
import * as words from './danish-words.ts';
import { isRevalued, wasListed } from './fate.ts';
import {
	addressId,
	askingPrice,
	entryAddressId,
	type Home,
	isListed,
	livingArea,
	marketPrice,
	seedOf,
	type World,
} from './home.ts';
import { listingCount, listingsOf } from './listing-record.ts';
import { placeOf } from './place-record.ts';
import { Random } from './random.ts';
import type { Realtors } from './realtor-record.ts';
import { earlierSales, propertyNumberOf, registrationsOf } from './registration-record.ts';

/** A record as the API would send it. */
export type JsonRecord = Record<string, unknown>;

const daysOnMarket = { realtors: [] };

/**
 * The record of a home as a search answers it: never with `cases`, not even for a home that is for sale. A field without a
 * value is left out, as in the real API; `isOnMarket` is left out for a third of the homes that nobody sells.
 */
export function searchRecord(world: World, home: Home): JsonRecord {
	const { municipality, district, type, code } = home;
	const random = new Random(seedOf(world, code, 1));
	const head = headOf(world, home);
	const addressID = addressId(world, code);
	const area = livingArea(world, type, code);
	const listed = isListed(world, type, code);
	// What was drawn when the world began is drawn alike on every later day.
	const wasOpen = wasListed(world, type, code);
	const registrations = registrationsOf(world, home);
	const earlier = earlierSales(world, home);
	const value = marketPrice(world, municipality, type, code);
	const place = random.chance(0.4) ? placeOf(home, head) : undefined;
	const { zipCode, name, slug, group } = district;
	const town = { name, slug };
	return {
		_links: { self: { href: `/addresses/${addressID}` } },
		addressID,
		...(addressTypes[type] !== undefined && { addressType: addressTypes[type] }),
		allowNewValuationInfo: random.chance(0.95),
		bfeNumbers: Array.from(
			{ length: random.pick(bfeCounts) },
			(_, index) => 100_000 + (serialOf(world, home, 50 + index) % 9_000_000),
		),
		...(earlier.length > 0 && area !== undefined && { boligsidenInfo: { latestSoldArea: area + random.int(0, 20) } }),
		...(type !== villa && area === undefined ? {} : { buildings: buildingsOf(world, home) }),
		...(listed && { casePrice: askingPrice(world, municipality, type, code) }),
		city: town,
		cityName: name,
		coordinates: head.coordinates,
		daysOnMarket,
		...(head.door !== undefined && { door: head.door }),
		...(random.chance(0.75) && { energyLabel: random.pick(words.energyLabels) }),
		entryAddressID: entryAddressId(world, home),
		...(head.floor !== undefined && { floor: head.floor }),
		gstkvhx: head.gstkvhx,
		...(!wasOpen && random.chance(0.1) && { hasMultipleCases: false }),
		...(listed && { hasMultipleCases: listingCount(world, home) > 1 }),
		houseNumber: head.houseNumber,
		...((wasOpen || random.chance(0.66)) && { isOnMarket: false }),
		...(listed && { isOnMarket: true }),
		isPublic: random.chance(0.99),
		...(earlier.length > 0 &&
			random.chance(0.85) && { latestSoldCaseDescription: soldDescription(random, home, earlier[0]?.date) }),
		...(random.chance(0.85) && { latestValuation: valuation(random, value * (isRevalued(world, code) ? 1.1 : 1)) }),
		...(area !== undefined && { livingArea: area }),
		municipality: municipality.record,
		...(place !== undefined && { place, placeName: place.name }),
		propertyNumber: propertyNumberOf(world, home),
		province: municipality.province,
		registrations,
		road: head.road,
		roadName: head.road.name,
		slug: head.slug,
		...(random.chance(0.7) && { slugAddress: head.slugAddress }),
		...(area !== undefined &&
			random.chance(0.8) && { weightedArea: Math.round(area * (100 + 40 * random.next())) / 100 }),
		zip: { ...(group !== undefined && { group }), name, slug, zipCode },
		zipCode,
	};
}

/** The record of a home as `/addresses/{id}` answers it: the search record, plus `cases` when it is for sale. */
export function detailRecord(world: World, home: Home, realtors: Realtors): JsonRecord {
	const record = searchRecord(world, home);
	const cases = listingsOf(world, home, realtors);
	if (cases.length > 0) {
		record.cases = cases;
		return record;
	}
	// The real API has all three ways to say "no listing": nothing, null and an empty list.
	const way = seedOf(world, home.code, 7) % 20;
	if (way === 0) record.cases = null;
	if (way === 1) record.cases = [];
	return record;
}

const bfeCounts = [1, 1, 1, 1, 1, 1, 1, 0, 2, 3, 4] as const;

/** DKK; one in two thousand is worth the 83,000,000 that is the highest ever seen. */
function valuation(random: Random, price: number): number {
	if (random.chance(0.0005)) return 83_000_000;
	return Math.min(83_000_000, Math.round((price * (0.5 + 0.5 * random.next())) / 1_000) * 1_000);
}

function soldDescription(random: Random, home: Home, date: string | undefined): JsonRecord {
	const sentences = Array.from({ length: random.int(6, 24) }, () => random.pick(words.sentences));
	const kind = traitsOf(home.type).unitsPerEntry > 1 ? 'lejlighed' : 'bolig';
	return {
		body: sentences.join(' ').slice(0, 1_600),
		date: date ?? daysAgo(400),
		title: `${random.pick(words.adjectives)} ${kind} i ${home.district.name}`,
	};
}
