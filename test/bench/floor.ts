/**
 * The floor: the same work as the importer's with nothing but the built-in `fetch` and `pg`, as fast as one would write it by hand.
 * The same search pages of 200, the same details, the same rows in the same tables, 12 workers, a transaction for every 50 homes.
 * What it leaves out is what the importer is for: it checks no record, retries nothing, counts nothing, shows nothing, compares
 * nothing, and one bad record ends it. Runs as a process of its own and prints one line of JSON.
 *
 *   node floor.ts --api-url <url> --database <url> [--workers 12] [--batch-size 50]
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import * as tables from './floor-tables.ts';

const { values: options } = parseArgs({
	options: {
		'api-url': { type: 'string', default: '' },
		database: { type: 'string', default: '' },
		workers: { type: 'string', default: '12' },
		'batch-size': { type: 'string', default: '50' },
	},
});
const apiUrl = options['api-url'];
const workers = Number(options.workers);
const batchSize = Number(options['batch-size']);

const perPage = 200;
const pagesAtOnce = 4;
/** No query lists more: the second half of a municipality this large is read from its end. */
const rowsPerDirection = 10_000;

const started = performance.now();
let requests = 0;

async function getJson(path: string): Promise<tables.Body> {
	requests++;
	return (await fetch(`${apiUrl}${path}`)).json();
}

/** Ids as they come; fetching begins with the first page. */
class Ids {
	readonly #ids: string[] = [];
	readonly #seen = new Set<string>();
	#at = 0;
	#done = false;
	#more = Promise.withResolvers<void>();

