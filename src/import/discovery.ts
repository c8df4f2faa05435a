import { pMapIterable } from 'p-map';
import type { Emit, PartitionReport } from './events.ts';
import type { OutageWatch } from './outage-watch.ts';
import type { HomeQuery, HomeSource, ListedHome, Problem, SearchPage } from './ports.ts';
import { StopRun } from './stop-run.ts';
import { allZipCodeGroups, halve } from './zip-groups.ts';

/** The API lists no row beyond the 10,000th of a query, so a larger one is split; the margin is for rows added meanwhile. */
const window = 10_000;
const largestWhole = 9_500;
/** 50 to 200 are known to be safe. */
const perPage = 200;
const pagesAtOnce = 4;
/** A partition whose homes do not add up is read this often in all. */
const readings = 3;

export interface DiscoveryContext {
	readonly source: Pick<HomeSource<unknown>, 'searchPage'>;
	readonly emit: Emit;
	readonly signal: AbortSignal;
	readonly outages: OutageWatch;
	/** The caller takes no more homes than this, so a query need not be split to list those beyond. */
	readonly limit?: number | undefined;
}

/** What one page adds: homes not seen before in this partition, and rows that could not be read. */
export interface Found {
	readonly homes: readonly ListedHome[];
	readonly problems: readonly Problem[];
}

export function partitionName(query: HomeQuery): string {
	return `${query.municipality.name} · ${query.addressType ?? 'all types'}`;
}

/**
 * Lists every home of a query, each id once, and proves it: what was found must add up to what the API says it has. Returns the
 * report; a page that cannot be read, or a sum that stays short, is its `gap`.
 *
 * @throws StopRun when the API blocks us or is down; the signal's reason when aborted.
 */
export async function* readPartition(
	query: HomeQuery,
	context: DiscoveryContext,
): AsyncGenerator<Found, PartitionReport, void> {
	const reading = new PartitionReading(query, context);
	yield* reading.read();
	return reading.report();
}

/** Some zip codes of the partition, with their first page; undefined where that could not be read. */
interface ZipGroup {
	readonly query: HomeQuery;
	readonly zipCodes: readonly number[];
	readonly first: SearchPage | undefined;
}

/** The partition cannot be read further: its rows are not what was asked for. */
class FilterIgnored extends Error {
	override readonly name = 'FilterIgnored';
}

class PartitionReading {
	readonly #query: HomeQuery;
	readonly #context: DiscoveryContext;
	readonly #name: string;
	readonly #seen = new Set<string>();
	readonly #leftOut = new Set<string>();
	readonly #gaps: string[] = [];
	/** The parts that were read, for reading again, each with its newest total: homes come and go while one reads. */
	readonly #leaves = new Map<HomeQuery, number>();
	#expected = 0;
	#unreadable = 0;
	#withoutType = 0;
	#repeated = 0;

	constructor(query: HomeQuery, context: DiscoveryContext) {
		this.#query = query;
		this.#context = context;
		this.#name = partitionName(query);
	}

	report(): PartitionReport {
		return {
			name: this.#name,
			expected: this.#expected,
			listed: this.#seen.size,
			otherType: this.#leftOut.size,
			withoutType: this.#withoutType,
			repeated: this.#repeated,
			...(this.#gaps.length > 0 && { gap: this.#gaps.join('; ') }),
		};
	}

	async *read(): AsyncGenerator<Found, void, void> {
		try {
			yield* this.#readOnce();
			this.#recount();
			for (let reading = 2; reading <= readings && this.#gaps.length === 0 && this.#difference() !== 0; reading++) {
				yield* this.#readAgain();
				this.#recount();
			}
		} catch (error) {
			if (!(error instanceof FilterIgnored)) throw error;
			this.#gaps.push(error.message);
		}
		if (this.#gaps.length === 0 && this.#difference() > 0) {
			this.#gaps.push(`${this.#difference()} of ${this.#expected} homes were not listed in ${readings} readings`);
		}
	}

	#difference(): number {
		return this.#expected - this.#seen.size - this.#leftOut.size - this.#unreadable;
	}

	async *#readOnce(): AsyncGenerator<Found, void, void> {
		const first = await this.#page(this.#query, 1, perPage);
		if (first === undefined) return;
		this.#setExpected(first.totalHits);
		const wanted = Math.min(first.totalHits, this.#context.limit ?? first.totalHits);
		if (wanted <= largestWhole) yield* this.#readLeaf(this.#query, first);
		else yield* this.#readByZipCode();
	}

	/** The parts add up to the whole where there is no gap, so their newest totals are the whole's. */
	#recount(): void {
		if (this.#gaps.length > 0) return;
		this.#setExpected([...this.#leaves.values()].reduce((sum, total) => sum + total, 0));
	}

	/** Only the ids that are new since come out. */
	async *#readAgain(): AsyncGenerator<Found, void, void> {
		this.#unreadable = 0;
		for (const leaf of [...this.#leaves.keys()]) {
			const first = await this.#page(leaf, 1, perPage);
			if (first === undefined) return;
			yield* this.#readLeaf(leaf, first, false);
		}
	}

