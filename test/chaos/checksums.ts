import type { ChaosDatabase } from './databases.ts';

/** Tables that tell of runs and not of homes: how many there were, when, and what each met. */
const tablesOfRuns = ['import_run', 'import_failure', 'import_partition', 'import_sample'];

/** Columns that rightly differ between two imports of the same world. Everything else must be equal. */
const columnsOfTime: Readonly<Record<string, readonly string[]>> = {
	/** When a home was read from the API. */
	property: ['stored_at', 'fetched_at', 'checked_at', 'search_run'],
	/** When and by which run a change was noticed; their numbers follow from how often that was tried. */
	property_change: ['id', 'run_id', 'noticed_at'],
	price_event: ['id', 'run_id', 'noticed_at', 'at', 'identity', 'previous_check_at'],
	registration: ['noticed_at'],
	/** When a migration was applied; its number follows from how often that was tried. */
	mikro_orm_migrations: ['id', 'executed_at'],
};

export const leftOut = [
	...tablesOfRuns,
	...Object.entries(columnsOfTime).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
];

/** What a table holds, in two words. */
export interface Checksum {
	readonly rows: number;
	readonly hash: string;
}

/** A checksum of every table but those of runs: over all rows in the order of their keys, with all their columns but those of time. */
export async function checksums(database: ChaosDatabase): Promise<ReadonlyMap<string, Checksum>> {
	const tables = await database.query<{ name: string }>(
		`select table_name as name from information_schema.tables
		  where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
	);
	const sums = new Map<string, Checksum>();
	for (const { name } of tables.filter((table) => !tablesOfRuns.includes(table.name))) {
		const content = contentOf(name);
		const order = (await keyOf(database, name)) || `(${content})::text`;
		const [sum] = await database.query<Checksum>(
			`select count(*)::int as rows, md5(coalesce(string_agg(md5((${content})::text), '' order by ${order}), '')) as hash
			   from "${name}" t`,
		);
		if (sum !== undefined) sums.set(name, sum);
	}
	return sums;
}

/** Rows that are not the same in both, a few of them, to see what happened. */
export async function differingRows(one: ChaosDatabase, other: ChaosDatabase, table: string): Promise<string[]> {
	const read = async (database: ChaosDatabase): Promise<Set<string>> => {
		const rows = await database.query<{ row: string }>(`select (${contentOf(table)})::text as row from "${table}" t`);
		return new Set(rows.map(({ row }) => row));
	};
	const [left, right] = [await read(one), await read(other)];
	const only = (rows: Set<string>, others: Set<string>, sign: string): string[] =>
		[...rows].filter((row) => !others.has(row)).map((row) => `${sign} ${row}`);
	return [...only(left, right, '-').slice(0, 3), ...only(right, left, '+').slice(0, 3)];
}

function contentOf(table: string): string {
	const columns = columnsOfTime[table] ?? [];
	return `to_jsonb(t) - array[${columns.map((column) => `'${column}'`).join(', ')}]::text[]`;
}

/** The primary key's columns; none where they rightly differ. */
async function keyOf(database: ChaosDatabase, table: string): Promise<string> {
	const columns = await database.query<{ name: string }>(
		`select a.attname as name from pg_index i
		   join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
		  where i.indrelid = '"${table}"'::regclass and i.indisprimary order by array_position(i.indkey::int[], a.attnum::int)`,
	);
	if (columns.some(({ name }) => columnsOfTime[table]?.includes(name))) return '';
	return columns.map(({ name }) => `t."${name}"`).join(', ');
}
