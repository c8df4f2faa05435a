import { findHome, type Home, type World } from './home.ts';
import { LruCache } from './lru.ts';
import { mix } from './random.ts';
import { rank } from './ranking.ts';
import { type AddressListing, listRuns, runAt } from './run.ts';
import { readSearch, type SearchQuery } from './search-query.ts';

export interface Hits {
	readonly homes: readonly Home[];
	/** All hits, also beyond the result window. */
	readonly total: number;
}

interface Ranked {
	readonly listing: AddressListing;
	readonly positions: Float64Array | undefined;
}

/** Answers searches over a world; the last few orders are kept, so that paging through one is cheap. */
export class Search {
	readonly #world: World;
	readonly #listings = new LruCache<string, AddressListing>(64);
	readonly #ranked = new LruCache<string, Ranked>(8);
	#unsorted = 0;

	constructor(world: World) {
		this.#world = world;
	}

	/** One page of hits. `listedOnly` keeps what is for sale. Throws `BadParameter`. */
	find(parameters: URLSearchParams, listedOnly = false): Hits {
		const query = readSearch(this.#world, parameters, listedOnly);
		const { listing, positions } = this.#order(query);
		const total = positions?.length ?? listing.total;
		const shuffle = query.sortBy === undefined ? this.#nextShuffle(total) : undefined;
		const homes: Home[] = [];
		for (let row = query.offset; row < Math.min(query.offset + query.limit, total); row++) {
			const directed = query.ascending ? row : total - 1 - row;
			const place = shuffle === undefined ? directed : (row * shuffle.step + shuffle.start) % total;
			const home = this.#homeAt(listing, positions === undefined ? place : (positions[place] ?? -1));
			if (home !== undefined) homes.push(home);
		}
		return { homes, total };
	}

	#order({ selection, filter, sortBy = 'address' }: SearchQuery): Ranked {
		const { municipalities, types, zipCodes, text } = selection;
		const place = JSON.stringify([municipalities, types, zipCodes && [...zipCodes], text]);
		return this.#ranked.get(`${place} ${sortBy} ${JSON.stringify(filter)}`, () => {
			const listing = this.#listings.get(place, () => listRuns(this.#world, selection));
			return { listing, positions: rank(this.#world, listing, sortBy, filter) };
		});
	}

	#homeAt(listing: AddressListing, position: number): Home | undefined {
		const found = runAt(listing, position);
		if (found === undefined) return undefined;
		const { run, offset } = found;
		return findHome(run.municipality, run.type, run.firstNumber + offset);
	}

	/** Without `sortBy` every answer comes in an order of its own, so paging meets some rows twice and others never. */
	#nextShuffle(total: number): { readonly step: number; readonly start: number } {
		this.#unsorted++;
		const start = mix(this.#unsorted, 0x5f) % Math.max(1, total);
		let step = 1 + (mix(this.#unsorted, 0x57) % 9_973);
		while (total > 1 && divisor(step, total) !== 1) step++;
		return { step, start };
	}
}

function divisor(left: number, right: number): number {
	return right === 0 ? left : divisor(right, left % right);
}
