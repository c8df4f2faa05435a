import { expect, test } from 'vitest';
import { changesSince } from '../../src/database/changes-since.ts';
import { countKept } from '../../src/database/kept-homes.ts';
import { inSnapshot } from '../../src/database/row-cursor.ts';
import type { TimelineEvent } from '../../src/import/ports.ts';
import { countNoticed, runChanges } from '../../src/property/changes.ts';
import { DriftedFields, noType } from '../../src/shared/drifted-fields.ts';
import type { NoticedChange } from '../../src/shared/noticed-change.ts';
import type { JsonObject } from '../support/records.ts';
import { entryOf, onEachDatabase } from './support.ts';

const id = '33333333-2222-3333-4444-555555555555';
const listing = 'cccccccc-2222-3333-4444-555555555555';

function record(changed: JsonObject = {}): JsonObject {
	return {
		...{ addressID: id, zipCode: 9998, municipality: { municipalityCode: 998, name: 'Ø' } },
		...{ livingArea: 100, latestValuation: 1_000_000, isOnMarket: false },
		...{ buildings: [{ buildingNumber: '1', totalArea: 120 }], registrations: [] },
		...changed,
	};
}

const forSale = (priceCash: number, changed: JsonObject = {}): JsonObject =>
	record({ isOnMarket: true, cases: [{ caseID: listing, status: 'open', priceCash }], ...changed });

const fromPage = (page: JsonObject) => ({ ...entryOf(page), fromPage: true }) as ReturnType<typeof entryOf>;
const again = (page: JsonObject) => ({ ...entryOf(page), again: true }) as ReturnType<typeof entryOf>;
const withTimeline = (home: JsonObject, timeline: readonly TimelineEvent[]) =>
	({ ...entryOf(home), timeline }) as ReturnType<typeof entryOf>;

const untyped = { municipalityCode: 998, type: noType };

/** As runs of before have accepted it, for the homes of these tests. */
const accepted = (path: string, lostUntil: Date | null) => ({ path, among: [{ ...untyped, lostUntil, hasIt: false }] });

