import { describe, expect, test } from 'vitest';
import type { JsonRecord, Sandbox } from '../../src/sandbox/server.ts';
import { allRows, type Row, sandbox } from '../sandbox/client.ts';
import { serverUrl, type TestDatabase } from '../support/databases.ts';
import { type MovingApi, movingApi } from '../support/moving-api.ts';
import { runProgram } from '../support/program.ts';
import {
	count,
	databaseArgs,
	expectResult,
	freshDatabase,
	query,
	runImport,
	runJsonImport,
	startImport,
	villas,
} from '../support/scenario.ts';

const homes = 260;
const dragoer = 'municipalities=dragoer&addressTypes=villa';

type Alteration = (record: JsonRecord) => JsonRecord;

interface World {
	readonly api: MovingApi;
	readonly sandbox: Sandbox;
	/** The homes the test is about, by what happens to them. */
	readonly ids: Readonly<Record<'cut' | 'delisted' | 'sold' | 'revalued' | 'extended' | 'demolished', string>>;
	/** Lets all of it happen. */
	change(): Promise<void>;
	/** From now on the API calls a field of all its homes by another name; or by its own again. */
	rename(isRenamed: boolean): Promise<void>;
}

const offMarket: Alteration = ({ cases: _, casePrice: __, ...record }) => ({ ...record, isOnMarket: false });

/** An API whose homes change when the test says so: prices cut, sold, delisted, revalued, demolished; and a field that is renamed. */
async function changeableWorld(latencyMs = 0): Promise<World> {
	const altered = new Map<string, Alteration>();
	let demolished = '';
	let isRenamed = false;
	const served = await sandbox({
		...villas(homes),
		seed: 12,
		latencyMs,
		map: (record) => {
			const its = altered.get(String(record.addressID))?.(record) ?? record;
			return isRenamed ? renamed(its) : its;
		},
		script: ({ path }) => (path === `/addresses/${demolished}` ? { kind: 'status', status: 404 } : undefined),
	});
	const rows = await allRows(served, dragoer);
	const listed = rows.filter(({ isOnMarket }) => isOnMarket === true);
	const others = rows.filter(isPlain);
	const idOf = (row: Row | undefined): string => row?.addressID ?? 'too few homes';
	const ids = {
		...{ cut: idOf(listed[0]), delisted: idOf(listed[1]), sold: idOf(listed[2]) },
		...{ revalued: idOf(others[3]), extended: idOf(others[20]), demolished: idOf(others.at(-2)) },
	};
	const api = await movingApi(served, dragoer, () => undefined);
	const listAgain = async () => {
		api.rows = (await allRows(served, dragoer)).filter(({ addressID }) => addressID !== demolished) as JsonRecord[];
		served.reset();
	};
	return {
		api,
		sandbox: served,
		ids,
		async change() {
			altered.set(ids.cut, cut);
			altered.set(ids.delisted, offMarket);
			altered.set(ids.sold, (record) => sold(offMarket(record)));
			altered.set(ids.revalued, (record) => ({ ...record, latestValuation: 4_444_000 }));
			altered.set(ids.extended, extended);
			demolished = ids.demolished;
			await listAgain();
		},
		async rename(wanted) {
			isRenamed = wanted;
			await listAgain();
		},
	};
}

function isPlain({ isOnMarket, latestValuation, livingArea, buildings }: Row): boolean {
	const [first] = (buildings ?? []) as { buildingNumber: string }[];
	return isOnMarket === false && latestValuation !== undefined && livingArea !== undefined && first !== undefined;
}

const renamed: Alteration = ({ weightedArea, ...record }) =>
	weightedArea === undefined ? record : { ...record, weightedSize: weightedArea };

const cut: Alteration = ({ cases, ...record }) => ({
	...record,
	casePrice: 1_000_000,
	...(Array.isArray(cases) && {
		cases: cases.map((each, index) => (index === 0 ? { ...each, priceCash: 1_000_000 } : each)),
	}),
});

const sold: Alteration = (record) => ({
	...record,
	registrations: [
		{ registrationID: 'new', amount: 3_210_000, date: '2026-11-20', type: 'normal' },
		...(record.registrations as object[]),
	],
});

const extended: Alteration = ({ buildings, ...record }) => ({
	...record,
	livingArea: 333,
	energyLabel: 'a2020',
	buildings: [
		...(buildings as object[]).map((each, index) => (index === 0 ? { ...each, totalArea: 334 } : each)),
		shed,
	],
});
const shed = { buildingNumber: '77', buildingName: 'Udhus', totalArea: 9 };

interface Contents {
	readonly homes: readonly {
		readonly id: string;
		readonly weighted_area: number | null;
		readonly gone_at: string | null;
		readonly extra: JsonRecord | null;
	}[];
	readonly changes: readonly {
		readonly id: string;
		readonly field: string;
		readonly from: unknown;
		readonly to: unknown;
	}[];
	readonly events: readonly {
		readonly id: string;
		readonly type: string;
		readonly price: number;
		readonly before: number;
	}[];
	readonly sales: readonly string[];
	readonly gone: readonly string[];
}

