import { addressTypes } from '../../config/address-types.ts';
import * as words from './danish-words.ts';
import type { World } from './home.ts';
import { picture } from './image-record.ts';
import { LruCache } from './lru.ts';
import type { District, SandboxMunicipality } from './municipality.ts';
import { mix, Random } from './random.ts';
import { roadName } from './road.ts';
import { slugOf } from './slug.ts';

export interface Realtor {
	readonly realtorID: string;
	readonly name: string;
	readonly url: string;
	readonly [field: string]: unknown;
}

const officesPerTown = 3;

/** The realtors of a world: a few offices a town, each with some 14 kB of statistics, shared by the town's listings. */
export class Realtors {
	readonly #offices = new LruCache<number, Realtor>(400);
	readonly #world: World;

	constructor(world: World) {
		this.#world = world;
	}

	/** One of the town's offices; the same `choice` finds the same one. */
	near(municipality: SandboxMunicipality, district: District, choice: number): Realtor {
		const office = (municipality.index * 64 + district.index) * officesPerTown + (choice % officesPerTown);
		return this.#offices.get(office, () => makeRealtor(mix(this.#world.seed, office + 0x4ea1), municipality, district));
	}
}

function makeRealtor(seed: number, municipality: SandboxMunicipality, district: District): Realtor {
	const random = new Random(seed);
	const realtorID = random.uuid();
	const branchId = random.uuid();
	const chain = random.pick(words.chains);
	const name = `${chain} ${random.pick(words.lastNames)} & ${random.pick(words.lastNames)}`;
	const host = `https://www.${slugOf(chain)}.invalid`;
	const { municipalityCode, slug } = municipality.record;
	const street = roadName(municipality, district, 0);
	const number = `${random.int(1, 90)}${random.chance(0.3) ? 'A' : ''}`;
	return {
		_links: { self: { href: `/realtors/${realtorID}` } },
		address: {
			city: { name: district.name, slug: district.slug },
			municipality: { municipalityCode, name: municipality.record.name, slug },
		},
		associationOfDanishRealtorsMember: random.chance(0.9),
		associationOfEloMember: false,
		broadcast: { percentage: random.int(7_000, 10_000) / 100, target: 80 },
		contactInformation: {
			cityName: district.name,
			cvr: String(random.int(20_000_000, 42_000_000)),
			email: `${district.zipCode}@${slugOf(chain)}.invalid`,
			floor: 'st',
			houseNumber: number,
			phone: String(random.int(30_000_000, 99_999_999)),
			roadName: street,
			zipCode: district.zipCode,
		},
		descriptionBody: `${name} har til huse på ${street} i ${district.name}. ${random.pick(words.sentences)} ${random.pick(words.sentences)}`,
		image: picture(random, `realtor_image/${realtorID}`, [1440, 960]),
		isNew: random.chance(0.05),
		name,
		numberOfEmployees: random.int(1, 25),
		numberOfRealtors: random.int(1, 12),
		preferred: random.chance(0.3),
		rating: { buyer: rating(random), seller: rating(random) },
		ratings: {
			buyer: { questions: words.questions.slice(0, 6).map((text) => question(random, text)) },
			seller: { questions: words.questions.map((text) => question(random, text)) },
		},
		realtorBranch: {
			logo: picture(random, `realtor_branch/${branchId}`, [60, 40]),
			name: chain,
			realtorBranchID: branchId,
		},
		realtorID,
		salesPercentages: salesPercentages(random, municipality),
		slug: `${slugOf(name)}-${district.zipCode}-${district.slug}-${realtorID.replaceAll('-', '')}`,
		url: `${host}/ejendomsmaegler/${district.slug}`,
	};
}

function rating(random: Random) {
	return {
		basis: random.int(3, 120),
		score: random.int(600, 990) / 100,
		state: random.chance(0.9) ? 'valid' : 'insufficient',
	};
}

function question(random: Random, text: string) {
	const province = { basis: random.int(800, 2_200), score: random.int(800, 960) / 100 };
	return { scores: { province, realtor: rating(random) }, text };
}

function salesPercentages(random: Random, municipality: SandboxMunicipality) {
	const towns = municipality.districts.slice(0, 4);
	const zipCodes = towns.map((town) => String(town.zipCode));
	const names = towns.map((town) => town.name);
	return {
		all: sales(random, [undefined]),
		city: sales(random, names, 'city'),
		municipality: sales(random, [municipality.record.name, 'Nabokommune'], 'municipality'),
		province: sales(random, [municipality.province.name], 'province'),
		zip_code: sales(random, zipCodes, 'zip_code'),
	};
}

function sales(random: Random, places: readonly (string | undefined)[], locationType?: string) {
	return places.flatMap((locationName) =>
		[undefined, ...addressTypes.slice(0, 8)].map((addressType) => ({
			...(addressType !== undefined && { addressType }),
			...(locationName !== undefined && { locationName, locationType }),
			salesPercentage: random.chance(0.5) ? 100 : random.int(5_000, 9_999) / 100,
		})),
	);
}
