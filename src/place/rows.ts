import type { AddressPayload } from '../boligsiden/contract/address.ts';
import { defineColumns } from '../boligsiden/contract/columns.ts';
import {
	citySchema,
	municipalitySchema,
	placeSchema,
	provinceSchema,
	roadSchema,
	zipSchema,
} from '../boligsiden/contract/place.ts';

export const municipalityColumns = defineColumns(municipalitySchema, { rename: { municipalityCode: 'code' } });
export const provinceColumns = defineColumns(provinceSchema, { rename: { provinceCode: 'code' } });
export const zipColumns = defineColumns(zipSchema, { rename: { zipCode: 'code' } });
export const cityColumns = defineColumns(citySchema);
export const roadColumns = defineColumns(roadSchema, { rename: { roadId: 'id' } });
export const placeColumns = defineColumns(placeSchema);

export type ReferenceRow = Record<string, unknown>;

/** The reference rows a home points at, by table; each table holds one row per key, whatever number of homes names it. */
export interface PlaceRows {
	readonly municipality: ReferenceRow;
	readonly province: ReferenceRow | undefined;
	readonly zipCode: ReferenceRow;
	readonly city: ReferenceRow | undefined;
	readonly road: ReferenceRow | undefined;
	readonly place: ReferenceRow | undefined;
}

export function placeRows(address: AddressPayload): PlaceRows {
	return {
		municipality: municipalityColumns.toRow(address.municipality),
		province: address.province && provinceColumns.toRow(address.province),
		zipCode: zipColumns.toRow(address.zip ?? { zipCode: address.zipCode }),
		city: address.city && cityColumns.toRow(address.city),
		road: address.road && roadColumns.toRow(address.road),
		place: address.place && placeColumns.toRow(address.place),
	};
}
