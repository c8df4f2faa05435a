import type { Collection, EntityManager, RequiredEntityData } from '@mikro-orm/core';
import { Listing } from '../listing/listing.ts';
import { ListingImage } from '../listing/listing-image.ts';
import { keepTimelines, type Noticing } from '../listing/price-history.ts';
import type { ListingRows } from '../listing/rows.ts';
import type { DriftedFields } from '../shared/drifted-fields.ts';
import { Building } from './building.ts';
import { changedFields, childKey } from './compare.ts';
import { groupOf } from './group.ts';
import { History } from './history.ts';
import { insertRows } from './insert-rows.ts';
import { ownListings } from './own-listings.ts';
import { Property } from './property.ts';
import { Registration } from './registration.ts';
import type { HomeRows } from './rows.ts';

type Row = Record<string, unknown>;
type StoredAs = 'imported' | 'updated' | 'unchanged';

/**
 * Writes homes: new ones are inserted at once, stored ones compared field by field in the unit of work and written only where they
 * differ, with what that tells of their history; of those that do not differ only the time of the check. Transaction and flush are the
 * caller's. The rows that homes point at must be there already.
 *
 * @returns how each home will be stored, by id.
 */
export async function writeHomes(
	em: EntityManager,
	homes: readonly HomeRows[],
	noticing: Noticing,
): Promise<Map<string, StoredAs>> {
	const { at: fetchedAt, runId, drifted } = noticing;
	const ids = homes.map(({ property }) => String(property.id));
	const known = await lockStored(em, ids);
	const populate = ['buildings', 'registrations', 'listings', 'listings.images'] as const;
	const stored =
		known.length === 0 ? [] : await em.find(Property, { id: { $in: known } }, { populate, strategy: 'select-in' });
	const storedById = new Map(stored.map((property) => [property.id, property]));
	const { homes: owned, moved } = await ownListings(em, homes, storedById);
	const byId = new Map(owned.map((home) => [String(home.property.id), home]));
	const history = await History.open(em, stored, noticing);
	const checkedBefore = new Map(stored.map((property) => [property.id, history.lastGoodCheck(property)]));

	// In the order of their ids, as in every importer, so that two of them do not wait for each other in a circle.
	const fresh = [...byId]
		.filter(([id]) => !storedById.has(id))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, home]) => home);
	await insertHomes(em, fresh, fetchedAt, moved);

	const results = new Map<string, StoredAs>(fresh.map(({ property }) => [String(property.id), 'imported']));
	const unchanged: Checked[] = [];
	for (const [id, property] of storedById) {
		const home = byId.get(id) as HomeRows;
		const isGood = history.isGood(property);
		history.note(property, home);
		const changed = updateHome(em, property, home, { fetchedAt, runId, isGood, moved, drifted });
		results.set(id, changed ? 'updated' : 'unchanged');
		if (!changed) unchanged.push({ id, searchRun: searchRunOf(property, home, isGood) });
	}
	await markChecked(em, unchanged, fetchedAt);
	await history.write();
	await keepTimelines(
		em,
		[...byId].flatMap(([propertyId, { timeline: events }]) =>
			events === undefined ? [] : [{ propertyId, events, previousCheckAt: checkedBefore.get(propertyId) ?? null }],
		),
		noticing,
	);
	return results;
}

/** Marks stored homes for which the API has only a 404; their listings are offered no more. */
export async function markGone(em: EntityManager, ids: readonly string[], noticing: Noticing): Promise<void> {
	const known = await lockStored(em, ids);
	if (known.length === 0) return;
	const stored = await em.find(
		Property,
		{ id: { $in: known }, goneAt: null },
		{ populate: ['listings'], strategy: 'select-in' },
	);
	const history = await History.openForGone(em, stored, noticing);
	for (const property of stored) {
		history.noteGone(property);
		property.goneAt = noticing.at;
		delistMissing(property, [], new Map(), noticing.at);
	}
	await history.write();
}

/**
 * Those that are stored, held until the transaction ends: an importer that comes to the same home meanwhile waits, and compares with what
 * was made of it, so that neither finds what the other has found. In the order of ids, so that they do not wait in a circle.
 */
