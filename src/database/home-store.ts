import type { EntityManager, MikroORM } from '@mikro-orm/core';
import type { AddressPayload } from '../boligsiden/contract/address.ts';
import type { BatchEntry, HomeStore, StoredAs } from '../import/ports.ts';
import { BatchRecorder } from '../ledger/batch-recorder.ts';
import { Property } from '../property/property.ts';
import { homeRows } from '../property/rows.ts';
import { writeHomes } from '../property/store.ts';
import type { Clock } from '../shared/clock.ts';
import { toStoreError } from './errors.ts';
import { ReferenceWriter } from './references.ts';

/** The engine's store on MikroORM: a batch is one unit of work in one transaction, in an entity manager of its own. */
export class DatabaseHomeStore implements HomeStore<AddressPayload> {
	readonly #orm: MikroORM;
	readonly #clock: Clock;
	readonly #references = new ReferenceWriter();
	readonly #ledger: BatchRecorder;

	/** @param runId a run that the ledger has opened: the account of every batch is kept under it. */
	constructor(orm: MikroORM, runId: string, clock: Clock) {
		this.#orm = orm;
		this.#ledger = new BatchRecorder(runId);
		this.#clock = clock;
	}

	async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
		try {
			const rows = await this.#orm.em
				.fork()
				.find(Property, { id: { $in: [...ids] } }, { fields: ['id'], disableIdentityMap: true });
			return new Set(rows.map((row) => row.id));
		} catch (error) {
			throw toStoreError(error);
		}
	}

	async save(entries: readonly BatchEntry<AddressPayload>[]): Promise<ReadonlyMap<string, StoredAs>> {
		try {
			const homes = entries.flatMap((entry) => (entry.kind === 'home' ? [homeRows(entry.record)] : []));
			const { stored, confirm } = await this.#orm.em.fork().transactional(async (em) => {
				const now = new Date(this.#clock.now());
				const confirm = await this.#references.write(em, homes);
				const stored = await writeHomes(em, homes, now);
				await this.#markGone(em, entries, now);
				await this.#ledger.record(em, entries, now);
				return { stored, confirm };
			});
			confirm();
			return stored;
		} catch (error) {
			throw toStoreError(error);
		}
	}

	async #markGone(em: EntityManager, entries: readonly BatchEntry<AddressPayload>[], now: Date): Promise<void> {
		const ids = entries.flatMap((entry) => (entry.kind === 'gone' ? [entry.id] : []));
		if (ids.length > 0) await em.nativeUpdate(Property, { id: { $in: ids }, goneAt: null }, { goneAt: now });
	}
}
