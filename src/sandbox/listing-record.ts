import { addressTypes } from '../../config/address-types.ts';
import { headOf } from './address-head.ts';
import { buildingsOf } from './building-record.ts';
import { daysAgo } from './calendar.ts';
import * as words from './danish-words.ts';
import { offerChangesOn, offerOf, openedOn, wasListed } from './fate.ts';
import { askingPrice, type Home, homeOfCode, isListed, livingArea, marketPrice, seedOf, type World } from './home.ts';
import { floorPlan, type Image, photo } from './image-record.ts';
import { hex8, mix, Random } from './random.ts';
import type { Realtor, Realtors } from './realtor-record.ts';

/** A listing: what the API calls a case. */
export interface Listing {
	readonly caseID: string;
	readonly status: 'open' | 'sold' | 'closed';
	/** DKK. */
	readonly priceCash: number;
	/** Percent; negative after a reduction. */
	readonly priceChangePercentage: number;
	readonly daysOnMarket: number;
	readonly realtor: Realtor;
	readonly images: readonly Image[];
	readonly [field: string]: unknown;
}

/** None for a home that is not for sale; two for one in eight of the others. */
export function listingCount(world: World, home: Home): number {
	if (!isListed(world, home.type, home.code)) return 0;
	return seedOf(world, home.code, 6) % 8 === 0 ? 2 : 1;
}

/** The listings of a home, the open one first, then the closed one of an earlier attempt. */
export function listingsOf(world: World, home: Home, realtors: Realtors): readonly Listing[] {
	return Array.from({ length: listingCount(world, home) }, (_, ordinal) => listing(world, home, realtors, ordinal));
}

/** The listing with that key, with the home it belongs to. */
export function findListing(
	world: World,
	realtors: Realtors,
	caseId: string,
): { home: Home; listing: Listing } | undefined {
	if (!/^[0-9a-f]{8}-/.test(caseId)) return undefined;
	const home = homeOfCode(world, (Number.parseInt(caseId.slice(0, 8), 16) ^ mix(world.seed, 0xca5e)) >>> 0);
	if (home === undefined) return undefined;
	const found = listingsOf(world, home, realtors).find((each) => each.caseID === caseId);
	return found === undefined ? undefined : { home, listing: found };
}

/** Eight digits say which home it is, the rest is noise that depends on the home. */
function caseIdOf(world: World, home: Home, ordinal: number): string {
	const key = hex8((home.code ^ mix(world.seed, 0xca5e)) >>> 0);
	return key + new Random(seedOf(world, home.code, 20 + ordinal)).uuid().slice(8);
}

/** How long it has been for sale in days, and how the price has moved since: what record and timeline agree on. */
export function courseOf(world: World, home: Home, ordinal: number) {
	const random = new Random(seedOf(world, home.code, 30 + ordinal));
	const sinceStart = random.int(1, 380);
	const wasOpen = wasListed(world, home.type, home.code);
	// One that was put up for sale since has been so for less than no time when the world began.
	const days = wasOpen || ordinal > 0 ? sinceStart : -openedOn(world, home.code);
	const changed = random.chance(0.4);
	const change = changed && days > 0 ? -random.int(10, 180) / 10 : 0;
	const price = marketPrice(world, home.municipality, home.type, home.code);
	const asked = ordinal === 0 ? price : Math.round((price * 1.06) / 5_000) * 5_000;
	const isCut = ordinal === 0 && wasOpen && offerOf(world, home.code) === 'cut';
	return {
		days,
		/** A cut since the world began: its day, and the price since. */
		cut: isCut
			? { day: offerChangesOn(world, home.code), price: askingPrice(world, home.municipality, home.type, home.code) }
			: undefined,
		/** Days since the earlier listing was closed; the open one runs until today. */
		endedDaysAgo: ordinal === 0 ? 0 : 400 + random.int(20, 300),
		priceChangePercentage: change,
		priceCash: asked,
		firstPrice: Math.round(asked / (1 + change / 100) / 1_000) * 1_000,
	};
}

/** The API hands out five photos at most, and nearly every listing has them. */
const photoCounts = [5, 5, 5, 5, 5, 4, 3, 1, 0] as const;

