/** What is kept of a run, as the commands tell it: shapes only, so that those who draw them need no database. */

export interface RunOverview {
	readonly id: string;
	/** running, completed, incomplete, interrupted, blocked or failed; a run that was killed stays running. */
	readonly status: string;
	readonly startedAt: Date;
	readonly finishedAt: Date | null;
	/** When it was last heard of: its newest sample, where it has one. */
	readonly lastSampleAt: Date | null;
	/** "København · villa" */
	readonly partitions: readonly string[];
	/** As it was started with; the database address has no password. */
	readonly options: Readonly<Record<string, unknown>>;
	/** How its homes ended; of a run that never ended, what its commits counted. */
	readonly counts: RunCounts;
	readonly requests: number | null;
	readonly batches: number;
	readonly latency: RunLatency | null;
	readonly pace: RunPace | null;
}

export interface RunCounts {
	/** null of a run that never ended. */
	readonly expected: number | null;
	readonly discovered: number | null;
	readonly imported: number;
	readonly updated: number;
	readonly unchanged: number;
	readonly skipped: number;
	readonly failed: number;
	readonly gone: number;
}

/** Of answers at the first try, ms. */
export interface RunLatency {
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
}

export interface RunPace {
	readonly durationMs: number;
	/** Without pauses, and without waiting for the API or the database. */
	readonly activeMs: number;
	/** What one worker alone would have needed. */
	readonly sequentialMs: number;
	readonly homesPerSecond: number;
}

/** A partition as the run found and left it, and what the tables hold of it now. */
export interface PartitionRecord {
	readonly name: string;
	/** The API's total, rows of another type left out; null where it was not read. */
	readonly expected: number | null;
	readonly listed: number | null;
	/** Stored before and not fetched, or listed twice. */
	readonly skipped: number;
	/** Fetched and stored by the run: imported, updated and unchanged together. */
	readonly stored: number;
	/** Stored for the first time. */
	readonly imported: number;
	readonly updated: number;
	readonly unchanged: number;
	readonly failed: number;
	readonly gone: number;
	/** Known homes that the API lists no more, and that it answered for one by one; in none of the counts above. */
	readonly unlisted: number;
	/** open, complete, short, or retry where only failed homes were asked for. */
	readonly state: string;
	readonly gap: string | null;
	readonly inTables: number;
}

/** Failures of a run of one kind. */
export interface FailureGroup {
	readonly kind: string;
	readonly count: number;
	/** Not stored since, by any run. */
	readonly open: number;
	readonly first: readonly FailureRecord[];
}

export interface FailureRecord {
	readonly addressId: string | null;
	readonly label: string;
	readonly stage: string;
	readonly message: string;
	readonly attempts: number;
	readonly failedAt: Date;
}

export interface SampleRecord {
	readonly at: Date;
	readonly done: number;
	readonly failed: number;
	readonly requests: number;
	readonly medianLatencyMs: number | null;
	readonly p95LatencyMs: number | null;
	readonly workers: number;
	readonly binding: string;
}

/** A run with what `runs show` tells of it. */
export interface RunDetails extends RunOverview {
	readonly reconciliation: readonly PartitionRecord[];
	readonly failures: readonly FailureGroup[];
	readonly samples: readonly SampleRecord[];
}

/** Where the homes of a run's partitions are, counted in cells of a grid of offset rows. */
export interface HomeMap {
	/** Degrees; null where no home has coordinates. */
	readonly bounds: MapBounds | null;
	/** A cell's width, degrees of longitude, and height, degrees of latitude. */
	readonly cell: { readonly lon: number; readonly lat: number };
	readonly columns: number;
	readonly rows: number;
	readonly cells: readonly MapCell[];
	readonly municipalities: readonly MapLabel[];
	/** Homes by kind, those without coordinates under "unplaced". */
	readonly totals: Readonly<Record<MapKind | 'unplaced', number>>;
}

export interface MapBounds {
	readonly west: number;
	readonly east: number;
	readonly south: number;
	readonly north: number;
}

/**
 * before: stored, and not looked at by this run; unchanged: stored, looked at, and the same; updated: something of it has changed, if
 * only a price or a sale; imported: fetched by this run.
 */
export type MapKind = 'before' | 'unchanged' | 'imported' | 'updated' | 'failed';

export interface MapCell {
	readonly kind: MapKind;
	/** From the west; odd rows lie half a cell further east. */
	readonly column: number;
	/** From the north. */
	readonly row: number;
	readonly count: number;
}

export interface MapLabel {
	readonly name: string;
	readonly homes: number;
	/** The middle of its homes, degrees. */
	readonly lon: number;
	readonly lat: number;
}
