import { type EntityManager, Reference, wrap } from '@mikro-orm/core';
import { ownOf } from '../boligsiden/contract/columns.ts';
import type { Listing } from '../listing/listing.ts';
import type { ListingImage } from '../listing/listing-image.ts';
import {
	imageColumns,
	listingColumns,
	momentText,
	pictureColumns,
	pictureKey,
	realtorColumns,
	realtorKey,
} from '../listing/rows.ts';
import {
	cityColumns,
	municipalityColumns,
	placeColumns,
	provinceColumns,
	roadColumns,
	zipColumns,
} from '../place/rows.ts';
import { Property } from './property.ts';
import { buildingColumns, propertyColumns, registrationColumns, repeatedKey } from './rows.ts';

type JsonObject = Record<string, unknown>;
interface Columns {
	toPayload(row: JsonObject): JsonObject;
}

/**
 * A stored home as the API gave it: the inverse of `homeRows`. What may differ is the order of keys and of children, and whether a
 * field without a value is absent, null or an empty list or object. undefined when there is no such home.
 */
export async function storedPayload(em: EntityManager, id: string): Promise<JsonObject | undefined> {
	const property = await em.findOne(
		Property,
		{ id },
		{
			populate: [
				...(['municipality', 'province', 'zipCode', 'city', 'road', 'place'] as const),
				...(['buildings', 'registrations', 'listings.images', 'listings.realtor'] as const),
			],
			strategy: 'select-in',
		},
	);
	if (property === null) return undefined;
	const children = {
		buildings: property.buildings.getItems().map((building) => buildingColumns.toPayload(rowOf(building))),
		registrations: property.registrations.getItems().map((sale) => registrationColumns.toPayload(rowOf(sale))),
		cases: property.listings
			.getItems()
			.filter((listing) => listing.delistedAt === null)
			.map(casePayload),
	};
	return {
		...propertyColumns.toPayload(rowOf(property)),
		zipCode: wrap(property.zipCode.unwrap(), true).getPrimaryKey(),
		municipality: referencePayload(property.municipality, municipalityColumns),
		province: referencePayload(property.province, provinceColumns),
		zip: referencePayload(property.zipCode, zipColumns),
		city: referencePayload(property.city, cityColumns),
		road: referencePayload(property.road, roadColumns),
		place: referencePayload(property.place, placeColumns),
		...withRepeated(children, (ownOf(rowOf(property), repeatedKey) ?? {}) as Record<string, JsonObject[]>),
	};
}

function rowOf(entity: object): JsonObject {
	return entity as JsonObject;
}

function referencePayload(reference: unknown, columns: Columns): JsonObject | undefined {
	return Reference.isReference(reference) ? columns.toPayload(rowOf(reference.unwrap())) : undefined;
}

function withRepeated(children: Record<string, JsonObject[]>, repeated: Record<string, JsonObject[]>): JsonObject {
	return Object.fromEntries(
		Object.entries(children).map(([name, list]) => [name, [...list, ...(repeated[name] ?? [])]]),
	);
}

function casePayload(listing: Listing): JsonObject {
	const { nextOpenHouseDate, ...row } = rowOf(listing);
	const pictures = (kind: string): JsonObject[] =>
		picturePayloads(listing.images.getItems().filter((image) => image.kind === kind));
	return {
		...listingColumns.toPayload({
			...row,
			nextOpenHouseDate: nextOpenHouseDate instanceof Date ? momentText(nextOpenHouseDate) : null,
		}),
		realtor: ownOf(row, realtorKey) ?? referencePayload(listing.realtor, realtorColumns),
		defaultImage: pictures('default')[0],
		images: pictures('photo'),
		floorPlanImages: pictures('floor_plan'),
	};
}

function picturePayloads(images: readonly ListingImage[]): JsonObject[] {
	const sorted = images.toSorted((a, b) => a.position - b.position || a.source - b.source);
	const byPosition = Map.groupBy(sorted, (image) => image.position);
	return [...byPosition.values()].map((sources) => {
		const ofPicture = pictureColumns.toPayload({ extra: sources[0] && ownOf(rowOf(sources[0]), pictureKey) });
		return { ...ofPicture, imageSources: sources.map((source) => imageColumns.toPayload(rowOf(source))) };
	});
}
