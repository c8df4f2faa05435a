import type { EntityManager } from '@mikro-orm/core';
import { eventsBetween, type Offer, type SeenEvent } from '../listing/price-events.ts';
import { keepSeen, type Noticing, type SeenEvents } from '../listing/price-history.ts';
import { groupOf } from './group.ts';
import type { Property } from './property.ts';
import type { HomeRows } from './rows.ts';
import { searchIsTrusted } from './search-trust.ts';
import { type Change, changesBetween, goneField, pathOf, watchedOf, watchedOfRows, withoutChanges } from './watched.ts';

/** What search records that are not known to be good have put into the history of a home. */
interface TakenBack {
	readonly changes: Pick<Change, 'field' | 'from'>[];
	/** What became of a listing by such a record, by the listing's id. */
	readonly events: Map<string, TakenBackEvent>;
}

/**
 * What a batch changes in the stored homes it writes, kept with the batch. What a home is compared with is its last good state: where
 * the stored one comes from a search record that was never found to be good, what that record changed is taken back first. (Where such
 * a record was the home's first, what corrects it is no change.)
 * A field that the API's records have lost altogether, or got back, changes the rows of its homes, but is no change of any home.
 */
export class History {
	readonly #em: EntityManager;
	readonly #noticing: Noticing;
	readonly #doubtful: ReadonlyMap<string, TakenBack>;
	readonly #changes: { readonly propertyId: string; readonly change: Change }[] = [];
	readonly #seen: SeenEvents[] = [];

	private constructor(em: EntityManager, noticing: Noticing, doubtful: ReadonlyMap<string, TakenBack>) {
		this.#em = em;
		this.#noticing = noticing;
		this.#doubtful = doubtful;
	}

	static async open(em: EntityManager, stored: readonly Property[], noticing: Noticing): Promise<History> {
		const doubtful = await doubtfulOf(em, stored);
		return new History(em, noticing, await takeBackEvents(em, await takeBackChanges(em, doubtful)));
	}

	/** For homes that answer 404: what doubtful records did to their fields stays in doubt, and their listings have ended now at the latest. */
	static async openForGone(em: EntityManager, stored: readonly Property[], noticing: Noticing): Promise<History> {
		const doubtful = await takeBackEvents(em, await doubtfulOf(em, stored));
		return new History(em, noticing, doubtful);
	}

	/** Whether the stored content is known to be good. */
	isGood({ id }: Property): boolean {
		return !this.#doubtful.has(id);
	}

	/** To be told before the stored home is changed. */
	note(stored: Property, home: HomeRows): void {
		const doubt = this.#doubtful.get(stored.id);
		const isFirst = doubt !== undefined && stored.goodAt === null;
		if (isFirst) return;
		const before = withoutChanges(watchedOf(stored, stored.buildings.getItems()), doubt?.changes ?? []);
		this.#keep(stored, changesBetween(before, watchedOfRows(home)), home);
		const offers = home.listings.map(({ listing }) => offerOf(listing as unknown as ListingRow));
		this.#notePrices(stored, offersOf(stored, doubt), offers, home);
	}

	/** A home that answers 404; told before it is marked. */
	noteGone(stored: Property): void {
		this.#keep(stored, [{ field: goneField, from: null, to: this.#noticing.at.toISOString() }]);
		this.#notePrices(stored, offersOf(stored, this.#doubtful.get(stored.id)), []);
	}

	async write(): Promise<void> {
		if (this.#changes.length > 0) {
			const rows = this.#changes.map(({ propertyId, change: { field, from, to } }) => ({
				propertyId,
				field,
				from,
				to,
			}));
			await execute(
				this.#em,
				`insert into property_change (property_id, field, from_value, to_value, run_id, noticed_at)
				 select c."propertyId", c.field, nullif(c.from, 'null'), nullif(c.to, 'null'), ?, ?::timestamptz
				   from jsonb_to_recordset(?::jsonb) as c("propertyId" uuid, field text, "from" jsonb, "to" jsonb)`,
				[this.#noticing.runId, this.#noticing.at.toISOString(), JSON.stringify(rows)],
			);
		}
		await keepSeen(this.#em, this.#seen, this.#noticing);
	}

	/** @param home as it is now, where the API has it. */
	#keep(stored: Property, changes: readonly Change[], home?: HomeRows): void {
		const { drifted } = this.#noticing;
		const group = groupOf(stored, home);
		const checkedAt = this.lastGoodCheck(stored);
		const isDrift = ({ field, from, to }: Change): boolean =>
			(from === null || to === null) && drifted.concerns(pathOf(field), group, checkedAt);
		for (const change of changes) if (!isDrift(change)) this.#changes.push({ propertyId: stored.id, change });
	}

	#notePrices(stored: Property, before: readonly Offer[], after: readonly Offer[], home?: HomeRows): void {
		const { drifted } = this.#noticing;
		const group = groupOf(stored, home);
		const previousCheckAt = this.lastGoodCheck(stored);
		// A price that was not there before is news of a listing only where its record has one or not by itself.
		const isDrift = ({ type, priceBefore }: SeenEvent): boolean =>
			drifted.concerns('cases', group, previousCheckAt) ||
			(type === 'price_change' &&
				priceBefore === null &&
				drifted.concerns('cases[].priceCash', group, previousCheckAt));
		const events = eventsBetween(before, after).filter((event) => !isDrift(event));
		if (events.length > 0) this.#seen.push({ propertyId: stored.id, previousCheckAt, events });
	}

	/** When the home was last found as what it is compared with; to be asked before it is changed. */
	lastGoodCheck({ id, checkedAt, goodAt }: Property): Date {
		return (this.#doubtful.has(id) ? goodAt : undefined) ?? checkedAt;
	}
}

