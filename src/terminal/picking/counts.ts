/** One question to the API: how many homes of a type (`undefined`: of every type) a municipality has. */
export interface CountKey {
	readonly municipalityCode: number;
	readonly type: string | undefined;
}

export type Count =
	| { readonly status: 'counting' }
	| { readonly status: 'counted'; readonly homes: number }
	| { readonly status: 'failed'; readonly reason: string };

export interface CountsSnapshot {
	/** By `countName`; what was never asked is not there. */
	readonly byName: ReadonlyMap<string, Count>;
	/** The middle of the answers so far; undefined before the first. */
	readonly latencyMs: number | undefined;
}

export type CountInApi = (
	municipalityCode: number,
	type: string | undefined,
	signal: AbortSignal,
) => Promise<{ readonly homes: number; readonly latencyMs: number }>;

const mostAtOnce = 4;

export function countName({ municipalityCode, type }: CountKey): string {
	return `${municipalityCode} ${type ?? ''}`;
}

/** Asks the API for what is wanted now, at most four at a time; every answer is remembered, a failure too. */
export class Counts {
	readonly #countInApi: CountInApi;
	readonly #onChange: () => void;
	readonly #abort = new AbortController();
	readonly #byName = new Map<string, Count>();
	readonly #latencies: number[] = [];
	#wanted: readonly CountKey[] = [];
	#inFlight = 0;
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
			if (this.#inFlight >= mostAtOnce) return;
			if (!this.#byName.has(countName(key))) void this.#count(key);
		}
	}

	async #count(key: CountKey): Promise<void> {
		const { signal } = this.#abort;
		this.#inFlight++;
		this.#byName.set(countName(key), { status: 'counting' });
		this.#changed();
		const count = await this.#ask(key, signal);
		this.#inFlight--;
		if (signal.aborted) return;
		this.#byName.set(countName(key), count);
		this.#changed();
		this.#begin();
	}

	async #ask({ municipalityCode, type }: CountKey, signal: AbortSignal): Promise<Count> {
		try {
			const { homes, latencyMs } = await this.#countInApi(municipalityCode, type, signal);
			this.#latencies.push(latencyMs);
			return { status: 'counted', homes };
		} catch (error) {
			return { status: 'failed', reason: error instanceof Error ? error.message : String(error) };
		}
	}

	#changed(): void {
		this.#snapshot = undefined;
		this.#onChange();
	}
}

function middle(values: readonly number[]): number | undefined {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
