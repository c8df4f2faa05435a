import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { partitionName } from '../import/discovery/names.ts';
import type { PartitionReport, Reconciled, RunResult } from '../import/events.ts';
import type { HomeQuery } from '../import/ports.ts';
import type { ImportState } from '../import/progress.ts';
import type { AcceptedField } from '../shared/drifted-fields.ts';
import { acceptedFields } from './accepted-fields.ts';
import { ImportFailure } from './import-failure.ts';
import { ImportPartition } from './import-partition.ts';
import { ImportRun } from './import-run.ts';
import { reconcile } from './reconcile.ts';

/** What an import recorded of a partition that it read completely. */
export interface RecordedPartition {
	/** The API's total then, rows of another type left out. */
	readonly expected: number;
	readonly readAt: Date;
}

/** Complete runs of a kind that a new one is compared with: enough where several municipalities take turns. */
const mostCensuses = 10;

/** The record of every start of the importer: what it was asked for, and what came of it. */
export class Ledger {
	readonly #orm: MikroORM;

	constructor(orm: MikroORM) {
		this.#orm = orm;
	}

	/** Opens a run with its partitions, before the first home is written. */
	async open(
		runId: string,
		options: Record<string, unknown>,
		queries: readonly HomeQuery[],
		startedAt: Date,
		/** A retry reads no partition anew. */
		state: 'open' | 'retry' = 'open',
	): Promise<void> {
		const em = this.#orm.em.fork();
		em.create(ImportRun, { id: runId, options, status: 'running', batches: 0, startedAt });
		for (const query of queries) {
			const { municipality, addressType = null } = query;
			em.create(ImportPartition, {
				...{ run: runId, name: partitionName(query), municipalityCode: municipality.code, addressType },
				...{ state, pagesTrusted: false, unlisted: 0, otherType: 0, skipped: 0, failed: 0, gone: 0 },
				...{ stored: 0, updated: 0, unchanged: 0 },
			});
		}
		await em.flush();
	}

	/** Records what became of each partition. @returns each against what the tables hold of it. */
	async reconcile(state: ImportState, at: Date): Promise<Reconciled[]> {
		return this.#orm.em.fork().transactional(async (em) => {
			for (const report of state.partitions) await noteReading(em, state, report, at);
			const whole = new Set(state.partitions.filter((report) => isWhole(state, report)).map(({ name }) => name));
			const reconciled = await reconcile(em, state.runId, whole);
			for (const report of state.partitions) {
				const its = reconciled.find(({ name }) => name === report.name);
				await closePartition(em, state, report, gapOf(state, report, whole.has(report.name) ? its : undefined), at);
			}
			return reconciled;
		});
	}

	/** @param census what the run's records held; undefined where that is not kept. */
	async close(
		{ runId, status, counts, requests }: RunResult,
		state: ImportState,
		finishedAt: Date,
		census?: Record<string, unknown>,
	): Promise<void> {
		const unknownFields = { ...state.unknownFields };
		const ended = { status, counts: { ...counts }, requests, unknownFields, finishedAt, ...(census && { census }) };
		await this.#orm.em.fork().transactional((em) => em.nativeUpdate(ImportRun, { id: runId }, ended));
	}

	/**
	 * What the records of complete runs held that had enough of them, the newest first: of each way to fetch and choice of homes the last few,
	 * so that a weekly run finds the one of the week before beneath those of every night.
	 */
	async censuses(leastRecords: number): Promise<readonly unknown[]> {
		const rows: { census: unknown }[] = await this.#orm.em.getConnection().execute(
			`select census from (
			   select census, started_at,
			     row_number() over (partition by census->>'fetch', census->>'selection' order by started_at desc) as place
			   from import_run where status = 'completed' and (census->>'records')::int >= ?
			 ) run where place <= ? order by started_at desc`,
			[leastRecords, mostCensuses],
		);
		return rows.map(({ census }) => (typeof census === 'string' ? JSON.parse(census) : census));
	}

	/** Fields that records of complete runs lacked once, as was accepted, and where and since when they have them again. */
	acceptedFields(): Promise<AcceptedField[]> {
		return acceptedFields(this.#orm.em.fork());
	}

	/** Fields the contract does not name that earlier runs have met already. */
	async knownFields(exceptRunId: string): Promise<ReadonlySet<string>> {
		const runs = await this.#orm.em
			.fork()
			.find(ImportRun, { id: { $ne: exceptRunId }, unknownFields: { $ne: null } }, { fields: ['unknownFields'] });
		return new Set(runs.flatMap((run) => Object.keys(run.unknownFields ?? {})));
	}

	/** What the last complete import of a partition recorded. */
	async lastOf(municipalityCode: number, addressType: string | undefined): Promise<RecordedPartition | undefined> {
		const [row] = await this.#orm.em
			.fork()
			.find(
				ImportPartition,
				{ municipalityCode, addressType: addressType ?? null, state: 'complete' },
				{ orderBy: { readAt: 'desc' }, limit: 1 },
			);
		if (row?.expected == null || row.readAt == null) return undefined;
		return { expected: row.expected - row.otherType, readAt: row.readAt };
	}

	/** When each municipality was last imported completely (whatever types were asked for), by code. */
	async lastComplete(): Promise<ReadonlyMap<number, Date>> {
		const rows: { code: number; finished: Date | string }[] = await this.#orm.em
			.getConnection()
			.execute(
				`select municipality_code as code, max(read_at) as finished from import_partition where state = 'complete' group by 1`,
			);
		return new Map(rows.map(({ code, finished }) => [code, new Date(finished)]));
	}
}

