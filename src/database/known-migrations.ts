import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EntityManager } from '@mikro-orm/core';

/** The steps by which this version brings the tables up to date, in order, by name. */
export function knownMigrations(): string[] {
	const folder = fileURLToPath(new URL('./migrations', import.meta.url));
	const names = readdirSync(folder).flatMap((file) => /^(Migration\d+)\.[jt]s$/.exec(file)?.[1] ?? []);
	return [...new Set(names)].sort();
}

/** Those that are still to be applied. @param applied by name */
export function pendingMigrations(applied: readonly string[]): string[] {
	return knownMigrations().filter((name) => !applied.includes(name));
}

/** Names of those that were applied, read without making their table as the migrator does; undefined where none ever was. */
export async function appliedMigrations(em: EntityManager): Promise<string[] | undefined> {
	const ask = <Row>(sql: string): Promise<Row[]> => em.getConnection().execute<Row[]>(sql);
	const [found] = await ask<{ there: boolean }>(`select to_regclass('mikro_orm_migrations') is not null as there`);
	if (found?.there !== true) return undefined;
	return (await ask<{ name: string }>('select name from mikro_orm_migrations order by name')).map(({ name }) => name);
}
