import { traitsOf } from './address-type.ts';
import { sandboxYear } from './calendar.ts';
import * as words from './danish-words.ts';
import { entrySeed, type Home, livingArea, seedOf, type World } from './home.ts';
import { Random } from './random.ts';

/** A building, as it stands in an address record. */
export interface Building {
	readonly buildingName: string;
	readonly buildingNumber: string;
	readonly totalArea: number;
	readonly housingArea?: number;
	readonly yearBuilt: number;
	readonly numberOfRooms?: number;
	readonly [field: string]: string | number | undefined;
}

const dwellingNames: Readonly<Record<number, string>> = {
	0: 'Fritliggende enfamilieshus (parcelhus)',
	1: 'Række-, kæde- eller dobbelthus (lodret adskillelse mellem enhederne)',
	3: 'Sommerhus',
	6: 'Stuehus til landbrugsejendom',
	10: 'Stuehus til landbrugsejendom',
	19: 'Kontor, handel, lager, offentlig administration mv.',
};

const outbuildingCounts = [0, 1, 2, 3, 3, 4, 4, 4] as const;

/** 0-5 buildings. The dwelling is the one with a `housingArea`; in one home of eight it is not the first. */
export function buildingsOf(world: World, home: Home): readonly Building[] {
	const area = livingArea(world, home.type, home.code);
	if (area === undefined) return [];
	const { unitsPerEntry } = traitsOf(home.type);
	const random = new Random(unitsPerEntry > 1 ? entrySeed(world, home) : seedOf(world, home.code, 4));
	const main = dwelling(random, home, area, unitsPerEntry);
	const others = unitsPerEntry > 1 ? 0 : random.pick(outbuildingCounts);
	const buildings: Building[] = [main];
	for (let index = 0; index < others; index++) buildings.push(outbuilding(random, index + 2, main.yearBuilt));
	if (others > 0 && random.chance(0.13)) buildings.push(...buildings.splice(0, 1));
	return buildings;
}

function dwelling(random: Random, home: Home, area: number, unitsPerEntry: number): Building {
	const yearBuilt = random.chance(0.02) ? random.int(1627, 1880) : random.int(1880, sandboxYear);
	const floors = unitsPerEntry > 2 ? random.int(2, 6) : random.int(1, 2);
	return {
		...(random.chance(0.06) && { asbestosContainingMaterial: random.pick(words.asbestos) }),
		...(random.chance(0.35) && { basementArea: random.int(10, 140) }),
		bathroomCondition: random.pick(words.bathroomConditions),
		buildingName: dwellingNames[home.type] ?? 'Etagebolig-bygning, flerfamiliehus eller tofamiliehus',
		buildingNumber: '1',
		...(random.chance(0.08) && { businessArea: random.int(8, 300) }),
		externalWallMaterial: random.pick(words.wallMaterials),
		...(random.chance(0.95) && { heatingInstallation: random.pick(words.heating) }),
		housingArea: area,
		kitchenCondition: random.pick(words.kitchenConditions),
		...(random.chance(0.9) && { numberOfBathrooms: random.int(1, 2) }),
		numberOfFloors: floors,
		...(random.chance(0.3) && { numberOfKitchens: 1 }),
		...(random.chance(0.97) && { numberOfRooms: Math.max(1, Math.round(area / 28)) }),
		...(random.chance(0.9) && { numberOfToilets: random.int(1, 3) }),
		...(random.chance(0.1) && { otherArea: random.int(5, 60) }),
		roofingMaterial: random.pick(words.roofMaterials),
		...(random.chance(0.7) && { supplementaryHeating: random.pick(words.supplementaryHeating) }),
		...(random.chance(0.2) && { supplementaryExternalWallMaterial: random.pick(words.wallMaterials) }),
		...(random.chance(0.12) && { supplementaryRoofingMaterial: random.pick(words.roofMaterials) }),
		toiletCondition: random.pick(words.toiletConditions),
		totalArea: Math.round(area * unitsPerEntry * (0.6 + 0.5 * random.next())),
		yearBuilt,
		...(random.chance(0.35) && { yearRenovated: random.int(Math.max(yearBuilt, 1950), sandboxYear) }),
	};
}

function outbuilding(random: Random, number: number, dwellingBuilt: number): Building {
	return {
		bathroomCondition: 'Hverken badeværelse eller adgang til badeværelse',
		buildingName: random.pick(words.outbuildings),
		buildingNumber: String(number),
		externalWallMaterial: random.pick(words.wallMaterials),
		...(random.chance(0.8) && { heatingInstallation: 'Ingen varmeinstallation' }),
		kitchenCondition: 'Ingen fast kogeinstallation',
		numberOfFloors: 1,
		...(random.chance(0.3) && { otherArea: random.int(4, 60) }),
		roofingMaterial: random.pick(words.roofMaterials),
		...(random.chance(0.5) && { supplementaryExternalWallMaterial: random.pick(words.wallMaterials) }),
		...(random.chance(0.8) && { supplementaryHeating: random.pick(words.supplementaryHeating) }),
		toiletCondition: 'Anden type toilet uden for enheden eller intet toilet',
		totalArea: random.int(4, 90),
		yearBuilt: random.int(Math.min(dwellingBuilt, sandboxYear - 1), sandboxYear),
	};
}
