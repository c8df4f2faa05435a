import type { EntityManager, EntityName } from '@mikro-orm/core';
import { Realtor } from '../listing/realtor.ts';
import { City } from '../place/city.ts';
import { Municipality } from '../place/municipality.ts';
import { Place } from '../place/place.ts';
import { Province } from '../place/province.ts';
import { Road } from '../place/road.ts';
import { ZipCode } from '../place/zip-code.ts';
import type { HomeRows } from '../property/rows.ts';

type Row = Record<string, unknown>;

interface ReferenceTable {
	readonly entity: EntityName<object>;
	readonly key: string;
	readonly rowsOf: (home: HomeRows) => readonly (Row | undefined)[];
}

/** In the order in which every importer writes them, rows by key within each: so that two of them seldom wait in a circle. */
const tables: readonly ReferenceTable[] = [
	{ entity: Municipality, key: 'code', rowsOf: ({ places }) => [places.municipality] },
	{ entity: Province, key: 'code', rowsOf: ({ places }) => [places.province] },
	{ entity: ZipCode, key: 'code', rowsOf: ({ places }) => [places.zipCode] },
	{ entity: City, key: 'slug', rowsOf: ({ places }) => [places.city] },
	{ entity: Road, key: 'id', rowsOf: ({ places }) => [places.road] },
	{ entity: Place, key: 'id', rowsOf: ({ places }) => [places.place] },
	{ entity: Realtor, key: 'id', rowsOf: ({ listings }) => listings.map((listing) => listing.realtor) },
];

/** Rows that are known to be written. Those of a municipality come together; one that is forgotten is only written once more. */
const mostRemembered = 5000;

/**
 * Writes the rows that homes point at, each once a run and again only when the API says something new of it. A write counts once its
 * transaction is committed: call the returned function then.
 */
export class ReferenceWriter {
	readonly #written = new Map<string, string>();

	async write(em: EntityManager, homes: readonly HomeRows[]): Promise<() => void> {
		const pending = new Map<string, string>();
		for (const table of tables) {
			const rows = this.#newRows(table, homes, pending);
			const [named, bare] = [rows.filter(saysSomething), rows.filter((row) => !saysSomething(row))];
			if (named.length > 0) {
				await em.upsertMany(table.entity, named, { onConflictFields: [table.key as never] });
			}
			if (bare.length > 0) {
				await em.upsertMany(table.entity, bare, {
					onConflictFields: [table.key as never],
					onConflictAction: 'ignore',
				});
			}
		}
		return () => {
			for (const [id, content] of pending) this.#written.set(id, content);
			for (const [oldest] of this.#written) {
				if (this.#written.size <= mostRemembered) break;
				this.#written.delete(oldest);
			}
		};

		/** A row that holds no more than its key must not empty one that was written with more. */
		function saysSomething(row: Row): boolean {
			return Object.values(row).filter((value) => value !== null).length > 1;
		}
	}

	#newRows(table: ReferenceTable, homes: readonly HomeRows[], pending: Map<string, string>): Row[] {
		const rows = new Map<string, Row>();
		for (const row of homes.flatMap(table.rowsOf)) {
			if (row === undefined) continue;
			const key = String(row[table.key]);
			const id = `${tables.indexOf(table)} ${key}`;
			const content = JSON.stringify(row);
			if (this.#written.get(id) === content) continue;
			pending.set(id, content);
			rows.set(key, row);
		}
		return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
	}
}
