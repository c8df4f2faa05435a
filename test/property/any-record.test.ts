import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../support/records.ts';
import { anyChanges, anyRecords } from './arbitrary-records.ts';
import { asKept } from './as-kept.ts';
import { entryOf, onEachDatabase, sent } from './support.ts';

function isSame(before: JsonObject, after: JsonObject | undefined): boolean {
	return isDeepStrictEqual(asKept(sent(before)), asKept(sent(after ?? {})));
}

onEachDatabase((database, { records, runs }) => {
	const options = { numRuns: runs, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true };

	test('any record that keeps to the contract comes back as it was sent, and is unchanged when it comes again', async () => {
		await fc.assert(
			fc.asyncProperty(anyRecords(records), async (batch) => {
				const store = await database.empty();
				const results = await store.save(batch.map(entryOf));
				expect([...results.values()]).toEqual(batch.map(() => 'imported'));
				await database.expectStored(batch.map(sent));
				expect(new Set((await store.save(batch.map(entryOf))).values())).toEqual(new Set(['unchanged']));
			}),
			options,
		);
	}, 90_000);

	test('any record takes the place of any other of the same home', async () => {
		await fc.assert(
			fc.asyncProperty(anyChanges(records), async ([before, after]) => {
				const store = await database.empty();
				await store.save(before.map(entryOf));
				const results = await store.save(after.map(entryOf));
				expect([...results.values()]).toEqual(
					before.map((record, index) => (isSame(record, after[index]) ? 'unchanged' : 'updated')),
				);
				await database.expectStored(after.map(sent));
				expect(new Set((await store.save(after.map(entryOf))).values())).toEqual(new Set(['unchanged']));
			}),
			options,
		);
	}, 90_000);
});
