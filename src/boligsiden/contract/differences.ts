import { isDeepStrictEqual } from 'node:util';
import type { AddressPayload } from './address.ts';

/** What tells the elements of a list apart, so that their order is no difference. */
const keys = ['buildingNumber', 'registrationID'] as const;

/**
 * Paths at which a search record says something else than the detail of the same home. Search records never carry listings: those of a home
 * for sale come with its detail, but one of a home that its search record says is not for sale would be lost.
 */
export function searchDifferences(
	{ cases: _, ...listed }: AddressPayload,
	{ cases = [], ...detail }: AddressPayload,
): string[] {
	const lost = listed.isOnMarket === false && cases.length > 0 ? ['cases'] : [];
	return [...differences(listed, detail, ''), ...lost];
}

function differences(left: unknown, right: unknown, path: string): string[] {
	if (Array.isArray(left) && Array.isArray(right)) return differences(byKey(left), byKey(right), path);
	if (!isObject(left) || !isObject(right)) return isDeepStrictEqual(left ?? null, right ?? null) ? [] : [path];
	const fields = new Set([...Object.keys(left), ...Object.keys(right)]);
	return [...fields].flatMap((field) =>
		differences(left[field], right[field], path === '' ? field : `${path}.${field}`),
	);
}

/** A list as an object: its elements by what tells them apart, else by their place. */
function byKey(list: readonly unknown[]): object {
	const keys = list.map((element, index) => keyOf(element) ?? `${index}`);
	const distinct = new Set(keys).size === keys.length;
	return Object.fromEntries(list.map((element, index) => [distinct ? keys[index] : index, element]));
}

function keyOf(element: unknown): string | undefined {
	if (!isObject(element)) return undefined;
	const key = keys.find((name) => typeof element[name] === 'string');
	return key === undefined ? undefined : String(element[key]);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