/** In one statement: opening an embedded database takes its time. */
const everything = `
	select (select json_agg(p order by id) from property p) as homes,
	       (select coalesce(json_agg(json_build_object('id', property_id, 'field', field, 'from', from_value, 'to', to_value)), '[]')
	          from property_change) as changes,
	       (select coalesce(json_agg(json_build_object('id', property_id, 'type', type, 'price', price, 'before', price_before)), '[]')
	          from price_event) as events,
	       (select coalesce(json_agg(registration_id), '[]') from registration where noticed_at is not null) as sales,
	       (select coalesce(json_agg(id), '[]') from property where gone_at is not null) as gone`;

function areasOf({ homes }: Contents): readonly (readonly [id: string, area: number])[] {
	return homes.flatMap(({ id, weighted_area: area }) => (area === null ? [] : [[id, area] as const]));
}

/** The refresh stops for the renamed field. */
async function expectStop({ api }: World, database: TestDatabase, args: readonly string[]): Promise<void> {
	const stopped = await runImport({ api, database, args });
	expect(stopped.code, stopped.stderr).toBe(65);
	expect(stopped.stdout).toMatch(/weightedArea was in \S+ % of homes and is in none of \d+ now; weightedSize is new\n/);
}

async function contents(database: TestDatabase): Promise<Contents> {
	const [row] = await query<Contents>(database, everything);
	if (row === undefined) throw new Error('a select without from gives one row');
	return row;
}

/** @returns what is stored besides. */
async function expectChangesOnce(database: TestDatabase, { ids }: World): Promise<Contents> {
	const row = await contents(database);
	const changes = row.changes.map(({ id, field, from, to }) => [`${nameOf(ids, id)} ${field}`, from, to] as const);
	expect(changes.toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
		['delisted is_on_market', true, false],
		['demolished gone_at', null, expect.stringMatching(/^\d{4}-/)],
		['extended building[1].total_area', expect.any(Number), 334],
		['extended building[77]', null, { building_name: 'Udhus', total_area: 9 }],
		['extended energy_label', expect.any(String), 'a2020'],
		['extended living_area', expect.any(Number), 333],
		['revalued latest_valuation', expect.any(Number), 4_444_000],
		['sold is_on_market', true, false],
	]);
	const events = row.events.map(
		({ id, type, price, before }) => [`${nameOf(ids, id)} ${type}`, price, before] as const,
	);
	expect(events.toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
		['cut price_change', 1_000_000, expect.any(Number)],
		['delisted closed', expect.any(Number), null],
		['sold closed', expect.any(Number), null],
	]);
	expect(row.sales).toEqual(['new']);
	expect(row.gone).toEqual([ids.demolished]);
	return row;
}

function nameOf(ids: World['ids'], id: string): string {
	return Object.entries(ids).find(([, its]) => its === id)?.[0] ?? id;
}

const kinds = serverUrl === undefined ? (['embedded'] as const) : (['server', 'embedded'] as const);
const ways = [
	...(['details', 'pages'] as const).map((fetch) => [kinds[0], fetch] as const),
	...kinds.slice(1).map((kind) => [kind, 'pages'] as const),
];

