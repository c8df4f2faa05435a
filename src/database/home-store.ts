import type { EntityManager, MikroORM } from '@mikro-orm/core';
import type { AddressPayload } from '../boligsiden/contract/address.ts';
import type { BatchEntry, HomeStore, StoredAs } from '../import/ports.ts';
import { BatchRecorder } from '../ledger/batch-recorder.ts';
import { Property } from '../property/property.ts';
import { type HomeRows, homeRows } from '../property/rows.ts';
import { writeHomes } from '../property/store.ts';
import type { Clock } from '../shared/clock.ts';
import { toStoreError } from './errors.ts';
import { ReferenceWriter } from './references.ts';

type Entries = readonly BatchEntry<AddressPayload>[];

/** A batch as it was written, for when its commit is known to have happened. */
interface Attempt {
	readonly entries: Entries;
	readonly stored: ReadonlyMap<string, StoredAs>;
	readonly confirm: () => void;
}

/** The engine's store on MikroORM: a batch is one unit of work in one transaction, in an entity manager of its own. */
export class DatabaseHomeStore implements HomeStore<AddressPayload> {
	readonly #orm: MikroORM;
	readonly #clock: Clock;
	readonly #references = new ReferenceWriter();
	readonly #ledger: BatchRecorder;
	/** What was sent last, whether or not its answer came. */
	#last: Attempt | undefined;

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

	async save(entries: Entries): Promise<ReadonlyMap<string, StoredAs>> {
		try {
			const homes = entries.flatMap((entry) => (entry.kind === 'home' ? [homeRows(entry.record)] : []));
			const attempt = await this.#orm.em.fork().transactional((em) => this.#attempt(em, entries, homes));
			attempt.confirm();
			this.#ledger.confirm();
			return attempt.stored;
		} catch (error) {
			throw toStoreError(error);
		}
	}

	async #attempt(em: EntityManager, entries: Entries, homes: readonly HomeRows[]): Promise<Attempt> {
		if (!(await this.#ledger.begin(em))) {
			if (this.#last?.entries === entries) return this.#last;
			throw new Error('the ledger counts a batch that this run has not sent');
		}
		const now = new Date(this.#clock.now());
		const confirm = await this.#references.write(em, homes);
		const stored = await writeHomes(em, homes, now);
		await this.#markGone(em, entries, now);
		await this.#ledger.record(em, entries, now);
		this.#last = { entries, stored, confirm };
		return this.#last;
	}

	async #markGone(em: EntityManager, entries: Entries, now: Date): Promise<void> {
		const ids = entries.flatMap((entry) => (entry.kind === 'gone' ? [entry.id] : []));
		if (ids.length > 0) await em.nativeUpdate(Property, { id: { $in: ids }, goneAt: null }, { goneAt: now });
	}
}
