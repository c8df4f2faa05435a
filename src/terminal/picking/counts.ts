/** One question to the API: how many homes of a type (`undefined`: of every type) a municipality has. */
export interface CountKey {
	readonly municipalityCode: number;
	readonly type: string | undefined;
}

export interface Counted {
	readonly homes: number;
	/** Of the few that came with the answer, those whose search record cannot stand for the home's own; undefined where none came. */
	readonly shareOfDetails?: number | undefined;
}

export type Count =
	/** `trouble`: why it takes another try. */
	| { readonly status: 'counting'; readonly trouble?: string }
	| ({ readonly status: 'counted' } & Counted)
	| { readonly status: 'failed'; readonly reason: string };

export interface CountsSnapshot {
	/** By `countName`; what was never asked is not there. */
	readonly byName: ReadonlyMap<string, Count>;
	/** The middle of the answers so far; undefined before the first. */
	readonly latencyMs: number | undefined;
}

/** The time of one request in ms; or why the API wants no more questions from here. */
export type CountAnswer = (Counted & { readonly latencyMs: number }) | { readonly refused: string };

/** `onTrouble` is told why another try is needed. @throws an error that says in words why it could not be counted */
export type CountInApi = (
	municipalityCode: number,
	type: string | undefined,
	signal: AbortSignal,
	onTrouble: (reason: string) => void,
) => Promise<CountAnswer>;

const mostAtOnce = 4;

export function countName({ municipalityCode, type }: CountKey): string {
	return `${municipalityCode} ${type ?? ''}`;
}

/** Asks the API for what is wanted now, at most four at a time; every answer is remembered, a failure too. Refused, it asks nothing more. */
export class Counts {
	readonly #countInApi: CountInApi;
	readonly #onChange: () => void;
	readonly #abort = new AbortController();
	readonly #byName = new Map<string, Count>();
	readonly #latencies: number[] = [];
	#wanted: readonly CountKey[] = [];
	#inFlight = 0;
	#refused: string | undefined;
	#snapshot: CountsSnapshot | undefined;

	constructor(countInApi: CountInApi, onChange: () => void) {
		this.#countInApi = countInApi;
		this.#onChange = onChange;
	}

	/** Immutable, and the same until something changes. */
	get snapshot(): CountsSnapshot {
		this.#snapshot ??= { byName: new Map(this.#byName), latencyMs: middle(this.#latencies) };
		return this.#snapshot;
	}

	/** The most important first. What was wanted before and was not begun is forgotten. */
	want(keys: readonly CountKey[]): void {
		this.#wanted = keys;
		this.#begin();
	}

	/** Asks again for what failed and is still wanted. */
	retry(): void {
		this.#refused = undefined;
		for (const [name, { status }] of this.#byName) if (status === 'failed') this.#byName.delete(name);
		this.#changed();
		this.#begin();
	}

	/** Ends what is in flight; nothing is asked from now on. */
	close(): void {
		this.#abort.abort();
	}

	#begin(): void {
		if (this.#abort.signal.aborted) return;
		for (const key of this.#wanted) {
			if (this.#byName.has(countName(key))) continue;
			if (this.#refused !== undefined) this.#set(key, { status: 'failed', reason: this.#refused });
			else if (this.#inFlight < mostAtOnce) void this.#count(key);
		}
	}

	async #count(key: CountKey): Promise<void> {
		this.#inFlight++;
		this.#set(key, { status: 'counting' });
		const count = await this.#ask(key);
		this.#inFlight--;
		if (this.#abort.signal.aborted) return;
		this.#set(key, count);
		this.#begin();
	}

	async #ask(key: CountKey): Promise<Count> {
		const onTrouble = (trouble: string): void => this.#set(key, { status: 'counting', trouble });
		try {
			const answer = await this.#countInApi(key.municipalityCode, key.type, this.#abort.signal, onTrouble);
			if ('refused' in answer) {
				this.#refused = answer.refused;
				return { status: 'failed', reason: answer.refused };
			}
			const { latencyMs, ...counted } = answer;
			this.#latencies.push(latencyMs);
			return { status: 'counted', ...counted };
		} catch (error) {
			return { status: 'failed', reason: error instanceof Error ? error.message : String(error) };
		}
	}

	#set(key: CountKey, count: Count): void {
		this.#byName.set(countName(key), count);
		this.#changed();
	}

	#changed(): void {
		this.#snapshot = undefined;
		this.#onChange();
	}
}

function middle(values: readonly number[]): number | undefined {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
