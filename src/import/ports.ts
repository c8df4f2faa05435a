/**
 * What the engine needs from the world, and nothing more: a source of homes, a store for them. It knows neither HTTP nor SQL; the
 * rooms at the edges fit these shapes. `Record` is a home's content, which the engine carries and never reads.
 */

export interface Municipality {
	readonly code: number;
	readonly name: string;
	readonly slug: string;
	/** Those the facts know; an incomplete list, good for a first guess only. */
	readonly knownZipCodes: readonly number[];
}

/** What to search for: the homes of one municipality, of one type, perhaps only a part of them. */
export interface HomeQuery {
	readonly municipality: Municipality;
	/** undefined asks for every type and for homes without one. */
	readonly addressType: string | undefined;
	readonly zipCodes?: readonly number[];
	/** m² */
	readonly area?: Bounds;
	/** DKK asked for it now. */
	readonly price?: Bounds;
	/** @default by address, from the first */
	readonly order?: HomeOrder;
}

/** Both ends included; a home without the value is outside every range. */
export interface Bounds {
	readonly least: number;
	readonly most?: number;
}

export interface HomeOrder {
	readonly by: 'address' | 'livingArea' | 'price';
	readonly descending: boolean;
}

/** One row of a search page, as far as discovery reads it. */
export interface ListedHome {
	readonly id: string;
	/** For people: "Mejlgade 82A, 2. tv, 8000". */
	readonly label: string;
	readonly addressType: string | undefined;
	readonly municipalityCode: number;
	readonly zipCode: number;
	/** undefined where the API does not say. */
	readonly onMarket?: boolean | undefined;
	/** The record as the source sent it, unread. */
	readonly row: unknown;
}

/** Why a home, or a page, could not be had. */
export interface Problem {
	readonly stage: 'fetch' | 'validate' | 'store';
	/** Groups errors for people: "timeout", "HTTP 500", "invalid". */
	readonly kind: string;
	/** A whole sentence, or `path: expected ..., got ...`. */
	readonly message: string;
	/** What the API sent, kept for a later look. */
	readonly payload?: unknown;
	/** The home that a row of a page is about, where the rest of it could not be read. */
	readonly id?: string;
	/** The API as a whole did not answer: not a matter of this one home. */
	readonly outage?: boolean;
	/** The rest that the API asked for, ms. */
	readonly retryAfterMs?: number;
	/** It may be what was asked for that is too much: a smaller page may be given. */
	readonly tooMuch?: boolean;
}

export interface SearchPage {
	/** Homes that match the query in all, whatever the page. */
	readonly totalHits: number;
	readonly rows: readonly ListedHome[];
	/** Rows that could not be read. */
	readonly problems: readonly Problem[];
}

export interface Retry {
	/** The attempt that comes next, from 2. */
	readonly attempt: number;
	readonly attempts: number;
	readonly delayMs: number;
	readonly reason: string;
}

/** A try that came to nothing for a reason that is the API's and not the home's. */
export interface Setback {
	readonly message: string;
	/** When the request was sent, epoch ms. */
	readonly sentAt: number;
	/** Why it may be asked for too much: "HTTP 429", "HTTP 503", "timeout"; undefined where something else is the matter. */
	readonly strain?: string | undefined;
	/** 429, or a Retry-After: the API asks for a rest. */
	readonly pushedBack: boolean;
	/** The rest it asks for, ms. */
	readonly retryAfterMs?: number | undefined;
}

/** The longest that an API which is away, or asks for a rest, is waited for, ms: by a run as by a single request. */
export const longestApiWaitMs = 15 * 60_000;

/** Stands before every request of a run, so that all wait as one while the API is away or asks for a rest. */
export interface Gate {
	readonly shut: boolean;
	/** Waits while it is shut. @throws StopRun when the API stays away; the signal's reason when aborted. */
	pass(signal?: AbortSignal): Promise<void>;
	/** The API gave an answer of its own, whatever it says. */
	answered(): void;
	/** @returns whether the try counts for nothing, because everything waits for the API now. */
	failed(setback: Setback): boolean;
}

