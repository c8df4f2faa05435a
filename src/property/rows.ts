import {
	type AddressPayload,
	addressSchema,
	buildingSchema,
	registrationSchema,
} from '../boligsiden/contract/address.ts';
import { defineColumns, withOwn } from '../boligsiden/contract/columns.ts';
import type { TimelineEvent } from '../boligsiden/contract/timeline.ts';
import { type ListingRows, listingsRows } from '../listing/rows.ts';
import { type PlaceRows, placeRows } from '../place/rows.ts';

type Row = Record<string, unknown>;

export const propertyColumns = defineColumns(addressSchema, {
	elsewhere: [
		...['municipality', 'province', 'zipCode', 'zip', 'city', 'road', 'place'],
		...['buildings', 'registrations', 'cases'],
	],
	rename: { addressId: 'id' },
});
export const buildingColumns = defineColumns(buildingSchema);
export const registrationColumns = defineColumns(registrationSchema);

/** Where `extra` keeps children whose key repeats within one record with another content: {buildings: [...]}. */
export const repeatedKey = '$repeated';

/** A home as rows of its tables. */
export interface HomeRows {
	readonly property: Row;
	readonly buildings: readonly Row[];
	/** undefined where the record has no list of them: a sale that was registered stays one, whether or not it is told. */
	readonly registrations: readonly Row[] | undefined;
	readonly listings: readonly ListingRows[];
	readonly places: PlaceRows;
	/** The run that stores it from a search record; null or absent where it was fetched. */
	readonly searchRun?: string | null;
	/** Where it was asked for and came. */
	readonly timeline?: readonly TimelineEvent[] | undefined;
}

/** Payload to rows. Pure: the same payload gives the same rows. */
export function homeRows(address: AddressPayload): HomeRows {
	const buildings = distinct(address.buildings ?? [], (building) => building.buildingNumber);
	const registrations = distinct(address.registrations ?? [], (registration) => registration.registrationID);
	const cases = distinct(address.cases ?? [], (listing) => listing.caseID);
	const repeated = Object.entries({
		buildings: buildings.repeated,
		registrations: registrations.repeated,
		cases: cases.repeated,
	}).filter(([, children]) => children.length > 0);

	const property = propertyColumns.toRow(address);
	return {
		property: {
			...(repeated.length > 0 ? withOwn(property, repeatedKey, Object.fromEntries(repeated)) : property),
			municipality: address.municipality.municipalityCode,
			province: address.province?.provinceCode ?? null,
			zipCode: address.zipCode,
			city: address.city?.slug ?? null,
			road: address.road?.roadID ?? null,
			place: address.place?.id ?? null,
		},
		buildings: buildings.first.map((building) => buildingColumns.toRow(building)),
		registrations:
			address.registrations && registrations.first.map((registration) => registrationColumns.toRow(registration)),
		listings: listingsRows(cases.first),
		places: placeRows(address),
	};
}

/** The first child of each key; a later one of the same key is repeated, unless it says the very same. */
function distinct<Child>(children: readonly Child[], keyOf: (child: Child) => string) {
	const first = new Map<string, Child>();
	const repeated: Child[] = [];
	for (const child of children) {
		const key = keyOf(child);
		const earlier = first.get(key);
		if (earlier === undefined) first.set(key, child);
		else if (JSON.stringify(earlier) !== JSON.stringify(child)) repeated.push(child);
	}
	return { first: [...first.values()], repeated };
}
