import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL server whose login may create databases; the rows that need one are not measured without it. */
export const serverUrl = process.env.DATABASE_URL;

export interface BenchDatabase extends AsyncDisposable {
	readonly name: 'server' | 'embedded';
	/** How the importer is told of it. */
	readonly flags: readonly string[];
	/** Empty for the embedded one. */
	readonly url: string;
}

/** A fresh database, gone again with `await using`. */
export async function freshServerDatabase(): Promise<BenchDatabase> {
	const name = `bolig_bench_${randomUUID().replaceAll('-', '')}`;
	await query(serverUrl ?? '', `create database ${name}`);
	const url = new URL(serverUrl ?? '');
	url.pathname = `/${name}`;
	return {
		name: 'server',
		flags: ['--database', url.href],
		url: url.href,
		async [Symbol.asyncDispose]() {
			await query(serverUrl ?? '', `drop database ${name} with (force)`);
		},
	};
}

export async function freshEmbeddedDatabase(): Promise<BenchDatabase> {
	const folder = await mkdtemp(join(tmpdir(), 'bolig-import-bench-'));
	return {
		name: 'embedded',
		flags: ['--data-dir', join(folder, 'data')],
		url: '',
		[Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
	};
}

export function freshDatabase(): Promise<BenchDatabase> {
	return serverUrl === undefined ? freshEmbeddedDatabase() : freshServerDatabase();
}

export async function query<Row>(url: string, statement: string): Promise<Row[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query<Row>(statement)).rows;
	} finally {
		await client.end();
	}
}

const contentTables = [
	...['municipality', 'province', 'zip_code', 'city', 'road', 'place', 'realtor'],
	...['property', 'building', 'registration', 'listing', 'listing_image'],
];

/** One line for each table with its rows and a checksum of all they hold, but for the time of fetching. */
export async function contentsOf(url: string): Promise<string[]> {
	return Promise.all(
		contentTables.map(async (table) => {
			const [sums] = await query<{ count: string; sum: string }>(
				url,
				`select count(*), sum(hashtextextended((to_jsonb(t) - 'stored_at' - 'fetched_at' - 'checked_at' - 'search_run')::text, 0)) from ${table} t`,
			);
			return `${table}: ${sums?.count} rows, checksum ${sums?.sum}`;
		}),
	);
}