export interface RequestContext {
	/** Cuts a request short. */
	readonly signal: AbortSignal;
	/** Ends only the waiting between tries and before the gate; what is on its way comes home. Who aborts `signal` aborts it too. */
	readonly patience?: AbortSignal;
	readonly gate?: Gate | undefined;
	/** Tries allowed, where they are not the source's own. */
	readonly attempts?: number;
	/** Of them so many may time out. */
	readonly timeouts?: number;
	readonly onRetry?: (retry: Retry) => void;
	/** Told of each try of a search page: its time on the wire, ms. */
	readonly onAttempt?: (ms: number) => void;
	/** The partition of the home that is asked for. */
	readonly partition?: string;
}

export type PageOutcome =
	| { readonly status: 'read'; readonly page: SearchPage }
	| { readonly status: 'blocked'; readonly message: string }
	| { readonly status: 'failed'; readonly problem: Problem };

export type FetchOutcome<Record> =
	| ({ readonly status: 'fetched'; readonly bytes?: number } & ReadRecord<Record> & Tries)
	| ({ readonly status: 'gone' } & Tries)
	| ({ readonly status: 'blocked'; readonly message: string } & Tries)
	| ({ readonly status: 'failed'; readonly problem: Problem } & Tries);

export type TimelineOutcome =
	| { readonly status: 'read'; readonly events: readonly TimelineEvent[] }
	| { readonly status: 'blocked'; readonly message: string }
	| { readonly status: 'failed'; readonly problem: Problem };

/** What the API says happened to a home's price, or to its being for sale. It has no id: all of it together is what it is. */
export interface TimelineEvent {
	/** ISO time in UTC with six digits of a second's fraction. */
	readonly at: string;
	/** open, price_change, closed, sold or built; the API may know others. */
	readonly type: string;
	/** DKK */
	readonly price: number | null;
	readonly aux: Readonly<{ [field: string]: unknown }> | null;
}

/** A record, and what was noticed when it was read. */
export interface ReadRecord<Record> {
	readonly record: Record;
	readonly notes: RecordNotes;
}

export interface Tries {
	readonly attempts: number;
	/** Time on the wire, of all tries together; no pacing, no waiting between them. */
	readonly ms: number;
}

/** What was noticed about a record that is otherwise good. */
export interface RecordNotes {
	/** Paths of fields that the contract does not name. */
	readonly unknownFields: readonly string[];
	/** Paths of texts that held characters which cannot be stored. */
	readonly repairedTexts: readonly string[];
}

/** What asks the API settles with an outcome, whatever the API does, and rejects only with a signal's reason, the gate's, or for a bug. */
export interface HomeSource<Record> {
	searchPage(query: HomeQuery, page: number, perPage: number, context: RequestContext): Promise<PageOutcome>;
	fetchHome(id: string, context: RequestContext): Promise<FetchOutcome<Record>>;
	/** The record of a search row that can stand for the home's own; undefined where only the detail tells all. */
	readListed?(home: ListedHome, partition?: string): ReadRecord<Record> | undefined;
	/** Told of every row of a search where all homes that are wanted are fetched. */
	countListed?(home: ListedHome, partition: string): void;
	/** Where two records of one home differ, as paths; what search records never carry is left out. */
	differences?(listed: Record, fetched: Record): string[];
	/** Whether the record is of a home that is for sale, and so has a timeline worth asking for. */
	isListed?(record: Record): boolean;
	fetchTimeline?(id: string, context: RequestContext): Promise<TimelineOutcome>;
	/** Requests sent so far, retries included. */
	readonly requests: number;
}

/** A way in which the source's records are not what they were. */
export interface ContractChange {
	/** "buildings[].yearBuilt"; foreign text. */
	readonly field: string;
	/** The change as a sentence without its full stop; foreign text. */
	readonly message: string;
}

/** What nearly all records of its kind had, and one has not. */
export interface MissingField {
	readonly field: string;
	/** Whether a record that came later has it: then it is the home that lacks it, and not the source that has changed. */
	cameSince(): boolean;
}

/** Watches whether a source still sends what it sent when a run was last complete. */
export interface ContractWatch {
	/** Whether there is anything to compare with. */
	readonly compares: boolean;
	/** Records so far, of each group that is compared by itself, by its name. */
	readonly records: ReadonlyMap<string, number>;
	/** Records so far, of the kinds that are stored. */
	readonly stored: number;
	/** All that was found so far. @param last nothing more will come. */
	changes(last: boolean): readonly ContractChange[];
	/** What a record lacks that is in few records, though in nearly all of its kind, so that its loss would long go unnoticed. */
	missing?(partition: string, record: unknown): readonly MissingField[];
}