async function lockStored(em: EntityManager, ids: readonly string[]): Promise<string[]> {
	if (ids.length === 0) return [];
	const rows: { id: string }[] = await em
		.getConnection()
		.execute(
			`select id from property where id in (${ids.map(() => '?').join(', ')}) order by id for update`,
			[...ids],
			'all',
			em.getTransactionContext(),
		);
	return rows.map(({ id }) => id);
}

/** A home whose content is what it was. */
interface Checked {
	readonly id: string;
	readonly searchRun: string | null;
}

/** A detail needs no proof; a search record adds none to content that is good, and else its own run must find it good. */
function searchRunOf(stored: Property, { searchRun = null }: HomeRows, isGood: boolean): string | null {
	return searchRun !== null && isGood ? (stored.searchRun ?? null) : searchRun;
}

/** One statement for all that has not changed, past the unit of work. */
async function markChecked(em: EntityManager, homes: readonly Checked[], at: Date): Promise<void> {
	if (homes.length === 0) return;
	await em.getConnection().execute(
		`update property p set checked_at = ?::timestamptz, search_run = c.run
		   from (values ${homes.map(() => '(?::uuid, ?::text)').join(', ')}) as c(id, run) where p.id = c.id`,
		[at.toISOString(), ...homes.flatMap(({ id, searchRun }) => [id, searchRun])],
		'run',
		em.getTransactionContext(),
	);
}

/**
 * New homes have nothing to be compared with, so they are spared entities and change sets: one insert for all tables, in the same
 * transaction. Measured (`npm run bench`): that takes a third off an import's processor time.
 */
async function insertHomes(
	em: EntityManager,
	homes: readonly HomeRows[],
	fetchedAt: Date,
	moved: ReadonlyMap<string, Listing>,
): Promise<void> {
	const ofHomes = (rowsOf: (home: HomeRows) => readonly Row[]): Row[] =>
		homes.flatMap((home) => rowsOf(home).map((row) => ({ ...row, property: home.property.id })));
	const imagesOf = new Map(
		homes.flatMap(({ listings }) => listings.map(({ listing, images }) => [listing.id, images])),
	);
	const listings = ofHomes((home) => home.listings.map(({ listing }) => listing));
	const newListings = listings.filter(({ id }) => !moved.has(String(id)));
	const images = newListings.flatMap(({ id }) => (imagesOf.get(id) ?? []).map((image) => ({ ...image, listing: id })));

	const properties = homes.map(({ property, searchRun = null }) => ({
		...property,
		...{ storedAt: fetchedAt, fetchedAt, checkedAt: fetchedAt, searchRun },
	}));
	await insertRows(em, [
		{ entity: Property, rows: properties },
		{ entity: Building, rows: ofHomes((home) => home.buildings) },
		{ entity: Registration, rows: ofHomes((home) => home.registrations ?? []) },
		{ entity: Listing, rows: newListings },
		{ entity: ListingImage, rows: images },
	]);
	for (const row of listings) {
		const stored = moved.get(String(row.id));
		if (stored !== undefined) updateListing(em, stored, row, imagesOf.get(row.id) ?? []);
	}
}

interface Update {
	readonly fetchedAt: Date;
	readonly runId: string;
	readonly isGood: boolean;
	readonly moved: ReadonlyMap<string, Listing>;
	readonly drifted: DriftedFields;
}

/**
 * How a sale was noticed that the API tells under another id now (older ids are digits, newer ones a uuid), by its new row; undefined of a
 * sale that is new.
 */
function renumbered(
	stored: Collection<Registration>,
	rows: readonly Row[],
): (row: Row) => Pick<Registration, 'noticedAt' | 'noticedRun'> | undefined {
	const saleOf = ({ date, amount, type }: Row): string => JSON.stringify([date ?? null, amount ?? null, type ?? null]);
	const ids = new Set(rows.map(({ registrationId }) => registrationId));
	const vanished = stored.getItems().filter(({ registrationId }) => !ids.has(registrationId));
	const bySale = new Map(vanished.map((sale) => [saleOf(sale as unknown as Row), sale]));
	return (row) => {
		const sale = bySale.get(saleOf(row));
		return sale && { noticedAt: sale.noticedAt, noticedRun: sale.noticedRun };
	};
}

