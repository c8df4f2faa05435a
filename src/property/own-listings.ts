import type { EntityManager } from '@mikro-orm/core';
import { Listing } from '../listing/listing.ts';
import type { Property } from './property.ts';
import type { HomeRows } from './rows.ts';

export interface OwnListings {
	/** Each with the listings that are its own. */
	readonly homes: readonly HomeRows[];
	/** Listings that are stored with another home than the one they go to now, by id. */
	readonly moved: ReadonlyMap<string, Listing>;
}

/**
 * Leaves each listing of a batch to one home. Several homes may name the same one (a property of more than one address), and it is stored
 * once: the home that has it keeps it for as long as its record names it, or is not looked at; else the first to name it has it, by id. So
 * neither the order of homes nor how they fall into batches makes a difference, and nothing changes hands from night to night.
 */
export async function ownListings(
	em: EntityManager,
	homes: readonly HomeRows[],
	storedById: ReadonlyMap<string, Property>,
): Promise<OwnListings> {
	const namedBy = new Map<string, string[]>();
	for (const { property, listings } of homes) {
		for (const { listing } of listings) {
			const id = String(listing.id);
			namedBy.set(id, [...(namedBy.get(id) ?? []), String(property.id)]);
		}
	}
	const stored = await storedListings(em, [...namedBy.keys()], storedById);
	const inBatch = new Set(homes.map(({ property }) => String(property.id)));
	const owners = new Map<string, string>();
	const moved = new Map<string, Listing>();
	for (const [id, names] of namedBy) {
		const listing = stored.get(id);
		const holder = listing?.property.id;
		const keeps = holder !== undefined && (inBatch.has(holder) ? names.includes(holder) : listing?.delistedAt === null);
		const owner = keeps ? holder : names.toSorted()[0];
		if (owner === undefined) continue;
		owners.set(id, owner);
		if (listing !== undefined && holder !== owner) moved.set(id, listing);
	}
	const own = homes.map((home) => ({
		...home,
		listings: home.listings.filter(({ listing }) => owners.get(String(listing.id)) === home.property.id),
	}));
	return { homes: own, moved };
}

/** Those of the homes are loaded already. */
async function storedListings(
	em: EntityManager,
	ids: readonly string[],
	storedById: ReadonlyMap<string, Property>,
): Promise<ReadonlyMap<string, Listing>> {
	const ofHomes = [...storedById.values()].flatMap((property) => property.listings.getItems());
	const loaded = new Map(ofHomes.map((listing) => [listing.id, listing]));
	const others = ids.filter((id) => !loaded.has(id));
	const found =
		others.length === 0
			? []
			: await em.find(Listing, { id: { $in: others } }, { populate: ['images'], strategy: 'select-in' });
	return new Map([...loaded, ...found.map((listing): [string, Listing] => [listing.id, listing])]);
}
