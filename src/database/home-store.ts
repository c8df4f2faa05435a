import type { EntityManager, MikroORM } from '@mikro-orm/core';
import type { AddressPayload } from '../boligsiden/contract/address.ts';
import type { BatchEntry, HomeQuery, HomeStore, Look, StoredAs, WantedHome } from '../import/ports.ts';
import { BatchRecorder } from '../ledger/batch-recorder.ts';
import { ImportPartition } from '../ledger/import-partition.ts';
import { openFailures } from '../ledger/open-failures.ts';
import { type HomeRows, homeRows } from '../property/rows.ts';
import { searchIsTrusted } from '../property/search-trust.ts';
import { markGone, writeHomes } from '../property/store.ts';
import type { Clock } from '../shared/clock.ts';
import { DriftedFields } from '../shared/drifted-fields.ts';
import { toStoreError } from './errors.ts';
import { isForSale, needsNoLook } from './needs-look.ts';
import { ReferenceWriter } from './references.ts';
import { labelled, storedIds } from './stored-ids.ts';

type Entries = readonly BatchEntry<AddressPayload>[];

/** Homes whose rows are made at a time. */
const rowsAtOnce = 10;

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
	readonly #drifted: DriftedFields;
	readonly #references = new ReferenceWriter();
	readonly #ledger: BatchRecorder;
	/** What was sent last, whether or not its answer came. */
	#last: Attempt | undefined;

	/**
	 * @param runId a run that the ledger has opened: the account of every batch is kept under it.
	 * @param drifted looked into at every batch.
	 */
	constructor(orm: MikroORM, runId: string, clock: Clock, drifted = new DriftedFields()) {
		this.#orm = orm;
		this.#drifted = drifted;
		this.#runId = runId;
		this.#ledger = new BatchRecorder(runId);
		this.#clock = clock;
	}

	async known(ids: readonly string[], look: Look): Promise<ReadonlySet<string>> {
		try {
			const again = needsNoLook(look, this.#runId);
			const rows: { id: string }[] = await this.#orm.em.getConnection().execute(
				`select p.id from property p
				  where p.id in (${ids.map(() => '?').join(', ')}) and p.gone_at is null
				    and (p.search_run is null or p.search_run = ? or ${searchIsTrusted}) and ${again.sql}`,
				[...ids, this.#runId, ...again.values],
			);
			return new Set(rows.map((row) => row.id));
		} catch (error) {
			throw toStoreError(error);
		}
	}

	async forSale(ids: readonly string[]): Promise<ReadonlySet<string>> {
		try {
			const marks = ids.map(() => '?').join(', ');
			const rows: { id: string }[] = await this.#orm.em
				.getConnection()
				.execute(`select p.id from property p where p.id in (${marks}) and ${isForSale}`, [...ids]);
			return new Set(rows.map(({ id }) => id));
		} catch (error) {
			throw toStoreError(error);
		}
	}

	async unlisted(
		query: HomeQuery,
		isListed: (id: string) => boolean,
		uncheckedSince: number,
	): Promise<readonly Pick<WantedHome, 'id' | 'label'>[]> {
		try {
			const em = this.#orm.em.fork();
			const missing: string[] = [];
			for await (const id of storedIds(em, query, new Date(uncheckedSince))) if (!isListed(id)) missing.push(id);
			return await labelled(em, missing);
		} catch (error) {
			throw toStoreError(error);
		}
	}

	async failed({ municipality, addressType }: HomeQuery): Promise<readonly Pick<WantedHome, 'id' | 'label'>[]> {
		try {
			const addressTypes = addressType === undefined ? undefined : [addressType];
			const its = { municipalityCodes: [municipality.code], addressTypes };
			const failures = await openFailures(this.#orm.em.fork(), its);
			return failures.flatMap(({ addressId: id, label, runId }) =>
				id === null || runId === this.#runId ? [] : [{ id, label }],
			);
		} catch (error) {
			throw toStoreError(error);
		}
	}

	async save(entries: Entries): Promise<ReadonlyMap<string, StoredAs>> {
		try {
			const homes: HomeRows[] = [];
			for (const entry of entries) {
				if (entry.kind !== 'home') continue;
				// Answers that come in meanwhile must not wait for a whole batch.
				if (homes.length % rowsAtOnce === 0) await this.#clock.turn();
				homes.push(this.#rowsOf(entry));
			}
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
			this.#ledger.trust(partition);
		} catch (error) {
			throw toStoreError(error);
		}
	}

	#rowsOf({ record, fromPage, timeline }: Extract<BatchEntry<AddressPayload>, { kind: 'home' }>): HomeRows {
		return { ...homeRows(record), searchRun: fromPage === true ? this.#runId : null, timeline };
	}

	async #attempt(em: EntityManager, entries: Entries, homes: readonly HomeRows[]): Promise<Attempt> {
		if (!(await this.#ledger.begin(em))) {
			if (this.#last?.entries === entries) return this.#last;
			throw new Error('the ledger counts a batch that this run has not sent');
		}
		const now = new Date(this.#clock.now());
		const confirm = await this.#references.write(em, homes);
		const noticing = { runId: this.#runId, at: now, drifted: this.#drifted };
		const stored = await writeHomes(em, homes, noticing);
		const gone = entries.flatMap((entry) => (entry.kind === 'gone' ? [entry.id] : []));
		await markGone(em, gone, noticing);
		await this.#ledger.record(em, entries, stored, now);
		this.#last = { entries, stored, confirm };
		return this.#last;
	}
}
