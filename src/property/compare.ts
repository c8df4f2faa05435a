import { isDeepStrictEqual } from 'node:util';
import { type Collection, Reference, wrap } from '@mikro-orm/core';
import type { Property } from './property.ts';
import type { HomeRows } from './rows.ts';

type Row = Record<string, unknown>;

/** The fields of a row that the stored entity holds otherwise. Relations are compared by the key they point at. */
export function changedFields(stored: object, row: Row): string[] {
	return Object.entries(row)
		.filter(([field, value]) => !isSame((stored as Row)[field], value))
		.map(([field]) => field);
}

function isSame(stored: unknown, value: unknown): boolean {
	const content = Reference.isReference(stored) ? wrap(stored.unwrap(), true).getPrimaryKey() : stored;
	return isDeepStrictEqual(content ?? null, value ?? null);
}

/** What tells a child from its siblings. */
export function childKey(child: object, key: readonly string[]): string {
	return JSON.stringify(key.map((field) => (child as Row)[field]));
}

/**
 * Where a stored home differs from what a search record says of it, as paths: "livingArea", "buildings[1].yearBuilt". Search records
 * carry no listings, so those are not compared. Buildings and registrations must be loaded.
 */
export function storedDifferences(stored: Property, { property, buildings, registrations }: HomeRows): string[] {
	return [
		...changedFields(stored, property),
		...childDifferences('buildings', stored.buildings, buildings, ['buildingNumber']),
		...(registrations === undefined
			? []
			: childDifferences('registrations', stored.registrations, registrations, ['registrationId'])),
	];
}

function childDifferences<Child extends object>(
	name: string,
	stored: Collection<Child>,
	rows: readonly Row[],
	key: readonly string[],
): string[] {
	const byKey = new Map(stored.getItems().map((child) => [childKey(child, key), child]));
	const paths = rows.flatMap((row) => {
		const at = `${name}[${key.map((field) => row[field]).join(' ')}]`;
		const child = byKey.get(childKey(row, key));
		byKey.delete(childKey(row, key));
		return child === undefined ? [at] : changedFields(child, row).map((field) => `${at}.${field}`);
	});
	return [
		...paths,
		...[...byKey.values()].map((child) => `${name}[${key.map((field) => (child as Row)[field]).join(' ')}]`),
	];
}