onEachDatabase((database) => {
	const changes = () =>
		database.rows<{ field: string }>(
			`select field, from_value as "from", to_value as "to" from property_change order by id`,
		);
	const events = () =>
		database.rows<{ type: string }>(
			`select type, price::int, price_before::int as before, source from price_event order by at, id`,
		);

	const changesOfLate = () =>
		inSnapshot(database.em(), async (em) => {
			const noticed: NoticedChange[] = [];
			for await (const change of changesSince(em, { since: new Date(Date.now() - 60_000) })) noticed.push(change);
			return noticed;
		});

	test('what a search record changed, and its detail does not bear out, was no change', async () => {
		const store = await database.empty();
		await store.save([entryOf(record())]);
		await store.save([fromPage(record({ livingArea: 1, buildings: [], latestValuation: 2_000_000 }))]);
		expect((await changes()).map(({ field }) => field).sort()).toEqual([
			'building[1]',
			'latest_valuation',
			'living_area',
		]);
		await store.save([again(record({ latestValuation: 3_000_000 }))]);
		expect(await changes()).toEqual([{ field: 'latest_valuation', from: 1_000_000, to: 3_000_000 }]);
	});

	test('what it changed and its detail says too is one change', async () => {
		const store = await database.empty();
		await store.save([entryOf(record())]);
		await store.save([fromPage(record({ livingArea: 130 }))]);
		await store.save([again(record({ livingArea: 130 }))]);
		expect(await changes()).toEqual([{ field: 'living_area', from: 100, to: 130 }]);
	});

	test('a home that such a record was the first of has no past that could be wrong', async () => {
		const store = await database.empty();
		await store.save([fromPage(record({ livingArea: 1 }))]);
		await store.save([again(record())]);
		expect(await changes()).toEqual([]);
	});

	test('what records have lost, or got back, is written and is no change of a home; what else has changed is', async () => {
		const lost: string[] = [];
		const store = await database.empty(
			new DriftedFields([], { hasLost: (path) => lost.includes(path), lacks: () => false }),
		);
		const full = forSale(500, {
			registrations: [{ registrationID: 'old', amount: 1, date: '2020-01-01', type: 'normal' }],
		});
		const lacking = { latestValuation: undefined, buildings: undefined, registrations: undefined };
		await store.save([entryOf(full)]);
		lost.push('latestValuation', 'buildings', 'registrations', 'cases[].priceCash');
		await store.save([
			entryOf(forSale(500, { ...lacking, livingArea: 130, cases: [{ caseID: listing, status: 'open' }] })),
		]);
		expect(await database.rows('select latest_valuation, living_area from property')).toEqual([
			{ latest_valuation: null, living_area: 130 },
		]);
		await store.save([entryOf({ ...full, livingArea: 130 })]);
		expect(await changes()).toEqual([{ field: 'living_area', from: 100, to: 130 }]);
		expect(await events()).toEqual([]);
		expect(await database.rows('select registration_id from registration where noticed_at is not null')).toEqual([]);
		const later = await database.another();
		await later.save([entryOf({ ...full, livingArea: 130, latestValuation: undefined })]);
		expect((await changes()).map(({ field }) => field)).toEqual(['living_area', 'latest_valuation']);
	});

	test.each([
		['before', 60_000, ['living_area']],
		['after', -60_000, ['latest_valuation', 'living_area']],
	] as const)('what a home lacks that was checked %s its field was back', async (_, ms, expected) => {
		await (await database.empty()).save([entryOf(record({ latestValuation: undefined }))]);
		const backAt = new Date(Date.now() + ms);
		const store = await database.another(new DriftedFields([accepted('latestValuation', backAt)]));
		await store.save([entryOf(record({ livingArea: 130 }))]);
		expect((await changes()).map(({ field }) => field).sort()).toEqual(expected);
	});

	test('what other homes have lost hides nothing; a home that has moved is one of those it is among now', async () => {
		const villa = record({ addressType: 'villa' });
		const condo = (changed: JsonObject = {}) => record({ addressType: 'condo', ...changed });
		const elsewhere = [
			{ municipalityCode: 998, type: 'villa' },
			{ municipalityCode: 155, type: 'condo' },
		];
		const drifted = new DriftedFields([
			{ path: 'latestValuation', among: elsewhere.map((homes) => ({ ...homes, lostUntil: null, hasIt: false })) },
		]);
		const store = await database.empty(drifted);
		await store.save([entryOf(condo())]);
		await store.save([entryOf(condo({ latestValuation: undefined }))]);
		expect((await changes()).map(({ field }) => field)).toEqual(['latest_valuation']);
		await store.save([entryOf(villa)]);
		await store.save([entryOf(record({ latestValuation: undefined }))]);
		expect((await changes()).map(({ field }) => field).sort()).toEqual([
			...['address_type', 'address_type'],
			'latest_valuation',
		]);
	});

	test('where listings come and go with a field of all records, none was closed or put up for sale', async () => {
		const store = await database.empty(
			new DriftedFields(['cases', 'buildings[].totalArea'].map((path) => accepted(path, null))),
		);
		await store.save([entryOf(forSale(500))]);
		await store.save([entryOf(record({ isOnMarket: true, buildings: [{ buildingNumber: '1' }] }))]);
		await store.save([entryOf(forSale(500))]);
		expect([await events(), await changes()]).toEqual([[], []]);
	});

	test('a listing that a search record did not name, and its detail does, was not closed', async () => {
		const store = await database.empty();
		await store.save([entryOf(forSale(500))]);
		await store.save([fromPage(record())]);
		expect(await events()).toEqual([{ type: 'closed', price: 500, before: null, source: 'import' }]);
		await store.save([again(forSale(450))]);
		expect(await events()).toEqual([{ type: 'price_change', price: 450, before: 500, source: 'import' }]);
		expect(await changes()).toEqual([]);
	});

	test('what was seen between imports and is told by the timeline then is one event, at the time it happened', async () => {
		const store = await database.empty();
		await store.save([entryOf(forSale(500))]);
		// A timeline tells to the microsecond what an import notices a moment later.
		const at = `${new Date().toISOString().slice(0, -1)}123Z`;
		const open: TimelineEvent = { at: '2020-01-01T08:00:00.000000Z', type: 'open', price: 500, aux: null };
		await store.save([entryOf(forSale(450))]);
		const told = [{ at, type: 'price_change', price: 450, aux: { difference: -50 } }, open];
		await store.save([withTimeline(forSale(450), told)]);
		expect(await events()).toEqual([
			{ type: 'open', price: 500, before: null, source: 'timeline' },
			{ type: 'price_change', price: 450, before: 500, source: 'timeline' },
		]);
		await store.save([withTimeline(forSale(450), told)]);
		expect(await events()).toHaveLength(2);
	});

	test('two events of one time, and two without a price that differ in their details, are kept apart and never twice', async () => {
		const store = await database.empty();
		const at = '2020-01-01T08:00:00.000001Z';
		const timeline = [
			{ at, type: 'sold', price: 1, aux: null },
			{ at, type: 'sold', price: 2, aux: null },
			{ at, type: 'built', price: null, aux: null },
			{ at, type: 'built', price: null, aux: { floor: 1 } },
		];
		for (let times = 0; times < 3; times++) await store.save([withTimeline(forSale(500), timeline)]);
		expect(await events()).toHaveLength(4);
	});

	test('a listing that was named no more, and is told as sold, is one event', async () => {
		const store = await database.empty();
		await store.save([entryOf(forSale(500))]);
		await store.save([entryOf(record())]);
		expect((await events()).map(({ type }) => type)).toEqual(['closed']);
		const day = `${new Date().toISOString().slice(0, 10)}T00:00:00.000000Z`;
		await store.save([withTimeline(record(), [{ at: day, type: 'sold', price: 480, aux: { type: 'normal' } }])]);
		expect(await events()).toEqual([{ type: 'sold', price: 480, before: null, source: 'timeline' }]);
	});

	test.each([
		['the fraction of its second is told', '2020-01-01T08:00:00.120000Z', '2020-01-01T08:00:00.000000Z'],
		['the fraction of its second is told no more', '2020-01-01T08:00:00.000000Z', '2020-01-01T08:00:00.120000Z'],
	])('an event stays one when %s', async (_, first, then) => {
		const store = await database.empty();
		const opened = (at: string): TimelineEvent => ({ at, type: 'open', price: 500, aux: null });
		for (const at of [first, then, first]) await store.save([withTimeline(forSale(500), [opened(at)])]);
		expect(await events()).toHaveLength(1);
	});

	const minutesFromNow = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
	const cut = (at: string): TimelineEvent => ({ at, type: 'price_change', price: 450, aux: { difference: -50 } });
	const opened: TimelineEvent = { at: '2020-01-01T08:00:00.000000Z', type: 'open', price: 500, aux: null };

	test('a cut that the record shows a look later than the timeline is one, noticed when it was told', async () => {
		const store = await database.empty();
		await store.save([withTimeline(forSale(500), [opened])]);
		const early = await database.another();
		const at = minutesFromNow(0);
		await early.save([withTimeline(forSale(500), [cut(at), opened])]);
		const [told] = await changesOfLate();
		expect(told).toMatchObject({ what: 'price_change', from: 500, to: 450 });
		for (let times = 0; times < 2; times++) {
			const late = await database.another();
			await late.save([withTimeline(forSale(450), [cut(at), opened])]);
			expect(await changesOfLate()).toEqual([told]);
		}
	});

	test.each([
		['an API whose clock is ahead', 2, [opened]],
		['a look that came long after, of a home whose past was known', -60 * 24 * 20, [opened]],
		['a look that came long after', -60 * 24 * 20, []],
	])('a cut is one with %s', async (_, minutes, known) => {
		const store = await database.empty();
		await store.save([known.length === 0 ? entryOf(forSale(500)) : withTimeline(forSale(500), known)]);
		const later = await database.another();
		await later.save([withTimeline(forSale(450), [cut(minutesFromNow(minutes)), opened])]);
		expect(await events()).toHaveLength(2);
		expect(await changesOfLate()).toMatchObject([{ what: 'price_change', from: 500, to: 450 }]);
	});

	test('two importers that come to a home at the same time find its changes once', async () => {
		const stores = [await database.empty(), await database.another()];
		await stores[0]?.save([entryOf(forSale(100))]);
		for (let round = 1; round <= 8; round++) {
			const seen = entryOf(forSale(100 + round, { latestValuation: 1_000_000 + round }));
			await Promise.all(stores.map((store) => store.save([seen])));
		}
		expect(await changes()).toHaveLength(8);
		expect(await events()).toHaveLength(8);
	});

	test('a home that was put up and cut since the last check was put up once, at the price that the API tells', async () => {
		const store = await database.empty();
		await store.save([entryOf(record())]);
		const at = new Date().toISOString();
		const told: TimelineEvent[] = [
			{ at, type: 'open', price: 500, aux: null },
			{ at, type: 'price_change', price: 480, aux: { difference: -20 } },
		];
		await store.save([withTimeline(forSale(480), told)]);
		expect(await events()).toMatchObject([
			{ type: 'open', price: 500, source: 'timeline' },
			{ type: 'price_change', price: 480, before: 500, source: 'timeline' },
		]);
	});

	test('what happens after a search record that was never found good is told, though it changed nothing that is watched', async () => {
		const store = await database.empty();
		await store.save([entryOf(record())]);
		await store.save([fromPage(record({ slug: 'another' }))]);
		const sold = { registrations: [{ registrationID: 'r', amount: 1, date: '2099-01-01' }] };
		const later = await database.another();
		await later.save([entryOf(forSale(500, { slug: 'another', latestValuation: 2_000_000, ...sold }))]);
		expect((await changes()).map(({ field }) => field).sort()).toEqual(['is_on_market', 'latest_valuation']);
		expect(await events()).toEqual([{ type: 'open', price: 500, before: null, source: 'import' }]);
		expect(await database.rows('select 1 from registration where noticed_at is not null')).toHaveLength(1);
	});

	test('a price that a search record told first, and its detail too, is one event', async () => {
		const store = await database.empty();
		await store.save([entryOf(record())]);
		await store.save([fromPage(forSale(500))]);
		await store.save([again(forSale(500))]);
		expect(await events()).toEqual([{ type: 'open', price: 500, before: null, source: 'import' }]);
		const later = await database.another();
		await later.save([fromPage(forSale(450))]);
		await later.save([again(forSale(440))]);
		expect(await events()).toMatchObject([{ type: 'open' }, { type: 'price_change', price: 440, before: 500 }]);
	});

	test('gone and there again are changes, and what was for sale is not while it is gone', async () => {
		const store = await database.empty();
		await store.save([entryOf(forSale(500))]);
		const gone = { kind: 'gone', id, label: id, partition: 'test' } as const;
		await store.save([gone]);
		await store.save([gone]);
		await store.save([entryOf(forSale(500))]);
		expect(await changes()).toEqual([
			{ field: 'gone_at', from: null, to: expect.any(String) },
			{ field: 'gone_at', from: expect.any(String), to: null },
		]);
		expect((await events()).map(({ type }) => type)).toEqual(['closed', 'open']);
	});

	test('a sale that is told under another id, or for a while not at all, is no new one', async () => {
		const store = await database.empty();
		const sale = (registrationID: string, amount: number) => ({
			registrationID,
			amount,
			date: '2020-01-01',
			type: 'normal',
		});
		const sales = () =>
			database.rows('select registration_id as id, noticed_run as run from registration order by amount');
		await store.save([entryOf(record({ registrations: [sale('1', 10)] }))]);
		await store.save([entryOf(record({ registrations: [sale('1', 10), sale('2', 20)] }))]);
		const noticed = [
			{ id: '1', run: null },
			{ id: '2', run: expect.any(String) },
		];
		expect(await sales()).toEqual(noticed);
		await store.save([entryOf(record({ registrations: undefined, livingArea: 130 }))]);
		expect(await sales()).toEqual(noticed);
		const later = await database.another();
		await later.save([
			entryOf(record({ registrations: [sale('a', 10), sale('b', 20), sale('c', 30)], livingArea: 130 })),
		]);
		const [first, second, third] = await database.rows<{ id: string; run: string | null }>(
			'select registration_id as id, noticed_run as run from registration order by amount',
		);
		expect([first?.id, second?.id, third?.id]).toEqual(['a', 'b', 'c']);
		expect(first?.run).toBeNull();
		expect(second?.run).not.toBe(third?.run);
		expect(await changes()).toEqual([{ field: 'living_area', from: 100, to: 130 }]);
	});

	test('of two importers each has noticed its own sales', async () => {
		const stores = [await database.empty(), await database.another()];
		const sale = (id: string) => ({ registrationID: id, amount: 1, date: '2026-01-01', type: 'normal' });
		await stores[0]?.save([entryOf(record({ registrations: [] }))]);
		await stores[0]?.save([entryOf(record({ registrations: [sale('a')] }))]);
		await stores[1]?.save([entryOf(record({ registrations: [sale('a'), sale('b')] }))]);
		const runs = await database.rows<{ id: string }>(
			'select distinct noticed_run as id from registration where noticed_at is not null',
		);
		const noticed = await Promise.all(runs.map(({ id: runId }) => runChanges(database.em(), runId)));
		expect(noticed.map(({ sale: { counts } }) => counts)).toEqual([
			[{ what: 'normal', count: 1 }],
			[{ what: 'normal', count: 1 }],
		]);
		expect(await countNoticed(database.em(), String(runs[1]?.id))).toBe(1);
	});

	test('a home is kept by the next import once its search record is known to be good', async () => {
		const store = await database.empty();
		await store.save([fromPage(record())]);
		expect(await countKept(database.em())).toEqual(new Map());
		await store.save([again(record())]);
		const kept = { homes: 1, due: 0, dueForSale: 0 };
		expect(await countKept(database.em())).toEqual(new Map([[998, new Map([['', kept]])]]));
	});

	test('what the timeline tells since the last good look is news, whatever a doubtful search record said meanwhile', async () => {
		const store = await database.empty();
		await store.save([entryOf(forSale(500))]);
		const cut: TimelineEvent = { at: new Date().toISOString(), type: 'price_change', price: 480, aux: null };
		await store.save([fromPage(record())]);
		const later = await database.another();
		await later.save([withTimeline(forSale(480), [cut])]);
		const [noticed] = await changesOfLate();
		expect(noticed).toMatchObject({ kind: 'price', what: 'price_change', to: 480 });
	});

	test('a sale without a date that a doubtful search record left out was there before', async () => {
		const store = await database.empty();
		const sale = { registrations: [{ registrationID: 'r', amount: 1 }] };
		await store.save([entryOf(record(sale))]);
		await store.save([fromPage(record({ slug: 'another' }))]);
		await store.save([again(record(sale))]);
		expect(await database.rows('select 1 from registration where noticed_at is not null')).toEqual([]);
	});

	test('a home that was for sale, was doubted, and is gone: its listing has ended, and that is told', async () => {
		const store = await database.empty();
		await store.save([entryOf(forSale(500))]);
		await store.save([fromPage(record())]);
		await store.save([{ kind: 'gone', id, label: id, partition: 'test' }]);
		const noticed = await changesOfLate();
		expect(noticed.map(({ what }) => what).sort()).toEqual(['closed', 'gone_at']);
	});
});