describe('a refresh', () => {
	test.each(ways)(
		'on the %s database by %s finds every change once, after a renamed field, a kill and any repeats',
		async (kind, fetch) => {
			const [world, database] = [await changeableWorld(10), await freshDatabase(kind)];
			const { api } = world;
			const refresh = ['--fetch', fetch, '--refresh', 'all', '--batch-size', '20'];
			expect((await runImport({ api, database, args: ['--fetch', fetch] })).code).toBe(0);
			const atFirst = await contents(database);
			await world.change();
			await world.rename(true);
			await expectStop(world, database, refresh);
			expect(await contents(database)).toEqual(atFirst);

			const accepting = [...refresh, '--accept-drift'];
			const program = await startImport({ api, database, args: [...accepting, '--json', '--workers', '2'] });
			await program.shows('"number":3,', 'stdout');
			program.kill('SIGKILL');
			await program.ended;
			const inBetween = areasOf(await contents(database)).length;
			expect(inBetween).toBeLessThan(areasOf(atFirst).length);
			expect(inBetween).toBeGreaterThan(1);

			const finished = await runJsonImport({ api, database, args: accepting });
			expectResult(finished, 'completed', { imported: 0, skipped: 0, failed: 0 });
			const { updated, unchanged } = finished.result.counts;
			expect(updated + unchanged).toBe(homes - 1);
			const there = (await expectChangesOnce(database, world)).homes.filter(({ gone_at }) => gone_at === null);
			expect(there.filter(({ weighted_area }) => weighted_area !== null)).toEqual([]);
			expect(there.filter(({ extra }) => extra?.weightedSize !== undefined).length).toBeGreaterThan(homes / 2);

			const again = await runJsonImport({ api, database, args: refresh });
			expectResult(again, 'completed', { discovered: homes - 1, updated: 0, unchanged: homes - 1, gone: 0 });
			await world.rename(false);
			const back = await runJsonImport({ api, database, args: accepting });
			expectResult(back, 'completed', { imported: 0, failed: 0, gone: 0 });
			expect(areasOf(await expectChangesOnce(database, world))).toEqual(areasOf(atFirst));
		},
		120_000,
	);

	test('finds every change once where the renamed field has its name again', async () => {
		const [world, database] = [await changeableWorld(), await freshDatabase()];
		const { api } = world;
		await runImport({ api, database });
		await world.change();
		await world.rename(true);
		await expectStop(world, database, ['--refresh', 'all']);
		await world.rename(false);
		for (const gone of [1, 0]) {
			const ended = await runJsonImport({ api, database, args: ['--refresh', 'all'] });
			expectResult(ended, 'completed', { imported: 0, failed: 0, gone });
			await expectChangesOnce(database, world);
		}
		const told = await runProgram(['changes', ...databaseArgs(database), '--json']);
		expect(told.events).toHaveLength(12);
	});

	test('of what is for sale asks for that and for nothing else', async () => {
		const [world, database] = [await changeableWorld(), await freshDatabase()];
		const { api } = world;
		await runImport({ api, database });
		const onMarket = await count(database, 'property where is_on_market');
		await world.change();
		const ended = await runJsonImport({ api, database, args: ['--refresh', 'listed'] });
		expectResult(ended, 'completed', { discovered: homes, updated: 3, gone: 1, unchanged: onMarket - 3 });
		expect(world.sandbox.stats().details).toBe(onMarket + 1);
		expect(await count(database, `property_change where field in ('is_on_market', 'gone_at')`)).toBe(3);
		expect(await count(database, 'price_event')).toBe(3);
		expect(await count(database, 'property_change')).toBe(3);
	});

	test('of what is stale leaves alone what was checked lately', async () => {
		const [world, database] = [await changeableWorld(), await freshDatabase()];
		const { api } = world;
		await runImport({ api, database });
		const fresh = await runJsonImport({ api, database, args: ['--refresh', 'stale:7d'] });
		expectResult(fresh, 'completed', { discovered: homes, skipped: homes });
		await query(
			database,
			`update property set checked_at = now() - interval '8 days'
			  where id in (select id from property order by id limit 20)`,
		);
		const stale = await runJsonImport({ api, database, args: ['--refresh', 'stale:7d'] });
		expectResult(stale, 'completed', { discovered: homes, skipped: homes - 20, unchanged: 20 });
		expect(await count(database, `property where checked_at < now() - interval '7 days'`)).toBe(0);
	});

	test('writes nothing of a home that has not changed but when it was checked', async () => {
		const [world, database] = [await changeableWorld(), await freshDatabase()];
		const { api } = world;
		await runImport({ api, database });
		const content = `select id, to_jsonb(p) - 'checked_at' as row from property p order by id`;
		const before = await query(database, content);
		await runJsonImport({ api, database, args: ['--refresh', 'all'] });
		expect(await query(database, content)).toEqual(before);
		expect(await count(database, 'property where checked_at > fetched_at')).toBe(homes);
	});

	test('tells how many changes there are, and `changes` prints them', async () => {
		const [world, database] = [await changeableWorld(), await freshDatabase()];
		const { api, ids } = world;
		const changes = (...args: string[]) => runProgram(['changes', ...databaseArgs(database), ...args]);
		await runImport({ api, database });
		expect((await changes()).stdout).toMatch(/^No changes were noticed since /);
		await world.change();
		const ended = await runImport({ api, database, args: ['--refresh', 'all'] });
		expect(ended.code, ended.stderr).toBe(0);
		expect(ended.stdout).toMatch(/changes +12 {3}see them with bolig-import changes --since \S+ /);
		expect(ended.stdout).toMatch(/in the API +259 +stored 259 +difference 0\n/);

		const told = await changes();
		expect(told.code, told.stderr).toBe(0);
		expect(told.stdout).toContain('12 changes of 6 homes since ');
		expect(told.stdout).toMatch(/asking price +[\d,]+ → 1,000,000\n/);
		expect(told.stdout).toMatch(/sale \(normal\) +3,210,000\n/);
		expect(told.stdout).toMatch(/in the API +there → gone\n/);
		expect(Math.max(...told.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
		const events = (await changes('--json')).events;
		expect(events).toHaveLength(12);
		expect(events).toContainEqual(
			expect.objectContaining({ type: 'change', kind: 'field', propertyId: ids.revalued, what: 'latest_valuation' }),
		);
		const csv = (await changes('--csv')).stdout.trimEnd().split('\n');
		expect(csv).toHaveLength(13);
		expect(csv.find((line) => line.includes('building[77]'))).toContain('""building_name"":""Udhus""');
		expect((await changes('--municipality', 'koebenhavn', '--json')).stdout).toBe('');
		expect((await changes('--since', '2100-01-01')).stdout).toMatch(/^No changes/);
		expect((await changes('--since', 'yesterday')).code).toBe(64);
	});
});

test('changes without a database says that nothing is stored yet', async () => {
	const ended = await runProgram(['changes']);
	expect(ended.code).toBe(0);
	expect(ended.stdout).toMatch(/^Nothing is stored yet in embedded, /);
});
