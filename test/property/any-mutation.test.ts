import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AddressPayload, addressSchema } from '../../src/boligsiden/contract/address.ts';
import { firstIssues } from '../../src/boligsiden/contract/first-issues.ts';
import { describeIssues, readAddress } from '../../src/boligsiden/contract/read-address.ts';
import { parseJson } from '../../src/boligsiden/json.ts';
import { homeRows } from '../../src/property/rows.ts';
import { objectOf, plain } from '../boligsiden/contract/arbitrary.ts';
import type { JsonObject } from '../support/records.ts';
import { identified } from './arbitrary-records.ts';
import { anyChanges, mutate } from './mutation.ts';
import { entryFor, onEachDatabase } from './support.ts';

/** Texts of changed records, each with the id that was asked for. */
const anyMutations = (most: number): fc.Arbitrary<{ id: string; text: string }[]> =>
	fc
		.array(fc.tuple(objectOf(addressSchema, plain), anyChanges), { minLength: 1, maxLength: most, size: 'max' })
		.map((list) =>
			list.map(([record, changes], index) => ({
				id: String(identified({}, index).addressID),
				text: mutate(identified(record, index), changes),
			})),
		);

test('a changed record is read, or refused with the place and a sentence for each problem', () => {
	fc.assert(
		fc.property(anyMutations(1), ([{ id, text } = { id: '', text: '' }]) => {
			const read = readAddress(parseJson(text), id);
			if (read.ok) {
				expect(homeRows(read.address).property.id).toBe(id);
				return;
			}
			expect(read.problems.length).toBeGreaterThan(0);
			for (const { path, message } of read.problems) {
				expect(message).toMatch(/^(?:record|[\w.[\]]+): expected .+, got .+|^nested deeper than 64 levels at ./s);
				expect(message.length).toBeLessThan(400);
				expect(message).toContain(path);
			}
		}),
		{ numRuns: 500 },
	);
});

test('reading a large record field by field finds the same problems as reading it at once', () => {
	fc.assert(
		fc.property(anyMutations(1), ([{ text } = { text: '' }]) => {
			const body = parseJson(text);
			const { error } = addressSchema.safeParse(body);
			const atOnce = describeIssues(error ?? { issues: [] }, body);
			const oneByOne = describeIssues({ issues: firstIssues(addressSchema, body) }, body);
			expect(new Set(oneByOne.map(({ message }) => message))).toEqual(new Set(atOnce.map(({ message }) => message)));
		}),
		{ numRuns: 500 },
	);
});

onEachDatabase((database, { records, runs }) => {
	test('what is read of changed records is stored, and comes back as it was sent', async () => {
		await fc.assert(
			fc.asyncProperty(anyMutations(records), async (batch) => {
				const store = await database.empty();
				const homes = apart(
					batch.flatMap(({ id, text }) => {
						const sent = parseJson(text);
						const read = readAddress(sent, id);
						return read.ok ? [{ sent: sent as JsonObject, address: read.address }] : [];
					}),
				);
				const entries = homes.map(({ address }) => entryFor(address));
				const results = await store.save(entries);
				expect([...results.values()]).toEqual(homes.map(() => 'imported'));
				await database.expectStored(homes.map(({ sent }) => sent));
				expect([...(await store.save(entries)).values()]).toEqual(homes.map(() => 'unchanged'));
			}),
			{ numRuns: 2 * runs, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
		);
	}, 90_000);
});

/** The homes that share no row with one before them: of a shared row, the newest home says what is in it. */
function apart<Home extends { readonly address: AddressPayload }>(homes: readonly Home[]): Home[] {
	const taken = new Set<string>();
	return homes.filter(({ address }) => {
		const keys = sharedKeys(address);
		if (keys.some((key) => taken.has(key))) return false;
		for (const key of keys) taken.add(key);
		return true;
	});
}

function sharedKeys({ municipality, province, zipCode, city, road, place, cases = [] }: AddressPayload): string[] {
	const realtors = cases.flatMap(({ realtor }) => (realtor === undefined ? [] : [realtor.realtorID]));
	return [
		...[municipality.municipalityCode, province?.provinceCode, zipCode, city?.slug, road?.roadID, place?.id].flatMap(
			(key, table) => (key === undefined ? [] : [`${table} ${key}`]),
		),
		...[...cases.map(({ caseID }) => caseID), ...new Set(realtors)],
	];
}