interface ListingRow {
	readonly id: string;
	readonly status?: string | null | undefined;
	readonly priceCash?: number | null | undefined;
}

/** The listings of a home as they were before what is taken back. */
function offersOf({ listings }: Property, doubt?: TakenBack): Offer[] {
	return listings.getItems().map((listing) => {
		const offer = { ...offerOf(listing), isListed: listing.delistedAt === null };
		const event = doubt?.events.get(listing.id);
		if (event === undefined) return offer;
		if (event.type === 'open') return { ...offer, isListed: false };
		const price = event.type === 'price_change' && event.priceBefore !== null ? Number(event.priceBefore) : offer.price;
		return { ...offer, status: 'open', price, isListed: true };
	});
}

function offerOf({ id, status, priceCash }: ListingRow): Offer {
	return { id, status: status ?? null, price: priceCash ?? null, isListed: true };
}

interface TakenBackEvent {
	readonly id: string;
	readonly listing: string;
	readonly type: string;
	readonly priceBefore: number | string | null;
}

/** The homes whose search record was never found to be good, by id. */
async function doubtfulOf(em: EntityManager, stored: readonly Property[]): Promise<Map<string, TakenBack>> {
	const fromSearch = stored.filter(({ searchRun }) => searchRun !== null).map(({ id }) => id);
	if (fromSearch.length === 0) return new Map();
	const homes: { id: string }[] = await execute(
		em,
		`select p.id from property p where p.id in (${marks(fromSearch)}) and not ${searchIsTrusted}`,
		fromSearch,
	);
	return new Map(homes.map(({ id }) => [id, { changes: [], events: new Map() }]));
}

/** Removes from the history of homes the changes that such records have put there, and keeps them in mind. */
async function takeBackChanges(em: EntityManager, doubtful: Map<string, TakenBack>): Promise<Map<string, TakenBack>> {
	const ids = [...doubtful.keys()];
	if (ids.length === 0) return doubtful;
	const changes: { id: string; field: string; from: unknown }[] = await execute(
		em,
		`delete from property_change h using property p where ${ofDoubtful(ids)} and h.field <> '${goneField}'
		 returning p.id, h.field, h.from_value as "from"`,
		ids,
	);
	for (const { id, field, from } of changes) doubtful.get(id)?.changes.push({ field, from });
	return doubtful;
}

/** The same for what they have told of listings. */
async function takeBackEvents(em: EntityManager, doubtful: Map<string, TakenBack>): Promise<Map<string, TakenBack>> {
	const ids = [...doubtful.keys()];
	if (ids.length === 0) return doubtful;
	const events: TakenBackEvent[] = await execute(
		em,
		`delete from price_event h using property p where ${ofDoubtful(ids)} and h.source = 'import'
		 returning p.id, h.listing_id as listing, h.type, h.price_before as "priceBefore"`,
		ids,
	);
	for (const event of events) doubtful.get(event.id)?.events.set(event.listing, event);
	return doubtful;
}

const marks = (ids: readonly string[]): string => ids.map(() => '?').join(', ');

/** SQL: what home `p` has in its history `h` by the search record that it holds. */
const ofDoubtful = (ids: readonly string[]): string =>
	`p.id = h.property_id and h.run_id = p.search_run and p.id in (${marks(ids)})`;

function execute<Rows>(em: EntityManager, sql: string, values: readonly unknown[]): Promise<Rows> {
	return em.getConnection().execute(sql, [...values], 'all', em.getTransactionContext()) as Promise<Rows>;
}