async function noteReading(
	em: EntityManager,
	{ runId, expectedOf, skippedOf }: ImportState,
	{ name, expected, listed, otherType }: PartitionReport,
	readAt: Date,
): Promise<void> {
	// A first page that could not be read told no total.
	const counted = Object.hasOwn(expectedOf, name);
	const read = { expected: counted ? expected : null, listed, otherType, skipped: skippedOf[name] ?? 0, readAt };
	await em.nativeUpdate(ImportPartition, { run: runId, name }, read);
}

/** All of it was listed, and nothing stopped the run that listed it. */
function isWhole({ started, stopping, discoveryFinished }: ImportState, { gap }: PartitionReport): boolean {
	return gap === undefined && stopping === undefined && discoveryFinished && started?.limit == null;
}

/** Why a partition is not complete, where that is known. @param whole a list that is whole against what the tables hold of it. */
function gapOf({ started }: ImportState, { gap }: PartitionReport, whole: Reconciled | undefined): string | null {
	if (gap !== undefined) return gap;
	if (started?.limit != null) return 'only the first homes were asked for';
	if (whole === undefined || whole.missing <= 0) return null;
	return `${whole.missing} of ${whole.expected} homes are neither stored, nor gone, nor known to have failed`;
}

/** A partition is complete when its list is whole and each home of it is accounted for. */
async function closePartition(
	em: EntityManager,
	state: ImportState,
	report: PartitionReport,
	gap: string | null,
	at: Date,
): Promise<void> {
	const { name } = report;
	const complete = gap === null && isWhole(state, report);
	const ended = { state: complete ? 'complete' : 'short', gap };
	await em.nativeUpdate(ImportPartition, { run: state.runId, name }, ended);
	if (complete) await solveNameless(em, state.runId, name, at);
}

/** Rows that earlier runs could not read for want of an id: the list is whole now, and what cannot be read in it is told anew. */
async function solveNameless(em: EntityManager, runId: string, partition: string, at: Date): Promise<void> {
	const earlier = { run: { $ne: runId }, partition, addressId: null, solvedAt: null };
	await em.nativeUpdate(ImportFailure, earlier, { solvedAt: at });
}