/** A home that is to be fetched. */
export interface WantedHome {
	readonly id: string;
	/** For people. */
	readonly label: string;
	/** The name of the partition that listed it. */
	readonly partition: string;
	/** It was stored from a search record already, and counted: fetching it counts no more. */
	readonly again?: boolean;
	/** It is stored or has failed before, and the API lists it no more: asked for to see what became of it. */
	readonly unlisted?: boolean;
	/** It was for sale when it was last looked at: its timeline tells what became of that. */
	readonly wasForSale?: boolean;
}

/** A home that reached its end one way or another, on its way into the store. */
export type BatchEntry<Record> =
	| (WantedHome & {
			readonly kind: 'home';
			readonly record: Record;
			readonly attempts: number;
			/** As the source sent it; small where it is not known. */
			readonly bytes?: number;
			/** A search record, which is good only once its partition's sample says so. */
			readonly fromPage?: boolean;
			/** Where it was asked for and came. */
			readonly timeline?: readonly TimelineEvent[] | undefined;
	  })
	| (WantedHome & { readonly kind: 'gone' })
	| (Omit<WantedHome, 'id'> & {
			readonly kind: 'failure';
			/** null where the API gave a row without a usable id. */
			readonly id: string | null;
			readonly problem: Problem;
			readonly attempts: number;
			/** The store refused its search record. */
			readonly fromPage?: boolean;
	  });

export type StoredAs = 'imported' | 'updated' | 'unchanged';

/** Which stored homes are to be looked at again: none, those for sale, or all; times are epoch ms. */
export type Look =
	| { readonly at: 'none' }
	/** Stored as for sale, or one of `onMarket`. */
	| { readonly at: 'listed'; readonly onMarket: readonly string[]; readonly uncheckedSince: number }
	| { readonly at: 'all'; readonly uncheckedSince: number };

export interface HomeStore<Record> {
	/** Which of these ids are stored already, and good, and need no other look: one query. @throws StoreError */
	known(ids: readonly string[], look: Look): Promise<ReadonlySet<string>>;
	/** Which of these ids are stored as for sale: one query. @throws StoreError */
	forSale?(ids: readonly string[]): Promise<ReadonlySet<string>>;
	/** Stored homes of a query, not gone and not checked since, that a complete list of it does not hold. @throws StoreError */
	unlisted?(
		query: HomeQuery,
		isListed: (id: string) => boolean,
		uncheckedSince: number,
	): Promise<readonly Pick<WantedHome, 'id' | 'label'>[]>;
	/** Homes of a query that failed in earlier runs, and have neither been stored since nor found to be gone. @throws StoreError */
	failed?(query: HomeQuery): Promise<readonly Pick<WantedHome, 'id' | 'label'>[]>;
	/**
	 * Writes a batch and the account of it in one transaction, all or nothing; says how each home of it was stored, by id. One may come
	 * twice, as its page had it and then as it was fetched: the last one counts.
	 * @throws StoreError, and then nothing of the batch is stored.
	 */
	save(entries: readonly BatchEntry<Record>[]): Promise<ReadonlyMap<string, StoredAs>>;
	/** What this run stored from the search records of a partition is good. @throws StoreError */
	trustPages?(partition: string): Promise<void>;
}

/**
 * A store's refusal, named by what the engine does next: `conflict` repeats the batch, `record` isolates the bad one, `unavailable`
 * holds the batch and waits, `fatal` stops the run.
 */
export class StoreError extends Error {
	override readonly name = 'StoreError';
	readonly blame: 'conflict' | 'record' | 'unavailable' | 'fatal';
	/** SQLSTATE or the system's error code. */
	readonly kind: string;
	/** Whether a single record can be at fault: never where only the moment was wrong (deadlock, serialization, lock). */
	get isolable(): boolean {
		return this.blame === 'record' || this.kind === '23505';
	}

	constructor(blame: StoreError['blame'], kind: string, message: string, options?: ErrorOptions) {
		super(message, options);
		this.blame = blame;
		this.kind = kind;
	}
}
