import type { Adaptation } from './adaptive-workers.ts';
import { dealtWith, ended } from './counts.ts';
import { type Errors, noErrors, shownErrors, withError, withRetried, withSuperseded, withUnretried } from './errors.ts';
import type { ControlState, ImportCounts, ImportEvent, PartitionReport, RunResult, StopReason } from './events.ts';
import { type Forecast, noteForecast } from './forecast.ts';
import { activeMs, come, complete, leaveOut, type Pace, setResting, startPace, withWorkers } from './pace.ts';
import type { ContractChange, Retry } from './ports.ts';

const keptLatencies = 200;
/** Names of unknown fields that are told; more is a source that makes them up. */
const mostFieldNames = 1000;

export interface WorkerState {
	readonly activity: 'idle' | 'fetching' | 'retrying';
	readonly label: string;
	readonly since: number;
	readonly retry: Retry | undefined;
	readonly done: number;
	readonly errors: number;
}

/** Everything a display needs, made from the events alone. */
export interface ImportState extends Errors {
	readonly runId: string;
	readonly started: Extract<ImportEvent, { type: 'run.started' }> | undefined;
	readonly counts: ImportCounts;
	/** The API's newest total of each partition, by name. */
	readonly expectedOf: Readonly<Record<string, number>>;
	/** The total of partitions before their turn came. */
	readonly countedAhead: Readonly<Record<string, number>>;
	readonly partitions: readonly PartitionReport[];
	/** Homes stored from search records, those of them that were compared with their detail, and what was found then. */
	readonly pages: {
		readonly stored: number;
		readonly compared: number;
		readonly differences: readonly string[];
		/** Stored from search records that are not trusted any more, and those of them that have been fetched after all. */
		readonly recalled: number;
		readonly fetchedAgain: number;
	};
	/** Homes, stored or failed before, that are listed no more. */
	readonly unlisted: number;
	readonly timelines: { readonly read: number; readonly failed: number; readonly latestProblem: string | undefined };
	/** Skipped homes by partition. */
	readonly skippedOf: Readonly<Record<string, number>>;
	readonly discoveryFinished: boolean;
	readonly workers: readonly WorkerState[];
	readonly control: ControlState;
	/** Where the number of workers follows the API: what holds it. */
	readonly adapted: Adaptation | undefined;
	readonly batches: { readonly committed: number; readonly lastMs: number; readonly waiting: number };
	readonly pace: Pace;
	readonly forecasts: readonly Forecast[];
	/** The newest answer times in ms, of homes that came at the first try. */
	readonly latencies: readonly number[];
	/** Time on the wire of all fetches together, ms. */
	readonly fetchMs: number;
	/** Homes by field that the contract does not name. */
	readonly unknownFields: Readonly<Record<string, number>>;
	readonly repairedHomes: number;
	readonly databaseWait: string | undefined;
	/** The API is away or asks for a rest; times are epoch ms. */
	readonly apiWait: { readonly since: number; readonly dueAt: number; readonly reason: string } | undefined;
	/** Failed homes that someone had fetched again. */
	readonly retried: number;
	/** How the source's records have changed since the last complete run, and what came of it; undefined while they have not. */
	readonly drift:
		| { readonly changes: readonly ContractChange[]; readonly decision: 'stopped' | 'awaited' | 'accepted' }
		| undefined;
	readonly stopping: StopReason | undefined;
	readonly reconciliation: Omit<Extract<ImportEvent, { type: 'run.reconciled' }>, 'type' | 'at'> | undefined;
	readonly result: RunResult | undefined;
}

const idle: WorkerState = { activity: 'idle', label: '', since: 0, retry: undefined, done: 0, errors: 0 };

export const initialState: ImportState = {
	runId: '',
	started: undefined,
	counts: {
		expected: 0,
		discovered: 0,
		imported: 0,
		updated: 0,
		unchanged: 0,
		skipped: 0,
		failed: 0,
		gone: 0,
	},
	expectedOf: {},
	countedAhead: {},
	partitions: [],
	pages: { stored: 0, compared: 0, differences: [], recalled: 0, fetchedAgain: 0 },
	unlisted: 0,
	timelines: { read: 0, failed: 0, latestProblem: undefined },
	skippedOf: {},
	discoveryFinished: false,
	workers: [],
	control: { paused: false, workers: 0, adaptive: false, batchSize: 0, rate: 0 },
	adapted: undefined,
	batches: { committed: 0, lastMs: 0, waiting: 0 },
	pace: startPace(0),
	forecasts: [],
	latencies: [],
	fetchMs: 0,
	...noErrors,
	unknownFields: {},
	repairedHomes: 0,
	databaseWait: undefined,
	apiWait: undefined,
	retried: 0,
	drift: undefined,
	stopping: undefined,
	reconciliation: undefined,
	result: undefined,
};

