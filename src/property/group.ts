import { type HomeGroup, noType } from '../shared/drifted-fields.ts';
import type { Property } from './property.ts';
import type { HomeRows } from './rows.ts';

/** What a stored home is one of now; a record that does not say its type may have lost just that. */
export function groupOf(stored: Property, home?: HomeRows): HomeGroup {
	const { municipality, addressType } = home?.property ?? {};
	return {
		municipalityCode: Number(municipality ?? stored.municipality.code),
		type: String(addressType ?? stored.addressType ?? noType),
	};
}
