import type { HomeQuery } from '../ports.ts';
import { boundsWords } from './bounds.ts';

/** The name of a whole partition: "København · villa". */
export function partitionName(query: HomeQuery): string {
	return `${query.municipality.name} · ${query.addressType ?? 'all types'}`;
}

/** Which part of its partition a query is: " of zip code 2300, 100 to 127 m²"; nothing for the whole. */
export function partWords({ zipCodes, area, price }: HomeQuery): string {
	const parts = [
		zipCodes && (zipCodes.length === 1 ? `zip code ${zipCodes[0]}` : `zip codes ${zipCodes[0]} to ${zipCodes.at(-1)}`),
		area && boundsWords('area', area),
		price && boundsWords('price', price),
	].filter((part) => part !== undefined);
	return parts.length === 0 ? '' : ` of ${parts.join(', ')}`;
}
