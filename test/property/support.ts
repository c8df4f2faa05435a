import type { EntityManager } from '@mikro-orm/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AddressPayload } from '../../src/boligsiden/contract/address.ts';
import { readAddress } from '../../src/boligsiden/contract/read-address.ts';
import { parseJson } from '../../src/boligsiden/json.ts';
import { DatabaseHomeStore } from '../../src/database/home-store.ts';
import type { Database } from '../../src/database/open.ts';
import type { BatchEntry } from '../../src/import/ports.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { storedPayload } from '../../src/property/payload.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { DriftedFields } from '../../src/shared/drifted-fields.ts';
import { embeddedDatabase, serverDatabase, serverUrl, type TestDatabase } from '../support/databases.ts';
import type { JsonObject } from '../support/records.ts';
import { asKept } from './as-kept.ts';

/** As it comes over the line. */
export function sent(record: JsonObject): JsonObject {
	return parseJson(JSON.stringify(record)) as JsonObject;
}

/** A record that keeps to the contract, on its way into the store. */
export function entryOf(record: JsonObject): BatchEntry<AddressPayload> {
	const read = readAddress(sent(record), String(record.addressID));
	if (!read.ok) throw new Error(`refused: ${JSON.stringify(read.problems)}`);
	return entryFor(read.address);
}

export function entryFor(address: AddressPayload): BatchEntry<AddressPayload> {
	const id = address.addressID;
	return { kind: 'home', id, label: id, partition: 'test', record: address, attempts: 1 };
}

export interface TestStore {
	/** A store on empty tables, in a run of its own. */
	empty(drifted?: DriftedFields): Promise<DatabaseHomeStore>;
	/** Another store on the same tables, in a run of its own. */
	another(drifted?: DriftedFields): Promise<DatabaseHomeStore>;
	/** To ask as the program does. */
	em(): EntityManager;
	/** What the tables hold, by SQL. */
	rows<Row>(sql: string): Promise<Row[]>;
	/** Fails unless each record comes back as it was sent. */
	expectStored(records: readonly JsonObject[]): Promise<void>;
}

const kinds = [
	{ kind: 'server', create: serverDatabase, available: serverUrl !== undefined, records: 40, runs: 10 },
	{ kind: 'embedded', create: embeddedDatabase, available: true, records: 20, runs: 2 },
];

/** Runs tests on both kinds of database; `size` says how many records at most go into one batch, and how many batches to try. */
export function onEachDatabase(
	tests: (store: TestStore, size: { readonly records: number; readonly runs: number }) => void,
): void {
	describe.each(kinds)('on the $kind database', ({ create, available, ...size }) => {
		if (!available) {
			test.skip('needs a server: DATABASE_URL is not set', () => {});
			return;
		}
		let files: TestDatabase;
		let database: Database;
		let runs = 0;
		beforeAll(async () => {
			files = await create();
			database = await files.open();
		});
		afterAll(async () => {
			await database.close();
			await files.drop();
		});
		const another = async (drifted?: DriftedFields): Promise<DatabaseHomeStore> => {
			runs++;
			await new Ledger(database.orm).open(`run ${runs}`, {}, [], new Date());
			return new DatabaseHomeStore(database.orm, `run ${runs}`, systemClock, drifted);
		};
		tests(
			{
				async empty(drifted) {
					await database.orm.em.getConnection().execute(`truncate ${tables.join(', ')} cascade`);
					return another(drifted);
				},
				another,
				em: () => database.orm.em.fork(),
				rows: (sql) => database.orm.em.getConnection().execute(sql),
				async expectStored(records) {
					for (const record of records) {
						const stored = await storedPayload(database.orm.em.fork(), String(record.addressID).toLowerCase());
						expect(asKept(stored)).toEqual(asKept(record));
					}
				},
			},
			size,
		);
	});
}

const tables = [
	...['property', 'building', 'registration', 'listing', 'listing_image', 'realtor'],
	...['municipality', 'province', 'zip_code', 'city', 'road', 'place'],
];
