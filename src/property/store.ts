import { isDeepStrictEqual } from 'node:util';
import { type Collection, type EntityManager, Reference, type RequiredEntityData, wrap } from '@mikro-orm/core';
import { Listing } from '../listing/listing.ts';
import { ListingImage } from '../listing/listing-image.ts';
import type { ListingRows } from '../listing/rows.ts';
import { Building } from './building.ts';
import { Property } from './property.ts';
import { Registration } from './registration.ts';
import type { HomeRows } from './rows.ts';

type Row = Record<string, unknown>;
type Entity = Row & object;

/**
 * Puts homes into the unit of work: new ones are created, stored ones compared field by field and written only where they differ.
 * The flush is the caller's. The rows that homes point at must be there already.
 *
 * @returns how each home will be stored, by id.
 */
export async function writeHomes(
	em: EntityManager,
	homes: readonly HomeRows[],
	fetchedAt: Date,
): Promise<Map<string, 'imported' | 'updated' | 'unchanged'>> {
	const byId = new Map(homes.map((home) => [String(home.property.id), home]));
	const stored = await em.find(
		Property,
		{ id: { $in: [...byId.keys()] } },
		{ populate: ['buildings', 'registrations', 'listings', 'listings.images'], strategy: 'select-in' },
	);
	const storedById = new Map(stored.map((property) => [property.id, property]));
	const moved = await movedListings(em, homes, storedById);

	const results = new Map<string, 'imported' | 'updated' | 'unchanged'>();
	for (const [id, home] of byId) {
		const property = storedById.get(id);
		if (property === undefined) {
			createHome(em, home, fetchedAt, moved);
			results.set(id, 'imported');
		} else {
			const changed = updateHome(em, property, home, fetchedAt, moved);
			results.set(id, changed ? 'updated' : 'unchanged');
		}
	}
	return results;
}

/** Listings that are stored under another home than the one whose record names them now. */
async function movedListings(
	em: EntityManager,
	homes: readonly HomeRows[],
	storedById: ReadonlyMap<string, Property>,
): Promise<Map<string, Listing>> {
	const ids = homes.flatMap((home) => home.listings.map(({ listing }) => String(listing.id)));
	const own = new Set([...storedById.values()].flatMap((property) => property.listings.getItems().map(({ id }) => id)));
	const others = ids.filter((id) => !own.has(id));
	if (others.length === 0) return new Map();
	const found = await em.find(Listing, { id: { $in: others } }, { populate: ['images'], strategy: 'select-in' });
	return new Map(found.map((listing) => [listing.id, listing]));
}

function createHome(em: EntityManager, home: HomeRows, fetchedAt: Date, moved: ReadonlyMap<string, Listing>): void {
	const property = em.create(Property, {
		...home.property,
		fetchedAt,
		buildings: home.buildings,
		registrations: home.registrations,
	} as unknown as RequiredEntityData<Property>);
	writeListings(em, property, home.listings, moved);
}

function updateHome(
	em: EntityManager,
	property: Property,
	home: HomeRows,
	fetchedAt: Date,
	moved: ReadonlyMap<string, Listing>,
): boolean {
	const changes = [
		assignChanged(em, property, { ...home.property, goneAt: null }),
		syncChildren(em, property.buildings, home.buildings, ['buildingNumber'], (row) =>
			em.create(Building, { ...row, property } as unknown as RequiredEntityData<Building>),
		),
		syncChildren(em, property.registrations, home.registrations, ['registrationId'], (row) =>
			em.create(Registration, { ...row, property } as unknown as RequiredEntityData<Registration>),
		),
		writeListings(em, property, home.listings, moved),
		delistMissing(property, home.listings, fetchedAt),
	];
	property.fetchedAt = fetchedAt;
	return changes.includes(true);
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
		const content = { ...row, property: property.id, delistedAt: null };
		if (stored === undefined) {
			em.create(Listing, { ...content, property, images } as unknown as RequiredEntityData<Listing>);
			changed = true;
			continue;
		}
		const createImage = (image: Row) =>
			em.create(ListingImage, { ...image, listing: stored } as unknown as RequiredEntityData<ListingImage>);
		if (assignChanged(em, stored, content)) changed = true;
		if (syncChildren(em, stored.images, images, ['kind', 'position', 'source'], createImage)) changed = true;
	}
	return changed;
}

function delistMissing(property: Property, listings: readonly ListingRows[], at: Date): boolean {
	const current = new Set(listings.map(({ listing }) => listing.id));
	const missing = property.listings.getItems().filter(({ id, delistedAt }) => !current.has(id) && delistedAt === null);
	for (const listing of missing) listing.delistedAt = at;
	return missing.length > 0;
}

/** Sets the fields that differ from the row; says whether any did. */
function assignChanged(em: EntityManager, entity: object, row: Row): boolean {
	const changed = Object.entries(row).filter(([field, value]) => !isSame((entity as Entity)[field], value));
	if (changed.length > 0) em.assign(entity, Object.fromEntries(changed));
	return changed.length > 0;
}

/** Relations are compared by the key they point at. */
function isSame(stored: unknown, value: unknown): boolean {
	const content = Reference.isReference(stored) ? wrap(stored.unwrap(), true).getPrimaryKey() : stored;
	return isDeepStrictEqual(content ?? null, value ?? null);
}

/** Brings stored children in step with the rows: assigns what differs, creates what is new, removes what is gone. */
function syncChildren<Child extends object>(
	em: EntityManager,
	collection: Collection<Child>,
	rows: readonly Row[],
	key: readonly string[],
	create: (row: Row) => Child,
): boolean {
	const keyOf = (child: object): string => JSON.stringify(key.map((field) => (child as Entity)[field]));
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
