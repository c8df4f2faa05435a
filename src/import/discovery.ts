import { pMapIterable } from 'p-map';
import type { Emit, PartitionReport } from './events.ts';
import type { OutageWatch } from './outage-watch.ts';
import type { Gate, HomeQuery, HomeSource, ListedHome, Problem, SearchPage } from './ports.ts';
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
	readonly gate?: Gate | undefined;
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

/** Some zip codes of the partition, with their first page, or why that could not be read. */
interface ZipGroup {
	readonly query: HomeQuery;
	readonly zipCodes: readonly number[];
	readonly first: SearchPage | PageGap;
}

interface PageGap {
	readonly gap: string;
}

/** The partition cannot be read further: its rows are not what was asked for. */
class FilterIgnored extends Error {
	override readonly name = 'FilterIgnored';
}

/**
 * Lists every home of a query, each id once, and proves it: what was found must add up to what the API says it has. A page that cannot
 * be read, or a sum that stays short, is a `gap` of the report.
 */
export class PartitionReading {
	readonly #query: HomeQuery;
	readonly #context: DiscoveryContext;
	readonly #name: string;
	readonly #seen = new Set<string>();
	readonly #leftOut = new Set<string>();
	/** Rows that could not be read in earlier readings, by what they said. */
	readonly #unreadable = new Set<string>();
	readonly #gaps: string[] = [];
	#expected = 0;
	#withoutType = 0;
	#repeated = 0;

	constructor(query: HomeQuery, context: DiscoveryContext) {
		this.#query = query;
		this.#context = context;
		this.#name = partitionName(query);
	}

	/** As far as it was read. */
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

	/** @throws StopRun when the API blocks us or is down; the signal's reason when aborted. */
	async *read(): AsyncGenerator<Found, void, void> {
		try {
			const first = await this.#page(this.#query, 1, perPage);
			if ('gap' in first) {
				this.#gaps.push(first.gap);
				return;
			}
			this.#setExpected(first.totalHits);
			const wanted = Math.min(first.totalHits, this.#context.limit ?? first.totalHits);
			if (wanted <= largestWhole) this.#setExpected(yield* this.#readLeaf(this.#query, first));
			else yield* this.#readByZipCode();
		} catch (error) {
			if (!(error instanceof FilterIgnored)) throw error;
			this.#gaps.push(error.message);
		}
	}

	/**
	 * Reads all pages of a query, again where homes came or went meanwhile: then rows move from page to page, and one that moves up
	 * is missed though the sum may still be right. Returns the newest total.
	 */
	async *#readLeaf(query: HomeQuery, firstPage: SearchPage): AsyncGenerator<Found, number, void> {
		let first: SearchPage | PageGap = firstPage;
		for (let reading = 1; ; reading++) {
			if ('gap' in first) {
				this.#gaps.push(first.gap);
				return firstPage.totalHits;
			}
			const { total, listed, settled } = yield* this.#readPages(query, first);
			if (settled) return total;
			if (reading === readings) {
				if (listed < total)
					this.#gaps.push(`${total - listed} of ${total} homes were not listed in ${readings} readings`);
				return total;
			}
			first = await this.#page(query, 1, perPage);
		}
	}

