import { addressTypes } from '../../config/address-types.ts';

export type AddressType = (typeof addressTypes)[number];

/** A position in `addressTypes`; `untyped` stands for the addresses that carry no `addressType` at all. */
export type TypeIndex = number;
export const villa: TypeIndex = 0;
export const untyped: TypeIndex = addressTypes.length;
export const typeCount = addressTypes.length + 1;
export const everyType: readonly TypeIndex[] = Array.from({ length: typeCount }, (_, index) => index);

export interface TypeTraits {
	/** Addresses behind one front door: more than one means units with floors and doors that share their sales. */
	readonly unitsPerEntry: number;
	/** Smallest and largest living area in m2; undefined for land and garages. */
	readonly area: readonly [number, number] | undefined;
	/** Share of these addresses that are for sale. */
	readonly listedShare: number;
	/** Asking price relative to a villa's, per m2; land is priced as if it were 100 m2. */
	readonly priceFactor: number;
	/** How many of 1,000 typed addresses that are not villas have this type, in a city and in the country. */
	readonly urbanWeight: number;
	readonly ruralWeight: number;
}

const traits = (
	unitsPerEntry: number,
	area: readonly [number, number] | undefined,
	listedShare: number,
	priceFactor: number,
	[urbanWeight, ruralWeight]: readonly [number, number],
): TypeTraits => ({ unitsPerEntry, area, listedShare, priceFactor, urbanWeight, ruralWeight });

const traitsByType: Readonly<Record<AddressType, TypeTraits>> = {
	villa: traits(1, [70, 260], 0.016, 1, [0, 0]),
	'terraced house': traits(1, [60, 150], 0.014, 1.05, [110, 320]),
	condo: traits(8, [28, 160], 0.013, 1.25, [460, 150]),
	'holiday house': traits(1, [35, 140], 0.022, 0.8, [2, 220]),
	allotment: traits(1, [15, 60], 0.008, 0.6, [20, 8]),
	cooperative: traits(8, [40, 130], 0.006, 0.6, [220, 50]),
	farm: traits(1, [110, 340], 0.01, 0.7, [1, 50]),
	'full year plot': traits(1, undefined, 0.03, 0.4, [4, 40]),
	'holiday plot': traits(1, undefined, 0.02, 0.2, [1, 25]),
	'villa apartment': traits(2, [55, 180], 0.012, 1.1, [35, 20]),
	'cattle farm': traits(1, [120, 320], 0.006, 0.6, [0, 8]),
	'pig farm': traits(1, [120, 320], 0.006, 0.6, [0, 5]),
	'plant farm': traits(1, [110, 320], 0.006, 0.6, [0, 10]),
	forest: traits(1, undefined, 0.004, 0.3, [0, 4]),
	'hobby farm': traits(1, [90, 280], 0.016, 0.75, [1, 40]),
	special: traits(1, [20, 400], 0.002, 0.8, [20, 10]),
	houseboat: traits(1, [40, 140], 0.02, 0.9, [3, 0.5]),
	garage: traits(1, undefined, 0.001, 0.1, [12, 5]),
	parking: traits(1, undefined, 0.001, 0.1, [10, 2]),
	business: traits(1, [50, 900], 0.002, 0.6, [46, 20]),
	'double house': traits(1, [60, 170], 0.012, 1, [8, 10]),
	'multiple family house': traits(1, [120, 900], 0.004, 0.7, [22, 5]),
	room: traits(8, [8, 25], 0, 0.5, [25, 2]),
};
const untypedTraits = traits(8, [25, 130], 0, 1, [0, 0]);

/** Traits in the order of `TypeIndex`, the untyped last. */
export const typeTraits: readonly TypeTraits[] = [...addressTypes.map((type) => traitsByType[type]), untypedTraits];

export function traitsOf(type: TypeIndex): TypeTraits {
	return typeTraits[type] ?? untypedTraits;
}
