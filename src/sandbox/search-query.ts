import { addressTypes } from '../../config/address-types.ts';
import { everyType, type TypeIndex } from './address-type.ts';
import { BadParameter } from './answer.ts';
import type { World } from './home.ts';
import { type Filter, type Range, type SortField, sortFields } from './ranking.ts';
import type { Selection } from './run.ts';

export interface SearchQuery {
	readonly selection: Selection;
	readonly filter: Filter;
	/** Undefined when the caller named none: then the order differs from answer to answer. */
	readonly sortBy: SortField | undefined;
	readonly ascending: boolean;
	/** Rows to skip, and rows to return. */
	readonly offset: number;
	readonly limit: number;
}

/** More than this in one page is quietly cut; reports on the real API disagree about where that happens. */
const mostPerPage = 500;
/** `page` times `per_page` must stay within it. */
const resultWindow = 10_000;

/**
 * Reads the parameters that the API knows and ignores every other one, as the API does: a misspelt filter finds the whole
 * country. Throws `BadParameter` for a bad value.
 */
export function readSearch(world: World, parameters: URLSearchParams, listedOnly: boolean): SearchQuery {
	const page = readCount(parameters, 'page', 1);
	const perPage = readCount(parameters, 'per_page', 50);
	if (page * perPage > resultWindow) {
		throw new BadParameter('page', String(page), `page * per_page must not exceed ${resultWindow}`);
	}
	const limit = Math.min(perPage, mostPerPage);
	return {
		selection: {
			municipalities: readMunicipalities(world, parameters.getAll('municipalities')),
			types: readTypes(parameters.getAll('addressTypes')),
			zipCodes: parameters.has('zipCodes')
				? new Set(parameters.getAll('zipCodes').filter(isFourDigits).map(Number))
				: undefined,
			text: parameters.get('text')?.toLowerCase(),
		},
		filter: { price: readRange(parameters, 'price'), area: readRange(parameters, 'area'), listedOnly },
		sortBy: readOne(parameters, 'sortBy', sortFields),
		ascending: readOne(parameters, 'sortAscending', ['true', 'false']) !== 'false',
		offset: (page - 1) * limit,
		limit,
	};
}

/** The API knows codes by their four digits: 800 is no 0800. */
function isFourDigits(code: string): boolean {
	return /^\d{4}$/.test(code);
}

/** Positions of the municipalities named, by name in any case or by slug. A comma list is the name of none. */
function readMunicipalities(world: World, values: readonly string[]): number[] {
	const wanted = new Set(values.map((value) => value.normalize('NFC').toLocaleLowerCase('da')));
	return world.municipalities
		.filter(
			({ record }) => values.length === 0 || wanted.has(record.name.toLocaleLowerCase('da')) || wanted.has(record.slug),
		)
		.map(({ index }) => index);
}

function readTypes(values: readonly string[]): readonly TypeIndex[] {
	if (values.length === 0) return everyType;
	const named = new Set<TypeIndex>();
	for (const value of values.flatMap((each) => each.split(','))) {
		const type = (addressTypes as readonly string[]).indexOf(value.trim());
		if (type === -1) throw new BadParameter('addressTypes', value, addressTypes);
		named.add(type);
	}
	return [...named].sort((left, right) => left - right);
}

function readOne<Value extends string>(
	parameters: URLSearchParams,
	name: string,
	allowed: readonly Value[],
): Value | undefined {
	const value = parameters.get(name);
	if (value === null) return undefined;
	const known = allowed.find((each) => each === value);
	if (known === undefined) throw new BadParameter(name, value, allowed);
	return known;
}

function readRange(parameters: URLSearchParams, name: string): Range | undefined {
	const [least, most] = [readInteger(parameters, `${name}Min`), readInteger(parameters, `${name}Max`)];
	return least === undefined && most === undefined ? undefined : { least, most };
}

function readCount(parameters: URLSearchParams, name: string, fallback: number): number {
	const count = readInteger(parameters, name) ?? fallback;
	if (count < 1) throw new BadParameter(name, String(count), 'a whole number from 1');
	return count;
}

function readInteger(parameters: URLSearchParams, name: string): number | undefined {
	const value = parameters.get(name);
	if (value === null) return undefined;
	if (!/^-?\d{1,15}$/.test(value)) throw new BadParameter(name, value, 'a whole number');
	return Number(value);
}
