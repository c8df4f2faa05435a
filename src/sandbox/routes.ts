import { setImmediate as turn } from 'node:timers/promises';
import { detailRecord, type JsonRecord, searchRecord } from './address-record.ts';
import { type Answer, BadParameter, json, jsonType, notFound } from './answer.ts';
import { isDemolished } from './fate.ts';
import { addressId, createWorld, type Home, homeOfId, type World } from './home.ts';
import { findListing, listingsOf } from './listing-record.ts';
import { Realtors } from './realtor-record.ts';
import { Search } from './search.ts';
import { timelineOf } from './timeline-record.ts';

export type RouteKind = 'search' | 'detail' | 'timeline' | 'other';

/** Which endpoint a path belongs to, for the statistics. */
export function routeKind(path: string): RouteKind {
	if (path.startsWith('/search/')) return 'search';
	if (!path.startsWith('/addresses/')) return 'other';
	return path.endsWith('/timeline') ? 'timeline' : 'detail';
}

export interface RoutesOptions {
	readonly seed: number;
	readonly days?: number | undefined;
	readonly villas?: ReadonlyMap<number, number> | undefined;
	readonly map?: ((record: JsonRecord) => JsonRecord) | undefined;
}

/** Made at a time: a page of 200 takes some 20 ms. */
const recordsAtOnce = 10;

/** The endpoints of the API over one generated world. */
export class Routes {
	readonly #world: World;
	readonly #search: Search;
	readonly #realtors: Realtors;
	readonly #change: (record: JsonRecord) => JsonRecord;

	constructor({ seed, days, villas, map }: RoutesOptions) {
		this.#world = createWorld(seed, villas, days);
		this.#search = new Search(this.#world);
		this.#realtors = new Realtors(this.#world);
		this.#change = map ?? ((record) => record);
	}

	answer(path: string, parameters: URLSearchParams): Answer {
		const making = this.#making(path, parameters);
		for (let step = making.next(); ; step = making.next()) if (step.done === true) return step.value;
	}

	/** The same; who asks meanwhile has his turn before the whole page is made. */
	async answerInTurns(path: string, parameters: URLSearchParams): Promise<Answer> {
		const making = this.#making(path, parameters);
		for (let step = making.next(); ; step = making.next()) {
			if (step.done === true) return step.value;
			await turn();
		}
	}

	*#making(path: string, parameters: URLSearchParams): Generator<void, Answer, void> {
		try {
			return yield* this.#dispatch(path, parameters);
		} catch (error) {
			if (error instanceof BadParameter) return error.answer;
			throw error;
		}
	}

	*#dispatch(path: string, parameters: URLSearchParams): Generator<void, Answer, void> {
		const [, first, second, third, ...rest] = path.split('/');
		if (rest.length > 0 || first === undefined) return notFound;
		if (first === 'addresses' && second !== undefined) return this.#address(second, third);
		if (first === 'search' && third === undefined) {
			if (second === 'addresses') return yield* this.#searchAddresses(parameters);
			if (second === 'cases') return this.#searchCases(parameters);
		}
		if (first === 'municipalities' && second === undefined) {
			return json({ municipalities: this.#world.municipalities.map(({ record }) => record) });
		}
		if (first === 'cases' && second !== undefined && third === undefined) return this.#case(second);
		return notFound;
	}

	#address(id: string, part: string | undefined): Answer {
		const home = homeOfId(this.#world, id);
		if (home === undefined || isDemolished(this.#world, home.code)) return notFound;
		if (part === 'timeline') return json(timelineOf(this.#world, home));
		return part === undefined ? json(this.#change(detailRecord(this.#world, home, this.#realtors))) : notFound;
	}

	*#searchAddresses(parameters: URLSearchParams): Generator<void, Answer, void> {
		const { homes, total } = this.#search.find(parameters);
		const records: string[] = [];
		for (const home of homes) {
			records.push(JSON.stringify(this.#change(searchRecord(this.#world, home))));
			if (records.length % recordsAtOnce === 0) yield;
		}
		const addresses = records.length > 0 ? `[${records.join(',')}]` : 'null';
		const links = JSON.stringify({ self: { href: '/search/addresses' } });
		return {
			status: 200,
			body: `{"_links":${links},"addresses":${addresses},"totalHits":${total}}`,
			contentType: jsonType,
		};
	}

	#searchCases(parameters: URLSearchParams): Answer {
		const { homes, total } = this.#search.find(parameters, true);
		const cases = homes.map((home) => this.#caseRecord(home, listingsOf(this.#world, home, this.#realtors)[0] ?? {}));
		return json({
			_links: { self: { href: '/search/cases' } },
			cases: cases.length > 0 ? cases : null,
			totalHits: total,
		});
	}

	#case(id: string): Answer {
		const found = findListing(this.#world, this.#realtors, id);
		return found === undefined ? notFound : json(this.#caseRecord(found.home, found.listing));
	}

	/** A listing on its own says which address it is for. */
	#caseRecord(home: Home, listing: object): JsonRecord {
		const { _links, addressID, roadName, houseNumber, cityName, zipCode, municipality } = searchRecord(
			this.#world,
			home,
		);
		const address = { _links, addressID, roadName, houseNumber, cityName, zipCode, municipality };
		return { ...listing, address, addressID: addressId(this.#world, home.code) };
	}
}
