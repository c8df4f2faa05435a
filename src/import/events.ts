import type { Adaptation } from './adaptive-workers.ts';
import type { ContractChange, Problem, Retry } from './ports.ts';

/** How every home ends. The invariant: discovered = imported + updated + unchanged + skipped + failed + gone. */
export interface ImportCounts {
	/** What the API said it has of what was asked for, bounded by the limit. */
	readonly expected: number;
	readonly discovered: number;
	readonly imported: number;
	readonly updated: number;
	readonly unchanged: number;
	/** Stored before, or listed a second time while under way. */
	readonly skipped: number;
	readonly failed: number;
	/** 404: the API lists it and does not have it. */
	readonly gone: number;
}

export type RunStatus = 'completed' | 'incomplete' | 'interrupted' | 'blocked' | 'failed';

/** Why a run stopped short, for the person who reads the summary. */
export type StopReason =
	/** By a person or a signal; `atOnce` left what was in flight unfinished. */
	| { readonly kind: 'asked'; readonly atOnce: boolean }
	| { readonly kind: 'blocked'; readonly message: string }
	| { readonly kind: 'api-unavailable'; readonly message: string }
	| { readonly kind: 'database'; readonly message: string }
	/** The source's records are not what they were, and nobody has said that this is all right. */
	| { readonly kind: 'drift'; readonly message: string }
	| { readonly kind: 'bug'; readonly message: string };

export interface PartitionReport {
	/** "København · villa" or "København · villa · 2300". */
	readonly name: string;
	/** The newest total of the API. */
	readonly expected: number;
	/** Distinct homes found. */
	readonly listed: number;
	/** Rows of another type than asked for, left out. */
	readonly otherType: number;
	/** Rows without a type, kept. */
	readonly withoutType: number;
	/** Rows that came more than once within a reading. */
	readonly repeated: number;
	/** How often the API's total was another from one page to the next. */
	readonly moved: number;
	/** Readings beyond the first, of the whole or of a part, because it did not add up. */
	readonly readAgain: number;
	/** Why it is not complete; undefined when it is. */
	readonly gap?: string;
}

/** A partition at the end of a run: what the API says it has against what the tables hold. */
export interface Reconciled {
	readonly name: string;
	/** The API's newest total, rows of another type left out. */
	readonly expected: number;
	/** Homes in the tables. */
	readonly stored: number;
	/** Neither stored now nor before. */
	readonly failed: number;
	/** Listed, but answered with 404. */
	readonly gone: number;
	/** Neither stored nor failed nor gone: left for the next run. Negative where homes left the API while it was read. */
	readonly missing: number;
	/** Stored earlier, and not listed by the API now. */
	readonly extra: number;
}

export interface RunResult {
	readonly runId: string;
	readonly status: RunStatus;
	readonly counts: ImportCounts;
	readonly requests: number;
	readonly durationMs: number;
	/** Homes fetched and finished per second; skipped ones are not counted. */
	readonly propertiesPerSecond: number;
	/** The sum of all fetch times: what one worker alone would have needed. */
	readonly sequentialEstimateMs: number;
	/** Timelines asked for, where they were to be. */
	readonly timelines?: { readonly read: number; readonly failed: number };
	readonly stopReason?: StopReason;
}