	async *#readLeaf(query: HomeQuery, first: SearchPage, firstReading = true): AsyncGenerator<Found, void, void> {
		yield this.#accept(query, first, firstReading);
		const size = first.rows.length + first.problems.length;
		if (size === 0 || size >= first.totalHits) return;
		const last = Math.ceil(Math.min(first.totalHits, window) / size);
		const pages = Array.from({ length: last - 1 }, (_, index) => index + 2);
		for await (const page of pMapIterable(pages, (number) => this.#page(query, number, size), {
			concurrency: pagesAtOnce,
		})) {
			if (page !== undefined) yield this.#accept(query, page, firstReading);
		}
	}

	/** Complete by construction: every code that can exist is asked for, until what they hold adds up to the whole. */
	async *#readByZipCode(): AsyncGenerator<Found, void, void> {
		let held = 0;
		const groups = pMapIterable(allZipCodeGroups(this.#query.municipality.knownZipCodes), this.#openGroup, {
			concurrency: pagesAtOnce,
		});
		for await (const group of groups) {
			held += group.first?.totalHits ?? 0;
			yield* this.#readGroup(group);
			if (held >= this.#expected) break;
		}
		if (held !== this.#expected) this.#setExpected((await this.#page(this.#query, 1, 1))?.totalHits ?? this.#expected);
		if (held !== this.#expected) this.#gaps.push(`the zip codes hold ${held} of ${this.#expected} homes`);
	}

	/** Its first page tells how many homes a group holds, and is read already when they are few enough. */
	readonly #openGroup = async (zipCodes: readonly number[]): Promise<ZipGroup> => {
		const query = { ...this.#query, zipCodes };
		return { query, zipCodes, first: await this.#page(query, 1, perPage) };
	};

	async *#readGroup({ query, zipCodes, first }: ZipGroup): AsyncGenerator<Found, void, void> {
		if (first === undefined || first.totalHits === 0) return;
		if (first.totalHits > largestWhole && zipCodes.length > 1) {
			const halves = await Promise.all(halve(zipCodes).map(this.#openGroup));
			for (const half of halves) yield* this.#readGroup(half);
			return;
		}
		if (first.totalHits > window) {
			const only = `zip code ${zipCodes[0]} alone has ${first.totalHits} homes`;
			this.#gaps.push(`${only}, and the API lists no more than ${window}`);
		}
		yield* this.#readLeaf(query, first);
	}

	/** undefined where the page could not be read; that is a gap in the partition then. */
	async #page(query: HomeQuery, page: number, size: number): Promise<SearchPage | undefined> {
		const { source, signal, emit, outages } = this.#context;
		const outcome = await source.searchPage(query, page, size, {
			signal,
			onRetry: (retry) => emit({ type: 'discovery.retrying', partition: this.#name, page, retry }),
		});
		switch (outcome.status) {
			case 'read':
				outages.answered();
				return outcome.page;
			case 'blocked':
				throw new StopRun({ kind: 'blocked', message: outcome.message });
			case 'failed':
				this.#gaps.push(`page ${page}${zipRange(query)} could not be read: ${outcome.problem.message}`);
				outages.failed(outcome.problem);
				return undefined;
		}
	}

	#accept(query: HomeQuery, page: SearchPage, firstReading: boolean): Found {
		this.#leaves.set(query, page.totalHits);
		const homes = page.rows.filter((row) => this.#isNew(query, row, firstReading));
		this.#unreadable += page.problems.length;
		return { homes, problems: firstReading ? page.problems : [] };
	}

	#isNew(query: HomeQuery, row: ListedHome, firstReading: boolean): boolean {
		this.#refuseStranger(query, row);
		if (this.#seen.has(row.id) || this.#leftOut.has(row.id)) {
			if (firstReading) this.#repeated++;
			return false;
		}
		if (query.addressType !== undefined && row.addressType !== undefined && row.addressType !== query.addressType) {
			this.#leftOut.add(row.id);
			return false;
		}
		if (row.addressType === undefined) this.#withoutType++;
		this.#seen.add(row.id);
		return true;
	}

	/** An unknown parameter is ignored by the API, with 200 and the whole country: never take such rows for an answer. */
	#refuseStranger(query: HomeQuery, row: ListedHome): void {
		const { municipality, zipCodes } = query;
		if (row.municipalityCode !== municipality.code) {
			throw new FilterIgnored(
				`asked for ${municipality.name}, the API answered with a home of municipality ${row.municipalityCode}: it ignored the filter`,
			);
		}
		if (zipCodes !== undefined && !zipCodes.includes(row.zipCode)) {
			throw new FilterIgnored(
				`the API answered with zip code ${row.zipCode}, which was not asked for: it ignored the filter`,
			);
		}
	}

	#setExpected(total: number): void {
		if (total === this.#expected) return;
		this.#expected = total;
		this.#context.emit({ type: 'partition.counted', partition: this.#name, expected: total });
	}
}

function zipRange(query: HomeQuery): string {
	const codes = query.zipCodes;
	if (codes === undefined) return '';
	return codes.length === 1 ? ` of zip code ${codes[0]}` : ` of zip codes ${codes[0]} to ${codes.at(-1)}`;
}