function listing(world: World, home: Home, realtors: Realtors, ordinal: number): Listing {
	const random = new Random(seedOf(world, home.code, 40 + ordinal));
	const caseID = caseIdOf(world, home, ordinal);
	const { slug, slugAddress, coordinates } = headOf(world, home);
	const realtor = realtors.near(home.municipality, home.district, random.bits());
	const area = livingArea(world, home.type, home.code) ?? 0;
	const dwelling = buildingsOf(world, home).find((building) => building.housingArea !== undefined);
	const course = courseOf(world, home, ordinal);
	const priceCash = course.cut?.price ?? course.priceCash;
	const percentage = Math.round(1_000 * (priceCash / course.firstPrice - 1)) / 10;
	const priceChangePercentage = course.cut === undefined ? course.priceChangePercentage : percentage;
	const days = course.days + (ordinal === 0 ? world.days : 0);
	const providerCaseID = String(random.int(10_000_000, 99_999_999));
	const images = Array.from({ length: random.pick(photoCounts) }, () =>
		photo(random, caseID, random.chance(0.85) ? random.pick(words.photoTexts) : undefined),
	);
	const [defaultImage] = images;
	return {
		_links: { self: { href: `/cases/${caseID}` } },
		addressType: addressTypes[home.type],
		basementArea: random.chance(0.3) ? random.int(10, 140) : 0,
		caseID,
		caseUrl: `${realtor.url}/sag/${providerCaseID}`,
		coordinates,
		daysOnMarket: days,
		...(random.chance(0.2) && { daysListed: { days: days + random.int(0, 200) } }),
		...(defaultImage !== undefined && { defaultImage }),
		...(random.chance(0.95) && { descriptionBody: description(random).slice(0, 500) }),
		...(random.chance(0.95) && { descriptionTitle: `${random.pick(words.adjectives)} bolig i ${home.district.name}` }),
		distinction: random.chance(0.98) ? 'real_estate' : 'rental',
		energyLabel: random.pick(words.energyLabels),
		floorPlanImages: Array.from({ length: random.int(1, 5) }, () => floorPlan(random, caseID)),
		hasBalcony: random.chance(0.2),
		hasElevator: random.chance(0.1),
		hasTerrace: random.chance(0.5),
		highlighted: random.chance(0.05),
		housingArea: area,
		images,
		lotArea: random.int(0, 1_800),
		...(random.chance(0.95) && { monthlyExpense: random.int(1_400, 7_800) }),
		...(ordinal === 0 && random.chance(0.2) && { nextOpenHouse: openHouse(random, realtor, providerCaseID) }),
		numberOfBathrooms: 1,
		numberOfFloors: random.int(1, 3),
		numberOfRooms: dwelling?.numberOfRooms ?? 0,
		numberOfToilets: random.int(1, 2),
		...(area > 0 && { perAreaPrice: Math.round(priceCash / area) }),
		priceCash,
		priceChangePercentage,
		providerCaseID,
		...(random.chance(0.9) && { realEstate: mortgage(priceCash) }),
		realtor,
		slug,
		slugAddress,
		status: ordinal === 0 ? 'open' : 'closed',
		timeOnMarket: {
			current: { days },
			total: { days, realtors: [{ days, realtorId: realtor.realtorID, realtorName: realtor.name }] },
		},
		utilitiesConnectionFee: { includedInPrice: random.chance(0.5) ? true : null },
		weightedArea: Math.round(area * (100 + 40 * random.next())) / 100,
		...(dwelling !== undefined && { yearBuilt: dwelling.yearBuilt }),
	};
}

function description(random: Random): string {
	return Array.from({ length: random.int(3, 8) }, () => random.pick(words.sentences)).join(' ');
}

function openHouse(random: Random, realtor: Realtor, providerCaseID: string) {
	return {
		date: `${daysAgo(-random.int(1, 20))}T${random.int(10, 17)}:00:00Z`,
		duration: random.int(1, 8) * 15,
		signUp: true,
		signUpUrl: `${realtor.url}/aabent-hus/${providerCaseID}`,
	};
}

function mortgage(price: number) {
	const downPayment = Math.max(25_000, Math.round((price * 0.05) / 5_000) * 5_000);
	return { downPayment, grossMortgage: Math.round(price / 184), netMortgage: Math.round(price / 231) };
}
