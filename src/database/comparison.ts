import type { EntityManager } from '@mikro-orm/core';
import { readAddress } from '../boligsiden/contract/read-address.ts';
import { partitionName } from '../import/discovery/names.ts';
import type { HomeQuery, ListedHome } from '../import/ports.ts';
import { storedDifferences } from '../property/compare.ts';
import { Property } from '../property/property.ts';
import { homeRows } from '../property/rows.ts';
import { storedIds } from './stored-ids.ts';

/** One home on which the API and the tables do not agree. */
export interface Discrepancy {
	readonly kind: 'missing' | 'extra' | 'changed' | 'unreadable';
	/** null where the API gave a row without a usable id. */
	readonly id: string | null;
	readonly partition: string;
	/** What is different: paths of the fields, or why it cannot be read. */
	readonly details: readonly string[];
}

/** Compares what a search lists with what is stored. */
export class Comparison {
	readonly #em: () => EntityManager;
	readonly #failed: ReadonlyMap<string, string>;

	/** @param failed open failures: why, by id. */
	constructor(em: () => EntityManager, failed: ReadonlyMap<string, string>) {
		this.#em = em;
		this.#failed = failed;
	}

	/** Some homes that the API lists, against their rows. */
	async listed(query: HomeQuery, homes: readonly ListedHome[]): Promise<Discrepancy[]> {
		const partition = partitionName(query);
		const stored = await this.#em().find(
			Property,
			{ id: { $in: homes.map(({ id }) => id) } },
			{ populate: ['buildings', 'registrations'], strategy: 'select-in' },
		);
		const byId = new Map(stored.map((property) => [property.id, property]));
		return homes.flatMap((home): Discrepancy[] => {
			const { id } = home;
			const property = byId.get(id);
			const found = property === undefined ? this.#absent(id) : changed(property, home);
			return found === undefined ? [] : [{ ...found, id, partition }];
		});
	}

	#absent(id: string): Pick<Discrepancy, 'kind' | 'details'> {
		const failure = this.#failed.get(id);
		return failure === undefined ? { kind: 'missing', details: [] } : { kind: 'unreadable', details: [failure] };
	}

	/** Homes of a partition that are stored and not gone, and that the API does not list. */
	async *extra(query: HomeQuery, isListed: (id: string) => boolean): AsyncGenerator<Discrepancy, void, void> {
		const partition = partitionName(query);
		for await (const id of storedIds(this.#em(), query)) {
			if (!isListed(id)) yield { kind: 'extra', id, partition, details: [] };
		}
	}
}

function changed(property: Property, { id, row }: ListedHome): Pick<Discrepancy, 'kind' | 'details'> | undefined {
	const read = readAddress(row, id);
	if (!read.ok) return { kind: 'unreadable', details: read.problems.map(({ message }) => message) };
	const details = storedDifferences(property, homeRows(read.address));
	if (property.goneAt !== null) details.push('goneAt');
	return details.length === 0 ? undefined : { kind: 'changed', details };
}
