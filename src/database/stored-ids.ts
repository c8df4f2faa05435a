import type { EntityManager } from '@mikro-orm/core';
import type { HomeQuery } from '../import/ports.ts';
import { Property } from '../property/property.ts';
import { homeLabel } from '../shared/home-label.ts';

const idsAtOnce = 10_000;

/**
 * Ids of a partition's homes that are stored and not gone, in their order, some thousands at a time.
 * @param uncheckedSince only those that were not checked at that time or later.
 */
export async function* storedIds(
	em: EntityManager,
	{ municipality, addressType }: HomeQuery,
	uncheckedSince?: Date,
): AsyncGenerator<string, void, void> {
	const type = addressType === undefined ? {} : { addressType };
	const unchecked = uncheckedSince === undefined ? {} : { checkedAt: { $lt: uncheckedSince } };
	const where = { municipality: municipality.code, goneAt: null, ...type, ...unchecked };
	let after: string | undefined;
	while (true) {
		const rows = await em.find(
			Property,
			{ ...where, ...(after !== undefined && { id: { $gt: after } }) },
			{ fields: ['id'], orderBy: { id: 'asc' }, limit: idsAtOnce, disableIdentityMap: true },
		);
		for (const { id } of rows) yield id;
		after = rows.at(-1)?.id;
		if (rows.length < idsAtOnce) return;
	}
}

/** Stored homes with their names for people. */
export async function labelled(
	em: EntityManager,
	ids: readonly string[],
): Promise<{ readonly id: string; readonly label: string }[]> {
	const homes: { readonly id: string; readonly label: string }[] = [];
	for (let from = 0; from < ids.length; from += idsAtOnce) {
		const rows = await em.find(
			Property,
			{ id: { $in: ids.slice(from, from + idsAtOnce) } },
			{
				fields: ['id', 'roadName', 'houseNumber', 'floor', 'door', 'zipCode'],
				orderBy: { id: 'asc' },
				disableIdentityMap: true,
			},
		);
		for (const { id, zipCode, ...address } of rows) {
			homes.push({ id, label: homeLabel({ ...address, zipCode: zipCode.unwrap().code }, id) });
		}
	}
	return homes;
}
