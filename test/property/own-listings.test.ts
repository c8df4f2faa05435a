import { expect, test } from 'vitest';
import type { JsonObject } from '../support/records.ts';
import { entryOf, onEachDatabase } from './support.ts';

const id = '33333333-2222-3333-4444-555555555555';
const listing = 'cccccccc-2222-3333-4444-555555555555';

function record(changed: JsonObject = {}): JsonObject {
	return {
		...{ addressID: id, zipCode: 9998, municipality: { municipalityCode: 998, name: 'Ø' } },
		...{ isOnMarket: false, buildings: [], registrations: [] },
		...changed,
	};
}

const forSale = (priceCash: number): JsonObject =>
	record({ isOnMarket: true, cases: [{ caseID: listing, status: 'open', priceCash }] });

onEachDatabase((database) => {
	const other = id.replace('3333', '4444');
	const homesBy = (isFirst: boolean, of: JsonObject, ofOther: JsonObject) => {
		const entries = [entryOf(of), entryOf({ ...ofOther, addressID: other })];
		return isFirst ? entries : entries.toReversed();
	};
	const owners = () =>
		database.rows<{ home: string; open: boolean }>(
			'select property_id as home, delisted_at is null as open from listing',
		);
	const told = () =>
		database.rows<{ home: string; type: string }>('select property_id as home, type from price_event order by id');

	test.each([true, false])(
		'a listing that two homes name stays with one of them, and its price is told once (%s)',
		async (isFirst) => {
			const store = await database.empty();
			await store.save(homesBy(isFirst, forSale(500), forSale(500)));
			const [owner] = await owners();
			for (let night = 0; night < 3; night++) {
				const results = await store.save(homesBy(isFirst, forSale(500), forSale(500)));
				expect([...results.values()]).toEqual(['unchanged', 'unchanged']);
				for (const entry of homesBy(isFirst, forSale(500), forSale(500))) await store.save([entry]);
			}
			expect([await told(), await owners()]).toEqual([[], [owner]]);
			for (const entry of homesBy(isFirst, forSale(450), forSale(450))) await store.save([entry]);
			expect(await database.rows('select type, price::int from price_event')).toEqual([
				{ type: 'price_change', price: 450 },
			]);
			expect(await owners()).toEqual([owner]);
		},
	);

	test.each([
		['one batch', true, true],
		['one batch, the other first', true, false],
		['two batches', false, true],
		['two batches, the other first', false, false],
	])('a listing that goes to another home ends there and begins here, once: in %s', async (_, together, isFirst) => {
		const store = await database.empty();
		await store.save(homesBy(isFirst, forSale(500), record()));
		for (let night = 0; night < 3; night++) {
			const entries = homesBy(isFirst, record(), forSale(500));
			for (const batch of together ? [entries] : entries.map((entry) => [entry])) await store.save(batch);
		}
		expect(await owners()).toEqual([{ home: other, open: true }]);
		expect((await told()).toSorted((a, b) => (a.home < b.home ? -1 : 1))).toEqual([
			{ home: id, type: 'closed' },
			{ home: other, type: 'open' },
		]);
	});
});
