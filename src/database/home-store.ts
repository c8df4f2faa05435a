import type { EntityManager, MikroORM } from '@mikro-orm/core';
import type { AddressPayload } from '../boligsiden/contract/address.ts';
import type { BatchEntry, HomeStore, StoredAs } from '../import/ports.ts';
import { BatchRecorder } from '../ledger/batch-recorder.ts';
import { ImportPartition } from '../ledger/import-partition.ts';
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
	readonly #runId: string;
	readonly #clock: Clock;
	readonly #references = new ReferenceWriter();
	readonly #ledger: BatchRecorder;
	/** What was sent last, whether or not its answer came. */
	#last: Attempt | undefined;

	/** @param runId a run that the ledger has opened: the account of every batch is kept under it. */
	constructor(orm: MikroORM, runId: string, clock: Clock) {
		this.#orm = orm;
		this.#runId = runId;
		this.#ledger = new BatchRecorder(runId);
		this.#clock = clock;
	}

	async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
		try {
			const rows: { id: string }[] = await this.#orm.em.getConnection().execute(
				`select p.id from property p
				  where p.id in (${ids.map(() => '?').join(', ')}) and p.gone_at is null
				    and (p.search_run is null or p.search_run = ? or exists (
				      select 1 from import_partition i
				       where i.run_id = p.search_run and i.pages_trusted and i.municipality_code = p.municipality_code
				         and (i.address_type is null or i.address_type = p.address_type)))`,
				[...ids, this.#runId],
			);
			return new Set(rows.map((row) => row.id));
		} catch (error) {
			throw toStoreError(error);
		}
	}

	async save(entries: Entries): Promise<ReadonlyMap<string, StoredAs>> {
		try {
			const homes = entries.flatMap((entry) => (entry.kind === 'home' ? [this.#rowsOf(entry)] : []));
			const attempt = await this.#orm.em.fork().transactional((em) => this.#attempt(em, entries, homes));
			attempt.confirm();
			this.#ledger.confirm();
			return attempt.stored;
		} catch (error) {
			throw toStoreError(error);
		}
	}

	async trustPages(partition: string): Promise<void> {
		try {
			const trusted = { pagesTrusted: true };
			await this.#orm.em
				.fork()
				.transactional((em) => em.nativeUpdate(ImportPartition, { run: this.#runId, name: partition }, trusted));
		} catch (error) {
			throw toStoreError(error);
		}
	}

	#rowsOf({ record, fromPage }: Extract<BatchEntry<AddressPayload>, { kind: 'home' }>): HomeRows {
		return { ...homeRows(record), searchRun: fromPage === true ? this.#runId : null };
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
