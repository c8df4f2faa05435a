import { traitsOf } from './address-type.ts';
import { daysAgo } from './calendar.ts';
import { soldOn, wasListed } from './fate.ts';
import { askingPrice, entrySeed, type Home, livingArea, marketPrice, seedOf, type World } from './home.ts';
import { Random } from './random.ts';

/** A sale, as it stands in an address record. */
export interface Registration {
	readonly amount: number;
	readonly area?: number;
	readonly date: string;
	readonly livingArea?: number;
	readonly municipalityCode: number;
	readonly perAreaPrice?: number;
	readonly propertyNumber: number;
	readonly registrationID: string;
	readonly type: 'normal' | 'family' | 'auction' | 'other';
}

function saleType(random: Random): Registration['type'] {
	const luck = random.next();
	if (luck < 0.74) return 'normal';
	if (luck < 0.95) return 'family';
	return luck < 0.98 ? 'other' : 'auction';
}

/** Sales of the last three years carry a uuid and no property number. */
const newStyleDays = 1_060;

/**
 * The sales of a home, newest first. The units behind one front door report each other's sales, ids and all, as the real
 * API does; only the newest then carries the unit's own `area`.
 */
export function registrationsOf(world: World, home: Home): readonly Registration[] {
	const latest = latestSale(world, home);
	return latest === undefined ? earlierSales(world, home) : [latest, ...earlierSales(world, home)];
}

/** The sale since the world began, where there was one. */
function latestSale(world: World, home: Home): Registration | undefined {
	const day = soldOn(world, home.type, home.code);
	if (day === undefined) return undefined;
	const random = new Random(seedOf(world, home.code, 60));
	const price = askingPrice(world, home.municipality, home.type, home.code);
	return {
		amount: Math.round((price * (0.93 + 0.07 * random.next())) / 1_000) * 1_000,
		date: daysAgo(-day),
		municipalityCode: home.municipality.code,
		propertyNumber: 0,
		registrationID: random.uuid(),
		type: 'normal',
	};
}

/** As they were when the world began. */
export function earlierSales(world: World, home: Home): readonly Registration[] {
	const isShared = traitsOf(home.type).unitsPerEntry > 2;
	const random = new Random(isShared ? entrySeed(world, home) : seedOf(world, home.code, 3));
	const count = countOf(random, isShared);
	const price = isShared ? 2_400_000 : marketPrice(world, home.municipality, home.type, home.code);
	const area = livingArea(world, home.type, home.code);
	const propertyNumber = propertyNumberOf(world, home);
	// A home that is for sale was not sold while it was: its listings reach back some 1,100 days.
	let days = random.int(20, 2_600) + (wasListed(world, home.type, home.code) && !isShared ? 1_100 : 0);
	let serial = 5_900_000 - random.int(0, 900_000);
	const registrations: Registration[] = [];
	for (let index = 0; index < count; index++) {
		registrations.push(sale(random, { home, index, days, serial, price, area, propertyNumber, isShared }));
		// Two sales on one day do happen: their timeline events then share one time.
		days += random.chance(0.03) ? 0 : random.int(20, Math.max(60, Math.round(13_000 / count)));
		serial -= random.int(1, 90_000);
	}
	return registrations;
}

/** 0-8 sales; one house in four and most stairways have been sold far more often. */
function countOf(random: Random, isShared: boolean): number {
	if (isShared) return random.int(10, 44);
	return random.chance(0.25) ? random.int(9, 30) : random.int(0, 8);
}

interface Sale {
	readonly home: Home;
	readonly index: number;
	readonly days: number;
	readonly serial: number;
	readonly price: number;
	readonly area: number | undefined;
	readonly propertyNumber: number;
	readonly isShared: boolean;
}

function sale(
	random: Random,
	{ home, index, days, serial, price, area, propertyNumber, isShared }: Sale,
): Registration {
	const isNew = days < newStyleDays;
	const amount = Math.max(
		50_000,
		Math.round((price * (0.75 + 0.5 * random.next())) / 1.045 ** (days / 365) / 500) * 500,
	);
	const soldArea = random.chance(0.6) ? (isShared ? random.int(30, 110) : area) : undefined;
	return {
		amount,
		...(area !== undefined && (index === 0 || !isShared) && { area }),
		date: daysAgo(days),
		...(soldArea !== undefined && { livingArea: soldArea, perAreaPrice: Math.round(amount / soldArea) }),
		municipalityCode: home.municipality.code,
		propertyNumber: isNew ? 0 : propertyNumber,
		registrationID: isNew ? random.uuid() : String(serial),
		type: saleType(random),
	};
}

/** The municipality's number of the property; the units behind one front door belong to one. */
export function propertyNumberOf(world: World, home: Home): number {
	return 1_000 + (entrySeed(world, home) % 900_000);
}
