import { cleanse } from '../../src/boligsiden/contract/cleanse.ts';
import type { JsonObject } from '../support/records.ts';
import { normalise } from '../support/same-payload.ts';

/** A record in the form in which what was sent and what is stored must be equal. */
export function asKept(record: unknown): unknown {
	const { zip, ...home } = normalise(withSmallIds(cleanse(record, []))) as JsonObject;
	const children = Object.entries({ buildings: home.buildings, registrations: home.registrations, cases: home.cases });
	return {
		...home,
		...Object.fromEntries(children.map(([name, list]) => [name, withoutRepeats(list)])),
		zip: saysMore(zip) ? zip : undefined,
	};
}

const ids = new Set(['addressID', 'entryAddressID', 'roadID', 'caseID', 'realtorID']);

/** Uuids are kept in small letters. */
function withSmallIds(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withSmallIds);
	if (typeof value !== 'object' || value === null) return value;
	const fields = Object.entries(value).map(([name, field]) =>
		ids.has(name) && typeof field === 'string' ? [name, field.toLowerCase()] : [name, withSmallIds(field)],
	);
	return Object.fromEntries(fields);
}

/** A child that comes twice with the very same content is kept once. */
function withoutRepeats(list: unknown): unknown {
	if (!Array.isArray(list)) return list;
	return [...new Map(list.map((child) => [JSON.stringify(child), child])).values()];
}

/** A zip code that names nothing but itself says no more than the home does. */
function saysMore(zip: unknown): boolean {
	return Object.keys(zip ?? {}).length > 1;
}
