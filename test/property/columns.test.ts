import { MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ormOptions } from '../../src/database/orm-options.ts';
import { imageColumns, listingColumns, realtorColumns } from '../../src/listing/rows.ts';
import {
	cityColumns,
	municipalityColumns,
	placeColumns,
	provinceColumns,
	roadColumns,
	zipColumns,
} from '../../src/place/rows.ts';
import { buildingColumns, propertyColumns, registrationColumns } from '../../src/property/rows.ts';

let orm: MikroORM;
beforeAll(async () => {
	orm = await MikroORM.init(await ormOptions({ kind: 'embedded', folder: 'memory://' }));
});
afterAll(() => orm.close());

/** What a table has beside what the API sends: keys of relations, and what we note ourselves. */
const ours: Readonly<Record<string, readonly string[]>> = {
	Property: ['storedAt', 'fetchedAt', 'checkedAt', 'goneAt', 'searchRun', 'goodAt'],
	Registration: ['noticedAt', 'noticedRun'],
	Listing: ['delistedAt'],
	ListingImage: ['kind', 'position', 'source'],
};

test.each([
	['Property', propertyColumns],
	['Building', buildingColumns],
	['Registration', registrationColumns],
	['Listing', listingColumns],
	['ListingImage', imageColumns],
	['Realtor', realtorColumns],
	['Municipality', municipalityColumns],
	['Province', provinceColumns],
	['ZipCode', zipColumns],
	['City', cityColumns],
	['Road', roadColumns],
	['Place', placeColumns],
])('%s has a column for every field of the contract, and no other', (entity, columns) => {
	const { properties } = orm.getMetadata().getByClassName(entity);
	const scalars = Object.values(properties).filter(({ kind }) => kind === 'scalar');
	const own = scalars.map(({ name }) => String(name)).filter((name) => !ours[entity]?.includes(name));
	expect(own.toSorted()).toEqual([...columns.names, 'extra'].toSorted());
	expect(new Set(columns.names).size).toBe(columns.names.length);
});