function updateHome(
	em: EntityManager,
	property: Property,
	home: HomeRows,
	{ fetchedAt, runId, isGood, moved, drifted }: Update,
): boolean {
	const goodAt = isGood ? property.checkedAt : (property.goodAt ?? null);
	const group = groupOf(property, home);
	// What corrects a doubtful record may well have been there before it, unless it happened since; so may all sales, where records told of
	// none for a while.
	const isNews = ({ date }: Row): boolean =>
		!drifted.concerns('registrations', group, goodAt ?? property.checkedAt) &&
		(isGood || (goodAt !== null && date !== null && String(date) > goodAt.toISOString().slice(0, 10)));
	const noticedBefore = renumbered(property.registrations, home.registrations ?? []);
	const news = { noticedAt: fetchedAt, noticedRun: runId };
	const noticingOf = (row: Row): object => noticedBefore(row) ?? (isNews(row) ? news : {});
	const changes = [
		assignChanged(em, property, { ...home.property, goneAt: null }),
		syncChildren(em, property.buildings, home.buildings, ['buildingNumber'], (row) =>
			em.create(Building, { ...row, property } as unknown as RequiredEntityData<Building>),
		),
		home.registrations !== undefined &&
			syncChildren(em, property.registrations, home.registrations, ['registrationId'], (row) =>
				em.create(Registration, {
					...{ ...row, property, ...noticingOf(row) },
				} as unknown as RequiredEntityData<Registration>),
			),
		writeListings(em, property, home.listings, moved),
		delistMissing(property, home.listings, moved, fetchedAt),
	];
	if (!changes.includes(true)) return false;
	property.fetchedAt = fetchedAt;
	property.checkedAt = fetchedAt;
	property.searchRun = home.searchRun ?? null;
	property.goodAt = property.searchRun === null ? null : goodAt;
	return true;
}

function writeListings(
	em: EntityManager,
	property: Property,
	listings: readonly ListingRows[],
	moved: ReadonlyMap<string, Listing>,
): boolean {
	let changed = false;
	const own = new Map(property.listings.getItems(false).map((listing) => [listing.id, listing]));
	for (const { listing: row, images } of listings) {
		const id = String(row.id);
		const stored = own.get(id) ?? moved.get(id);
		if (stored === undefined) {
			em.create(Listing, { ...row, property, images } as unknown as RequiredEntityData<Listing>);
			changed = true;
		} else if (updateListing(em, stored, { ...row, property: property.id }, images)) changed = true;
	}
	return changed;
}

function updateListing(em: EntityManager, stored: Listing, row: Row, images: readonly Row[]): boolean {
	const createImage = (image: Row) =>
		em.create(ListingImage, { ...image, listing: stored } as unknown as RequiredEntityData<ListingImage>);
	const changes = [
		assignChanged(em, stored, { ...row, delistedAt: null }),
		syncChildren(em, stored.images, images, ['kind', 'position', 'source'], createImage),
	];
	return changes.includes(true);
}

/** @param moved those that go to another home are not missing. */
function delistMissing(
	property: Property,
	listings: readonly ListingRows[],
	moved: ReadonlyMap<string, Listing>,
	at: Date,
): boolean {
	const current = new Set(listings.map(({ listing }) => listing.id));
	const missing = property.listings
		.getItems()
		.filter(({ id, delistedAt }) => !current.has(id) && !moved.has(id) && delistedAt === null);
	for (const listing of missing) listing.delistedAt = at;
	return missing.length > 0;
}

/** Sets the fields that differ from the row; says whether any did. */
function assignChanged(em: EntityManager, entity: object, row: Row): boolean {
	const changed = changedFields(entity, row);
	if (changed.length > 0) em.assign(entity, Object.fromEntries(changed.map((field) => [field, row[field]])));
	return changed.length > 0;
}

/** Brings stored children in step with the rows: assigns what differs, creates what is new, removes what is gone. */
function syncChildren<Child extends object>(
	em: EntityManager,
	collection: Collection<Child>,
	rows: readonly Row[],
	key: readonly string[],
	create: (row: Row) => Child,
): boolean {
	const keyOf = (child: object): string => childKey(child, key);
	const stored = new Map(collection.getItems().map((child) => [keyOf(child), child]));
	let changed = false;
	for (const row of rows) {
		const child = stored.get(keyOf(row));
		stored.delete(keyOf(row));
		if (child === undefined) {
			create(row);
			changed = true;
		} else if (assignChanged(em, child, row)) changed = true;
	}
	for (const gone of stored.values()) {
		collection.remove(gone);
		changed = true;
	}
	return changed;
}
