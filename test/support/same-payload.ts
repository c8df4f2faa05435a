import { droppedRealtorFields } from '../../src/boligsiden/contract/listing.ts';

const childKeys = ['buildingNumber', 'registrationID', 'caseID'] as const;

/**
 * A payload in a form in which two that say the same are equal: keys and keyed children in order, what has no value left out
 * (absent, null, and empty lists and objects say the same), the fields that are not kept on purpose left out.
 */
export function normalise(value: unknown): unknown {
	if (Array.isArray(value)) {
		const items = value.map(normalise).filter((item) => item !== undefined);
		return items.length === 0 ? undefined : sortChildren(items);
	}
	if (typeof value !== 'object' || value === null) return value ?? undefined;
	const isRealtor = 'realtorID' in value;
	const fields = Object.entries(value)
		.filter(([key]) => !(isRealtor && (droppedRealtorFields as readonly string[]).includes(key)))
		.map(([key, field]): [string, unknown] => [key, normalise(field)])
		.filter(([, field]) => field !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function sortChildren(items: unknown[]): unknown[] {
	const keyOf = (item: unknown): string | undefined => {
		if (typeof item !== 'object' || item === null) return undefined;
		const key = childKeys.find((name) => name in item);
		return key === undefined ? undefined : JSON.stringify([(item as Record<string, unknown>)[key], item]);
	};
	if (items.some((item) => keyOf(item) === undefined)) return items;
	return items.toSorted((a, b) => ((keyOf(a) ?? '') < (keyOf(b) ?? '') ? -1 : 1));
}