	add(ids: readonly string[]): void {
		for (const id of ids) {
			if (this.#seen.has(id)) continue;
			this.#seen.add(id);
			this.#ids.push(id);
		}
		this.#wake();
	}

	end(): void {
		this.#done = true;
		this.#wake();
	}

	async next(): Promise<string | undefined> {
		while (this.#at === this.#ids.length && !this.#done) await this.#more.promise;
		return this.#ids[this.#at++];
	}

	#wake(): void {
		const { resolve } = this.#more;
		this.#more = Promise.withResolvers();
		resolve();
	}
}

async function discover(ids: Ids): Promise<void> {
	const path = (ascending: boolean, page: number) =>
		`/search/addresses?municipalities=koebenhavn&addressTypes=villa&sortBy=address&sortAscending=${ascending}&per_page=${perPage}&page=${page}`;
	const take = (page: tables.Body) => ids.add((page.addresses ?? []).map((row: tables.Body) => row.addressID));
	const first = await getJson(path(true, 1));
	take(first);
	const pages = Math.ceil(first.totalHits / perPage);
	const ascending = Math.min(pages, rowsPerDirection / perPage);
	const rest = [
		...Array.from({ length: ascending - 1 }, (_, index) => path(true, index + 2)),
		...Array.from({ length: pages - ascending }, (_, index) => path(false, index + 1)),
	];
	const readers = Array.from({ length: pagesAtOnce }, async () => {
		for (let next = rest.shift(); next !== undefined; next = rest.shift()) take(await getJson(next));
	});
	await Promise.all(readers);
	ids.end();
}

const client = new pg.Client({ connectionString: options.database });

/** The statement depends only on the table and the number of rows. */
const statements = new Map<string, string>();

function statementFor({ name, columns, key }: tables.FloorTable, rows: number): string {
	const known = statements.get(`${name} ${rows}`);
	if (known !== undefined) return known;
	const quoted = columns.map((column) => `"${column}"`);
	const set = columns.filter((column) => !key.includes(column)).map((column) => `"${column}" = excluded."${column}"`);
	let parameter = 0;
	const values = Array.from({ length: rows }, () => `(${columns.map(() => `$${++parameter}`).join(',')})`).join(',');
	const text = `insert into "${name}" (${quoted}) values ${values} on conflict (${key}) do update set ${set}`;
	statements.set(`${name} ${rows}`, text);
	return text;
}

/** A statement takes at most 65,535 parameters. */
const mostParameters = 65_000;

async function upsert(table: tables.FloorTable, rows: readonly unknown[][]): Promise<void> {
	const most = Math.floor(mostParameters / table.columns.length);
	for (let from = 0; from < rows.length; from += most) {
		const part = rows.slice(from, from + most);
		await client.query(statementFor(table, part.length), part.flat());
	}
}

const written = new Set<string>();

/** The rows that homes point at, each once. */
async function upsertReferences(homes: readonly tables.Body[]): Promise<void> {
	const references: [tables.FloorTable, tables.Body[]][] = [
		[tables.municipality, homes.map((home) => home.municipality)],
		[tables.province, homes.map((home) => home.province)],
		[tables.zipCode, homes.map((home) => home.zip ?? { zipCode: home.zipCode })],
		[tables.city, homes.map((home) => home.city)],
		[tables.road, homes.map((home) => home.road)],
		[tables.place, homes.map((home) => home.place)],
		[tables.realtor, homes.flatMap((home) => home.cases ?? []).map((payload) => payload.realtor)],
	];
	for (const [table, bodies] of references) {
		const fresh = new Map<string, unknown[]>();
		for (const body of bodies) {
			if (!body) continue;
			const row = table.values(body, undefined);
			const key = `${table.name} ${row[0]}`;
			if (!written.has(key)) fresh.set(key, row);
		}
		await upsert(table, [...fresh.values()]);
		for (const key of fresh.keys()) written.add(key);
	}
}

async function store(homes: readonly tables.Body[]): Promise<void> {
	const cases = homes.flatMap((home) => (home.cases ?? []).map((payload: tables.Body) => ({ payload, home })));
	await client.query('begin');
	await upsertReferences(homes);
	await upsert(
		tables.property,
		homes.map((home) => tables.property.values(home, undefined)),
	);
	await upsert(
		tables.building,
		rowsOf(tables.building, homes, (home) => home.buildings),
	);
	await upsert(
		tables.registration,
		rowsOf(tables.registration, homes, (home) => home.registrations),
	);
	await upsert(
		tables.listing,
		cases.map(({ payload, home }) => tables.listing.values(payload, home)),
	);
	await upsert(
		tables.listingImage,
		cases.flatMap(({ payload }) => pictureRows(payload)),
	);
	await client.query('commit');
}

function rowsOf(
	table: tables.FloorTable,
	homes: readonly tables.Body[],
	children: (home: tables.Body) => tables.Body[] | null | undefined,
): unknown[][] {
	return homes.flatMap((home) => (children(home) ?? []).map((child) => table.values(child, home)));
}

function pictureRows(payload: tables.Body): unknown[][] {
	return tables.pictureSizes(payload).map((size) => tables.listingImage.values(size, payload));
}

/** One commit at a time, while the workers fetch on. */
let storing: Promise<void> = Promise.resolve();
let batch: tables.Body[] = [];
let homes = 0;

function add(home: tables.Body): Promise<void> | undefined {
	homes++;
	batch.push(home);
	if (batch.length < batchSize) return undefined;
	const full = batch;
	batch = [];
	const before = storing;
	storing = before.then(() => store(full));
	// A worker waits for the commit before its own, so that memory stays flat.
	return before;
}

const ids = new Ids();
await client.connect();
const discovery = discover(ids);
let firstFetchAt: number | undefined;
await Promise.all(
	Array.from({ length: workers }, async () => {
		for (let id = await ids.next(); id !== undefined; id = await ids.next()) {
			firstFetchAt ??= performance.now();
			await add(await getJson(`/addresses/${id}`));
		}
	}),
);
await discovery;
await storing;
if (batch.length > 0) await store(batch);
const ended = performance.now();
await client.end();
process.stdout.write(
	`${JSON.stringify({ homes, requests, durationMs: ended - started, importingMs: ended - (firstFetchAt ?? started) })}\n`,
);