	/** One reading; `settled` when it needs no other: nothing moved and all are there, or a page failed and is a gap already. */
	async *#readPages(
		query: HomeQuery,
		first: SearchPage,
	): AsyncGenerator<Found, { total: number; listed: number; settled: boolean }, void> {
		const ids = new Set<string>();
		let total = first.totalHits;
		const unreadable: string[] = [];
		let moved = false;
		let failed = false;
		for await (const page of this.#pages(query, first)) {
			if ('gap' in page) {
				this.#gaps.push(page.gap);
				failed = true;
				continue;
			}
			if (page.totalHits !== total) moved = true;
			total = page.totalHits;
			const problems = page.problems.map((problem) => ({ problem, content: JSON.stringify(problem) }));
			unreadable.push(...problems.map(({ content }) => content));
			for (const { id } of page.rows) {
				if (ids.has(id)) this.#repeated++;
				ids.add(id);
			}
			yield {
				homes: page.rows.filter((row) => this.#isNew(query, row)),
				problems: problems.filter(({ content }) => !this.#unreadable.has(content)).map(({ problem }) => problem),
			};
		}
		for (const content of unreadable) this.#unreadable.add(content);
		const listed = ids.size + unreadable.length;
		return { total, listed, settled: failed || (!moved && listed === Math.min(total, window)) };
	}

	/** The pages that the API lists of a query, in order, read ahead; the size of the first tells how many there are. */
	async *#pages(query: HomeQuery, first: SearchPage): AsyncGenerator<SearchPage | PageGap, void, void> {
		yield first;
		const size = first.rows.length + first.problems.length;
		if (size === 0 || size >= first.totalHits) return;
		const last = Math.ceil(Math.min(first.totalHits, window) / size);
		const others = Array.from({ length: last - 1 }, (_, index) => index + 2);
		yield* pMapIterable(others, (number) => this.#page(query, number, size), { concurrency: pagesAtOnce });
	}

	/**
	 * Complete by construction: every code that can exist is asked for, until what they hold adds up to the whole. Where homes came or
	 * went meanwhile and it does not, all is read again; only ids that are new come out.
	 */
	async *#readByZipCode(): AsyncGenerator<Found, void, void> {
		for (let reading = 1; ; reading++) {
			const held = yield* this.#readGroups();
			const whole = await this.#page(this.#query, 1, 1);
			if ('gap' in whole) this.#gaps.push(whole.gap);
			else this.#setExpected(whole.totalHits);
			if (held === this.#expected || this.#gaps.length > 0) return;
			if (reading === readings) {
				this.#gaps.push(`the zip codes hold ${held} of ${this.#expected} homes`);
				return;
			}
		}
	}

	/** Returns how many homes the groups hold by their newest totals. */
	async *#readGroups(): AsyncGenerator<Found, number, void> {
		let held = 0;
		const groups = pMapIterable(allZipCodeGroups(this.#query.municipality.knownZipCodes), this.#openGroup, {
			concurrency: pagesAtOnce,
		});
		for await (const group of groups) {
			held += yield* this.#readGroup(group);
			if (held >= this.#expected) break;
		}
		return held;
	}

	/** Its first page tells how many homes a group holds, and is read already when they are few enough. */
	readonly #openGroup = async (zipCodes: readonly number[]): Promise<ZipGroup> => {
		const query = { ...this.#query, zipCodes };
		return { query, zipCodes, first: await this.#page(query, 1, perPage) };
	};

	async *#readGroup({ query, zipCodes, first }: ZipGroup): AsyncGenerator<Found, number, void> {
		if ('gap' in first) {
			this.#gaps.push(first.gap);
			return 0;
		}
		if (first.totalHits > largestWhole && zipCodes.length > 1) {
			let held = 0;
			for (const half of await Promise.all(halve(zipCodes).map(this.#openGroup))) held += yield* this.#readGroup(half);
			return held;
		}
		if (first.totalHits > window) {
			const only = `zip code ${zipCodes[0]} alone has ${first.totalHits} homes`;
			this.#gaps.push(`${only}, and the API lists no more than ${window}`);
		}
		return yield* this.#readLeaf(query, first);
	}

	async #page(query: HomeQuery, page: number, size: number): Promise<SearchPage | PageGap> {
		const { source, signal, emit, outages, gate } = this.#context;
		const outcome = await source.searchPage(query, page, size, {
			signal,
			gate,
			onRetry: (retry) => emit({ type: 'discovery.retrying', partition: this.#name, page, retry }),
		});
		switch (outcome.status) {
			case 'read':
				outages.answered();
				return outcome.page;
			case 'blocked':
				throw new StopRun({ kind: 'blocked', message: outcome.message });
			case 'failed':
				outages.failed(outcome.problem);
				return { gap: `page ${page}${zipRange(query)} could not be read: ${outcome.problem.message}` };
		}
	}

	#isNew(query: HomeQuery, row: ListedHome): boolean {
		this.#refuseStranger(query, row);
		if (this.#seen.has(row.id) || this.#leftOut.has(row.id)) return false;
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