/** Events to state. Pure: it is what every display shows, live or read back from a log. */
export function reduce(state: ImportState, event: ImportEvent): ImportState {
	const next = step(state, event);
	const waiting = next.control.paused || next.databaseWait !== undefined || next.apiWait !== undefined;
	// A rest that the end of the run cuts short ends with it.
	const resting = waiting && next.result === undefined;
	const pace = setResting(next.pace, resting, event.at);
	return pace === next.pace ? next : { ...next, pace };
}

function step(state: ImportState, event: ImportEvent): ImportState {
	switch (event.type) {
		case 'run.started':
			return {
				...state,
				runId: event.runId,
				started: event,
				pace: startPace(event.at, event.workers),
				control: {
					paused: false,
					workers: event.workers,
					adaptive: event.adaptive ?? false,
					batchSize: event.batchSize,
					rate: event.rate,
				},
			};
		case 'partition.counted':
			return withExpected({ ...state, expectedOf: { ...state.expectedOf, [event.partition]: event.expected } });
		case 'partitions.counted':
			return withExpected({ ...state, countedAhead: event.expectedOf });
		case 'partition.finished':
			return { ...state, partitions: [...state.partitions, event.report] };
		case 'discovery.finished':
			return { ...state, discoveryFinished: true };
		case 'homes.listed':
			return {
				...add(state, { discovered: event.discovered, skipped: event.skipped }),
				pages: { ...state.pages, stored: state.pages.stored + event.fromPages },
				skippedOf: {
					...state.skippedOf,
					[event.partition]: (state.skippedOf[event.partition] ?? 0) + event.skipped,
				},
			};
		case 'homes.unlisted': {
			const counted = add(state, { discovered: event.count });
			return withExpected({ ...counted, unlisted: state.unlisted + event.count });
		}
		case 'timeline.finished': {
			const { timelines } = state;
			const { problem } = event;
			if (problem === undefined) return { ...state, timelines: { ...timelines, read: timelines.read + 1 } };
			return { ...state, timelines: { ...timelines, failed: timelines.failed + 1, latestProblem: problem.message } };
		}
		case 'page.compared': {
			const { compared, differences } = state.pages;
			const all = [...new Set([...differences, ...event.differences])].slice(0, shownErrors);
			return { ...state, pages: { ...state.pages, compared: compared + 1, differences: all } };
		}
		case 'pages.distrusted':
			return { ...state, pages: { ...state.pages, recalled: state.pages.recalled + event.recalled } };
		case 'homes.released':
			return add(state, { discovered: -event.count });
		case 'homes.retried':
			return {
				...add(state, { failed: -event.count }),
				...withRetried(state, event),
				retried: state.retried + event.count,
			};
		case 'homes.unretried':
			return {
				...add(state, { failed: event.count }),
				...withUnretried(state, event),
				retried: state.retried - event.count,
			};
		case 'failure.superseded':
			return { ...state, ...withSuperseded(state, event) };
		case 'worker.fetching':
		case 'worker.retrying':
		case 'worker.finished':
			return reduceWorker(state, event);
		case 'fields.unknown':
			return { ...state, unknownFields: tally(state.unknownFields, event.fields) };
		case 'text.repaired':
			return { ...state, repairedHomes: state.repairedHomes + 1 };
		case 'batch.committed': {
			const { imported, updated, unchanged, failed, gone, again = 0 } = event;
			return withForecast(
				{
					...add(state, { imported, updated, unchanged, failed, gone }),
					pages: { ...state.pages, fetchedAgain: state.pages.fetchedAgain + again },
					batches: { committed: event.number, lastMs: event.ms, waiting: event.waiting },
					pace: complete(state.pace, dealtWith(event) + again, event.at),
				},
				event.at,
			);
		}
		case 'home.failed':
			return { ...state, ...withError(state, event) };
		case 'database.waiting':
			return { ...state, databaseWait: event.reason };
		case 'database.back':
			return { ...state, databaseWait: undefined };
		case 'control.changed':
			return { ...state, control: event.control, pace: withWorkers(state.pace, event.control.workers) };
		case 'workers.adapted': {
			const { workers, binding, reason } = event;
			return { ...state, adapted: { workers, binding, reason } };
		}
		case 'api.waiting': {
			const { at, delayMs, reason } = event;
			return { ...state, apiWait: { since: state.apiWait?.since ?? at, dueAt: at + delayMs, reason } };
		}
		case 'api.back':
			return { ...state, apiWait: undefined };
		case 'contract.drifted': {
			const decision = ({ stop: 'stopped', pause: 'awaited', 'go on': 'accepted' } as const)[event.reaction];
			return { ...state, drift: { changes: [...(state.drift?.changes ?? []), ...event.changes], decision } };
		}
		case 'contract.accepted':
			return { ...state, drift: state.drift && { ...state.drift, decision: 'accepted' } };
		case 'run.slept': {
			// Their answers will count the sleep as time on the wire.
			const inFlight = state.workers.filter(({ activity }) => activity === 'fetching').length;
			return { ...state, pace: leaveOut(state.pace, event.ms), fetchMs: state.fetchMs - inFlight * event.ms };
		}
		case 'run.stopping':
			return { ...state, stopping: event.reason };
		case 'run.reconciled': {
			const { type: _, at: __, ...reconciliation } = event;
			return { ...state, reconciliation };
		}
		case 'run.finished':
			return { ...state, result: event };
		case 'discovery.retrying':
		case 'pages.lowered':
		case 'batch.flushing':
		case 'home.gone':
			return state;
	}
}

