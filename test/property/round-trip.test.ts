import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAddress } from '../../src/boligsiden/contract/read-address.ts';
import { DatabaseHomeStore } from '../../src/database/home-store.ts';
import type { Database } from '../../src/database/open.ts';
import type { BatchEntry } from '../../src/import/ports.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { storedPayload } from '../../src/property/payload.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { embeddedDatabase, serverDatabase, serverUrl, type TestDatabase } from '../support/databases.ts';
import { type JsonObject, realAddresses, recordsAreHere, whyNoRecords } from '../support/records.ts';
import { normalise } from '../support/same-payload.ts';

const kinds = [
	{ kind: 'embedded', create: embeddedDatabase, available: true },
	{ kind: 'server', create: serverDatabase, available: serverUrl !== undefined },
];

function entryOf(payload: JsonObject): BatchEntry<never> {
	const id = String(payload.addressID);
	const read = readAddress(payload, id);
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return { kind: 'home', id, label: id, partition: 'test', record: read.address as never, attempts: 1 };
}

describe.each(kinds)('on the $kind database', ({ create, available }) => {
	if (!available) {
		it.skip('needs a server: DATABASE_URL is not set', () => {});
		return;
	}
	let files: TestDatabase;
	let database: Database;
	let store: DatabaseHomeStore;

	beforeAll(async () => {
		files = await create();
		database = await files.open();
		await new Ledger(database.orm).open('run', {}, [], new Date());
		store = new DatabaseHomeStore(database.orm, 'run', systemClock);
	});
	afterAll(async () => {
		await database.close();
		await files.drop();
	});

	async function expectRoundTrip(payloads: readonly JsonObject[]): Promise<void> {
		await store.save(payloads.map(entryOf));
		for (const payload of payloads) {
			const stored = await storedPayload(database.orm.em.fork(), String(payload.addressID));
			expect(normalise(stored)).toEqual(normalise(payload));
		}
	}

	it.skipIf(!recordsAreHere)(
		`keeps every field of the real records (${recordsAreHere ? 'here' : whyNoRecords})`,
		async () => {
			await expectRoundTrip(realAddresses());
		},
	);

	it.skipIf(!recordsAreHere)('keeps the sales that the units of one building share', async () => {
		const payloads = realAddresses();
		await store.save(payloads.map(entryOf));
		const [row] = await database.orm.em
			.getConnection()
			.execute<{ count: number }[]>(`select count(*)::int as count from registration`);
		expect(row?.count).toBe(payloads.flatMap((payload) => payload.registrations as unknown[]).length);
	});

	it('keeps every field of generated records, listed homes among them', async () => {
		const sandbox = await startSandbox({ seed: 7 });
		try {
			const search = new URL('/search/addresses?municipalities=dragoer&per_page=200&sortBy=address', sandbox.url);
			const { addresses } = (await (await fetch(search)).json()) as { addresses: JsonObject[] };
			const details = await Promise.all(
				addresses.map(
					async (address) =>
						(await (await fetch(`${sandbox.url}/addresses/${address.addressID}`)).json()) as JsonObject,
				),
			);
			expect(details.some((detail) => Array.isArray(detail.cases))).toBe(true);
			await expectRoundTrip(details);
		} finally {
			await sandbox.close();
		}
	});

	it('keeps fields that nobody knows yet, wherever they stand', async () => {
		const payload: JsonObject = {
			...minimal('11111111-2222-3333-4444-555555555555'),
			solarPanels: { count: 4 },
			coordinates: { lat: 55.1, lon: 12.1, type: 'EPSG4326', accuracy: 'A' },
			buildings: [{ buildingNumber: '1', greenRoof: true }],
			cases: [
				{
					caseID: 'aaaaaaaa-2222-3333-4444-555555555555',
					pets: 'yes',
					nextOpenHouse: { date: '2026-01-02T10:00:00Z', online: true },
					images: [{ caption: 'Have', imageSources: [{ url: 'x', size: { width: 1, height: 2, dpi: 300 } }] }],
					realtor: { realtorID: 'bbbbbbbb-2222-3333-4444-555555555555', motto: 'æøå' },
				},
			],
		};
		await expectRoundTrip([payload]);
	});

	it('keeps children that share a key within one record', async () => {
		const payload: JsonObject = {
			...minimal('22222222-2222-3333-4444-555555555555'),
			registrations: [
				{ registrationID: '1', amount: 100 },
				{ registrationID: '1', amount: 100 },
				{ registrationID: '1', amount: 200 },
			],
		};
		await store.save([entryOf(payload)]);
		const stored = await storedPayload(database.orm.em.fork(), String(payload.addressID));
		expect(stored?.registrations).toEqual([
			{ registrationID: '1', amount: 100 },
			{ registrationID: '1', amount: 200 },
		]);
	});

	it('brings a stored home in step with a changed record, and says what it did', async () => {
		const id = '33333333-2222-3333-4444-555555555555';
		const before: JsonObject = {
			...minimal(id),
			livingArea: 100,
			buildings: [{ buildingNumber: '1', yearBuilt: 1900 }, { buildingNumber: '2' }],
			registrations: [{ registrationID: '1', amount: 100, date: '2001-02-03' }],
			cases: [{ caseID: 'cccccccc-2222-3333-4444-555555555555', priceCash: 3_000_000_000 }],
		};
		const after: JsonObject = {
			...minimal(id),
			livingArea: 110,
			buildings: [{ buildingNumber: '1', yearBuilt: 1901 }, { buildingNumber: '3' }],
			registrations: [
				{ registrationID: '1', amount: 100, date: '2001-02-03' },
				{ registrationID: '2', amount: 200 },
			],
			cases: [{ caseID: 'dddddddd-2222-3333-4444-555555555555', priceCash: 2_500_000 }],
		};
		expect([...(await store.save([entryOf(before)])).values()]).toEqual(['imported']);
		expect([...(await store.save([entryOf(before)])).values()]).toEqual(['unchanged']);
		expect([...(await store.save([entryOf(after)])).values()]).toEqual(['updated']);
		expect(normalise(await storedPayload(database.orm.em.fork(), id))).toEqual(normalise(after));
		const listings: { delisted: boolean }[] = await database.orm.em
			.getConnection()
			.execute(`select delisted_at is not null as delisted from listing where property_id = '${id}' order by id`);
		expect(listings.map((listing) => listing.delisted)).toEqual([true, false]);
	});
});

function minimal(id: string): JsonObject {
	return { addressID: id, zipCode: 9998, municipality: { municipalityCode: 998, name: 'Ø' }, zip: { zipCode: 9998 } };
}
