import type { EntityManager } from '@mikro-orm/core';
import type {
	FailureGroup,
	FailureRecord,
	PartitionRecord,
	RunCounts,
	RunDetails,
	RunOverview,
	SampleRecord,
} from './run-record.ts';

/** A moment as the two drivers give it. */
type At = Date | string;

interface RunRow extends Omit<RunOverview, 'startedAt' | 'finishedAt' | 'lastSampleAt' | 'counts'> {
	readonly startedAt: At;
	readonly finishedAt: At | null;
	readonly lastSampleAt: At | null;
	readonly counts: RunOverview['counts'] | null;
	/** What the run's commits counted. */
	readonly committed: Omit<RunCounts, 'expected' | 'discovered'>;
}

/** Failures of a kind that are told in full. */
const firstOfKind = 5;

/** The newest runs, newest first. */
export async function latestRuns(em: EntityManager, limit: number): Promise<RunOverview[]> {
	return (await selectRuns(em, '', [limit])).map(toOverview);
}

/** Ids of all runs, newest first. */
export async function runIds(em: EntityManager): Promise<string[]> {
	const rows = await select<{ id: string }>(em, 'select id from import_run order by started_at desc, id desc', []);
	return rows.map(({ id }) => id);
}

/** A run with everything that was kept of it. @param id one that exists. */
export async function runDetails(em: EntityManager, id: string): Promise<RunDetails> {
	const [row] = await selectRuns(em, 'where r.id = ?', [id, 1]);
	if (row === undefined) throw new Error(`there is no run ${id} in import_run`);
	return {
		...toOverview(row),
		reconciliation: await partitionsOf(em, id),
		failures: await failuresOf(em, id),
		samples: await samplesOf(em, id),
	};
}

function selectRuns(em: EntityManager, where: string, values: readonly unknown[]): Promise<RunRow[]> {
	return select<RunRow>(
		em,
		`select r.id, r.status, r.options, r.counts, r.requests, r.batches, r.latency, r.pace, r.started_at as "startedAt",
		        r.finished_at as "finishedAt", p.*,
		        (select max(at) from import_sample s where s.run_id = r.id) as "lastSampleAt"
		   from import_run r left join lateral (
		     select coalesce(json_agg(name order by name), '[]') as partitions,
		            json_build_object('imported', coalesce(sum(stored - updated - unchanged), 0), 'updated', coalesce(sum(updated), 0),
		              'unchanged', coalesce(sum(unchanged), 0), 'skipped', coalesce(sum(skipped), 0),
		              'failed', coalesce(sum(failed), 0), 'gone', coalesce(sum(gone), 0)) as committed
		       from import_partition where run_id = r.id) p on true
		  ${where} order by r.started_at desc, r.id desc limit ?`,
		values,
	);
}

function toOverview({ startedAt, finishedAt, lastSampleAt, counts, committed, ...row }: RunRow) {
	return {
		...row,
		startedAt: new Date(startedAt),
		finishedAt: finishedAt === null ? null : new Date(finishedAt),
		lastSampleAt: lastSampleAt === null ? null : new Date(lastSampleAt),
		counts: counts ?? { expected: null, discovered: null, ...committed },
	};
}

function partitionsOf(em: EntityManager, runId: string): Promise<PartitionRecord[]> {
	return select<PartitionRecord>(
		em,
		`select p.name, p.expected - p.other_type as expected, p.listed, p.skipped, p.stored,
		        p.stored - p.updated - p.unchanged as imported, p.updated, p.unchanged, p.failed, p.gone, p.unlisted, p.state, p.gap,
		        (select count(*)::int from property h
		          where h.municipality_code = p.municipality_code and h.gone_at is null
		            and (p.address_type is null or h.address_type = p.address_type)) as "inTables"
		   from import_partition p where p.run_id = ? order by p.name`,
		[runId],
	);
}

async function failuresOf(em: EntityManager, runId: string): Promise<FailureGroup[]> {
	const groups = await select<Omit<FailureGroup, 'first'>>(
		em,
		`select kind, count(*)::int as count, (count(*) filter (where solved_at is null))::int as open
		   from import_failure where run_id = ? group by kind order by 2 desc, kind`,
		[runId],
	);
	const firsts = await select<Omit<FailureRecord, 'failedAt'> & { kind: string; failedAt: At }>(
		em,
		`select kind, address_id as "addressId", label, stage, message, attempts, failed_at as "failedAt" from (
		   select f.*, row_number() over (partition by kind order by id) as place from import_failure f where run_id = ?) ranked
		  where place <= ? order by id`,
		[runId, firstOfKind],
	);
	return groups.map((group) => ({
		...group,
		first: firsts
			.filter(({ kind }) => kind === group.kind)
			.map(({ kind: _, failedAt, ...failure }) => ({ ...failure, failedAt: new Date(failedAt) })),
	}));
}

async function samplesOf(em: EntityManager, runId: string): Promise<SampleRecord[]> {
	const rows = await select<Omit<SampleRecord, 'at'> & { at: At }>(
		em,
		`select at, done, failed, requests, median_latency_ms as "medianLatencyMs", p95_latency_ms as "p95LatencyMs", workers,
		        binding from import_sample where run_id = ? order by at`,
		[runId],
	);
	return rows.map(({ at, ...sample }) => ({ ...sample, at: new Date(at) }));
}

function select<Row>(em: EntityManager, sql: string, values: readonly unknown[]): Promise<Row[]> {
	return em.getConnection().execute<Row[]>(sql, [...values]);
}