/** Homes with which nothing is left to do: that came to an end, but for those that are fetched once more. */
export function doneWith({ counts, pages }: Pick<ImportState, 'counts' | 'pages'>): number {
	return ended(counts) - Math.max(0, pages.recalled - pages.fetchedAgain);
}

/** Homes a second since the start, each once however often it was fetched. */
export function overallSpeed({ counts, pace }: Pick<ImportState, 'counts' | 'pace'>, now: number): number {
	const seconds = activeMs(pace, now) / 1000;
	return seconds === 0 ? 0 : dealtWith(counts) / seconds;
}

function withForecast(state: ImportState, at: number): ImportState {
	const { expected, skipped } = state.counts;
	const remaining = expected - doneWith(state);
	const wanted = expected - skipped + state.pages.recalled;
	const forecasts = noteForecast(state.forecasts, state.pace, {
		...{ wanted, remaining, at },
		toFetch: leftToFetch(state),
	});
	return { ...state, forecasts };
}

/** Where pages are stored: homes that will be fetched one by one all the same, as many as are known, and of the others as many as of these. */
export function leftToFetch({ started, counts, pages, retried, pace }: ImportState): number {
	const listed = counts.discovered - counts.skipped;
	if (started?.fetch !== 'pages' || listed <= 0) return 0;
	const known = listed - pages.stored;
	const unlisted = Math.max(0, counts.expected - counts.discovered);
	return known + (known / listed) * unlisted + pages.recalled + retried - pace.fetched.come;
}

function withExpected(state: ImportState): ImportState {
	const { countedAhead, expectedOf, started, unlisted } = state;
	const total = Object.values({ ...countedAhead, ...expectedOf }).reduce((sum, count) => sum + count, 0);
	const expected = Math.min(total, started?.limit ?? total) + unlisted;
	return { ...state, counts: { ...state.counts, expected } };
}

function add(state: ImportState, added: Partial<ImportCounts>): ImportState {
	const counts = { ...state.counts };
	for (const [name, count] of Object.entries(added)) counts[name as keyof ImportCounts] += count;
	return { ...state, counts };
}

type WorkerEvent = Extract<ImportEvent, { readonly worker: number }>;

function reduceWorker(state: ImportState, event: WorkerEvent): ImportState {
	const workers = [...state.workers];
	while (workers.length < event.worker) workers.push(idle);
	const index = event.worker - 1;
	const worker = workers[index] ?? idle;
	workers[index] = nextWorker(worker, event);
	if (event.type !== 'worker.finished' || !hasEnded(event)) return { ...state, workers };
	const answeredAtOnce = event.attempts === 1 && event.outcome !== 'failed';
	return {
		...state,
		workers,
		pace: event.outcome === 'listed' ? state.pace : come(state.pace, 1, event.at),
		fetchMs: state.fetchMs + event.ms,
		latencies: answeredAtOnce ? [...state.latencies.slice(-keptLatencies + 1), event.ms] : state.latencies,
	};
}

function nextWorker(worker: WorkerState, event: WorkerEvent): WorkerState {
	switch (event.type) {
		case 'worker.fetching':
			return { ...worker, activity: 'fetching', label: event.label, since: event.at, retry: undefined };
		case 'worker.retrying':
			return { ...worker, activity: 'retrying', retry: event.retry };
		case 'worker.finished':
			return {
				...idle,
				done: worker.done + (hasEnded(event) ? 1 : 0),
				errors: worker.errors + (event.outcome === 'failed' ? 1 : 0),
			};
	}
}

function hasEnded({ outcome }: Extract<ImportEvent, { type: 'worker.finished' }>): boolean {
	return outcome !== 'aborted' && outcome !== 'returned';
}

function tally(counts: Readonly<Record<string, number>>, fields: readonly string[]): Readonly<Record<string, number>> {
	const next = { ...counts };
	let room = mostFieldNames - Object.keys(counts).length;
	for (const field of fields) {
		const known = Object.hasOwn(next, field);
		if (!known && room-- <= 0) continue;
		next[field] = (known ? (next[field] ?? 0) : 0) + 1;
	}
	return next;
}
