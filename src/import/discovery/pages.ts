import { pMapIterable } from 'p-map';
import type { HomeQuery, SearchPage } from '../ports.ts';
import { StopRun } from '../stop-run.ts';
import { type DiscoveryContext, pagesAtOnce, perPage, window } from './context.ts';
import { partWords } from './names.ts';

/** Why a page could not be read. */
export interface PageGap {
	readonly gap: string;
}

/** Reads the search pages of one partition. */
export class Pages {
	readonly #context: DiscoveryContext;
	readonly #partition: string;

	/** @param partition its name, for events. */
	constructor(partition: string, context: DiscoveryContext) {
		this.#partition = partition;
		this.#context = context;
	}

	/** The first page of a query, as large as pages are read: it tells how many homes there are. */
	first(query: HomeQuery): Promise<SearchPage | PageGap> {
		return this.read(query, 1, perPage);
	}

	/** @throws StopRun when the API blocks us or is down; the signal's reason when aborted. */
	async read(query: HomeQuery, page: number, size: number): Promise<SearchPage | PageGap> {
		const { source, signal, emit, outages, gate } = this.#context;
		const outcome = await source.searchPage(query, page, size, {
			signal,
			gate,
			onRetry: (retry) => emit({ type: 'discovery.retrying', partition: this.#partition, page, retry }),
		});
		switch (outcome.status) {
			case 'read':
				outages.answered();
				return outcome.page;
			case 'blocked':
				throw new StopRun({ kind: 'blocked', message: outcome.message });
			case 'failed':
				outages.failed(outcome.problem);
				return { gap: `page ${page}${partWords(query)} could not be read: ${outcome.problem.message}` };
		}
	}

	/** All pages that the API lists of a query, in order, read ahead; the size of the first tells how many there are. */
	async *from(query: HomeQuery, first: SearchPage): AsyncGenerator<SearchPage | PageGap, void, void> {
		yield first;
		const size = first.rows.length + first.problems.length;
		if (size === 0 || size >= first.totalHits) return;
		const last = Math.ceil(Math.min(first.totalHits, window) / size);
		const others = Array.from({ length: last - 1 }, (_, index) => index + 2);
		yield* pMapIterable(others, (number) => this.read(query, number, size), { concurrency: pagesAtOnce });
	}
}
