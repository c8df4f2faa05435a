import type { EntityManager } from '@mikro-orm/core';
import { Migration20261123124238 } from './migrations/Migration20261123124238.ts';
import { Migration20261123172751 } from './migrations/Migration20261123172751.ts';
import { Migration20261123184809 } from './migrations/Migration20261123184809.ts';
import { Migration20261124022726 } from './migrations/Migration20261124022726.ts';
import { Migration20261124050925 } from './migrations/Migration20261124050925.ts';
import { Migration20261127031947 } from './migrations/Migration20261127031947.ts';
import { Migration20261127040101 } from './migrations/Migration20261127040101.ts';
import { Migration20261127040257 } from './migrations/Migration20261127040257.ts';

/** The steps by which this version brings the tables up to date, in order. Listed here, since the bundle has no folder of them. */
export const migrations = Object.entries({
	Migration20261123124238,
	Migration20261123172751,
	Migration20261123184809,
	Migration20261124022726,
	Migration20261124050925,
	Migration20261127031947,
	Migration20261127040101,
	Migration20261127040257,
}).map(([name, migration]) => ({ name, class: migration }));

/** By name, in order. */
export function knownMigrations(): string[] {
	return migrations.map(({ name }) => name);
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