type Event =
	| {
			readonly type: 'run.started';
			readonly runId: string;
			readonly municipalities: readonly string[];
			readonly addressTypes: readonly string[];
			/** At the start, where they adapt. */
			readonly workers: number;
			/** The number follows what the API bears. @default false */
			readonly adaptive?: boolean;
			readonly batchSize: number;
			readonly limit: number | null;
			readonly fetch: 'details' | 'pages';
			/** Which stored homes are looked at again. @default none */
			readonly refresh?: string;
			/** The timelines of homes for sale are asked for as well. */
			readonly timeline?: boolean;
			/** Requests a second, 0 = no ceiling. */
			readonly rate: number;
			readonly apiUrl: string;
			readonly database: string;
	  }
	| { readonly type: 'partition.counted'; readonly partition: string; readonly expected: number }
	/** Homes of the partitions whose turn comes later, by name. */
	| { readonly type: 'partitions.counted'; readonly expectedOf: Readonly<Record<string, number>> }
	| { readonly type: 'partition.finished'; readonly report: PartitionReport }
	| { readonly type: 'discovery.retrying'; readonly partition: string; readonly page: number; readonly retry: Retry }
	| { readonly type: 'discovery.finished' }
	| {
			readonly type: 'homes.listed';
			readonly partition: string;
			readonly discovered: number;
			readonly skipped: number;
			/** Of the others, those whose search record is stored as it is. */
			readonly fromPages: number;
	  }
	/** Homes, stored or failed before, that a complete list does not hold: they are asked for, and count as discovered. */
	| { readonly type: 'homes.unlisted'; readonly partition: string; readonly count: number }
	/** `problem` says why it could not be read; the home is stored all the same. */
	| {
			readonly type: 'timeline.finished';
			readonly id: string;
			readonly label: string;
			readonly problem?: Omit<Problem, 'payload'>;
	  }
	/** A home of the sample: its search record beside its detail. */
	| {
			readonly type: 'page.compared';
			readonly partition: string;
			readonly id: string;
			readonly differences: readonly string[];
	  }
	/** Search records are not trusted: from now on the partition is fetched, and so is what was stored from its pages. */
	| {
			readonly type: 'pages.distrusted';
			readonly partition: string;
			/** Homes of the sample that came. */
			readonly compared: number;
			/** Some of them differ; else too few came to know. */
			readonly differs: boolean;
			readonly recalled: number;
	  }
	/** Listed, but not taken up because the run stops: left for the next run, and no longer counted as discovered. */
	| { readonly type: 'homes.released'; readonly count: number }
	/** Failed homes of a kind that are fetched once more; they no longer count as failed. */
	| { readonly type: 'homes.retried'; readonly kind: string; readonly count: number; readonly ids: readonly string[] }
	/** Homes that were to be fetched once more, and are left for another run: failed, as before. */
	| { readonly type: 'homes.unretried'; readonly kind: string; readonly count: number }
	/** Pages of so many rows are too much for the API, by their kind of failure: from now on it is asked for so many. */
	| {
			readonly type: 'pages.lowered';
			readonly partition: string;
			readonly tooMany: number;
			readonly rows: number;
			readonly reason: string;
	  }
	/**
	 * A home whose search record had failed has been fetched after all: that failure, of this kind, is none any more. What became of its
	 * own record was told before, and is counted by the batch that follows.
	 */
	| { readonly type: 'failure.superseded'; readonly kind: string; readonly id: string }
	| { readonly type: 'worker.fetching'; readonly worker: number; readonly id: string; readonly label: string }
	| { readonly type: 'worker.retrying'; readonly worker: number; readonly retry: Retry }
	| {
			readonly type: 'worker.finished';
			readonly worker: number;
			readonly id: string;
			/** `listed`: a page, not a home. `returned`: it only waited for another try when the run paused. */
			readonly outcome: 'fetched' | 'listed' | 'gone' | 'failed' | 'blocked' | 'aborted' | 'returned';
			/** Time on the wire, of all tries together. */
			readonly ms: number;
			readonly attempts: number;
	  }
	| { readonly type: 'fields.unknown'; readonly fields: readonly string[] }
	| { readonly type: 'text.repaired'; readonly id: string; readonly paths: readonly string[] }
	| { readonly type: 'batch.flushing'; readonly size: number }
	| {
			readonly type: 'batch.committed';
			readonly number: number;
			/** Entries; those that were counted before are in none of the counts. */
			readonly size: number;
			readonly imported: number;
			readonly updated: number;
			readonly unchanged: number;
			readonly failed: number;
			readonly gone: number;
			/** Homes that were counted when their search records were stored, and have been fetched after all. */
			readonly again?: number;
			readonly ms: number;
			/** Entries that wait for the next batch. */
			readonly waiting: number;
	  }
	| {
			readonly type: 'home.failed';
			readonly id: string | null;
			readonly label: string;
			readonly attempts: number;
			readonly problem: Omit<Problem, 'payload'>;
	  }
	| { readonly type: 'home.gone'; readonly id: string; readonly label: string }
	/** The source's records are not what they were at the last complete run; `reaction` says what the run does about it. */
	| {
			readonly type: 'contract.drifted';
			readonly changes: readonly ContractChange[];
			readonly reaction: 'stop' | 'pause' | 'go on';
	  }
	/** A person goes on with them. */
	| { readonly type: 'contract.accepted' }
	/** The API is away, or asks for a rest: every request waits until then. */
	| { readonly type: 'api.waiting'; readonly delayMs: number; readonly reason: string }
	| { readonly type: 'api.back' }
	/** The whole process stood still for so long: stopped by its shell, or the machine asleep. */
	| { readonly type: 'run.slept'; readonly ms: number }
	| { readonly type: 'database.waiting'; readonly delayMs: number; readonly reason: string }
	| { readonly type: 'database.back' }
	| { readonly type: 'control.changed'; readonly control: ControlState }
	/** The number of workers follows what the API bears: it is another one now, or something else holds it. */
	| ({ readonly type: 'workers.adapted' } & Adaptation)
	| { readonly type: 'run.stopping'; readonly reason: StopReason }
	/** `problem` says why the tables could not be counted. */
	| { readonly type: 'run.reconciled'; readonly partitions: readonly Reconciled[]; readonly problem?: string }
	| ({ readonly type: 'run.finished' } & RunResult);

export interface ControlState {
	readonly paused: boolean;
	readonly workers: number;
	/** The number follows what the API bears; false as soon as a person sets it. */
	readonly adaptive: boolean;
	readonly batchSize: number;
	/** Requests a second, 0 = no ceiling. */
	readonly rate: number;
}

/** What comes out of the engine, in order; everything that is shown or printed is made from these. */
export type ImportEvent = Event & {
	/** Milliseconds since the epoch. */
	readonly at: number;
};

/** An event before the engine's clock has stamped it. */
export type UnstampedEvent = Event;

export type Emit = (event: UnstampedEvent) => void;
