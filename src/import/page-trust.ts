import type { Emit } from './events.ts';
import type { HomeSource, ListedHome, ReadRecord, WantedHome } from './ports.ts';

/** Of each partition so many homes are fetched though their search record could stand for them: 1 %, within these bounds. */
const sampleShare = 0.01;
const smallestSample = 5;
const largestSample = 50;

/** Homes of a partition of so many that are fetched and compared. */
export function sampleSize(expected: number): number {
	return Math.min(largestSample, Math.max(smallestSample, Math.ceil(expected * sampleShare)));
}

/** Of the sample so many are of the first homes, so that a difference is found early; the others are of all that follow. */
function earlySize(expected: number): number {
	return Math.max(1, Math.min(smallestSample, Math.floor(sampleSize(expected) / smallestSample)));
}

export interface PageTrustOptions<Record> {
	readonly partition: string;
	readonly source: Pick<HomeSource<Record>, 'readListed' | 'countListed' | 'differences'>;
	readonly random: () => number;
	readonly emit: Emit;
}

/** What came of the home of a sample. */
export type Fetched<Record> = { readonly record: Record } | 'unreadable' | undefined;

/** What is to be done with a home that a page listed: stored as the page has it, or fetched, perhaps to compare the two. */
export type Way<Record> =
	| ({ readonly way: 'store' } & ReadRecord<Record>)
	| { readonly way: 'fetch'; readonly sample?: Record };

/**
 * Trust, but verify: search records stand for details while a random sample of the partition shows the two to be the same. At the first
 * difference the partition falls back to details, for what was stored from its pages as well.
 */
export class PageTrust<Record> {
	readonly #options: PageTrustOptions<Record>;
	#expected = 0;
	#decided = 0;
	/** Homes that are to be of the sample. */
	readonly #drawn = new Set<string>();
	/** Homes that were drawn and cannot be compared. */
	#owed = 0;
	#sampled = 0;
	#open = 0;
	#compared = 0;
	#differs = false;
	#judged = Promise.withResolvers<void>();
	#trusted = true;
	/** What was stored from pages; two lists, for of a large town these are the homes of a whole run. */
	readonly #stored = { ids: [] as string[], labels: [] as string[] };

	constructor(options: PageTrustOptions<Record>) {
		this.#options = options;
	}

	/** Whether no difference has been found so far. */
	get trusted(): boolean {
		return this.#trusted;
	}

	/** The API's total of the partition, or so many of them as a limit lets in. */
	set expected(total: number) {
		this.#expected = total;
	}

	/** Told how many homes are passed over, because they are stored: none of them can be of the sample. */
	passOver(homes: number): void {
		this.#decided += homes;
	}

	/** The first few of the sample are drawn from the first homes that are to be decided. */
	draw(homes: readonly WantedHome[]): void {
		const { random } = this.#options;
		const wanted = earlySize(this.#expected) - this.#sampled - this.#owed;
		const places = homes.map(({ id }) => ({ id, place: random() })).sort((a, b) => a.place - b.place);
		for (const { id } of places.slice(0, Math.max(0, wanted))) this.#drawn.add(id);
	}

	decide(listed: ListedHome, home: WantedHome): Way<Record> {
		this.#decided++;
		const isDrawn = this.#drawn.delete(home.id);
		const { source } = this.#options;
		const mayStand = this.#trusted && home.wasForSale !== true;
		const read = mayStand ? source.readListed?.(listed, home.partition) : undefined;
		if (!mayStand) source.countListed?.(listed, home.partition);
		if (read === undefined) {
			if (isDrawn) this.#owed++;
			return { way: 'fetch' };
		}
		if (isDrawn || this.#isSampled()) {
			this.#sampled++;
			this.#open++;
			return { way: 'fetch', sample: read.record };
		}
		this.#stored.ids.push(home.id);
		this.#stored.labels.push(home.label);
		return { way: 'store', ...read };
	}

	/** Those of the sample by chance, so many of the homes that are left as are wanted; and one for each drawn that says nothing. */
	#isSampled(): boolean {
		if (this.#owed > 0) {
			this.#owed--;
			return true;
		}
		const wanted = sampleSize(this.#expected) - this.#sampled - this.#drawn.size;
		return this.#options.random() < wanted / Math.max(1, this.#expected - this.#decided + 1);
	}

	/**
	 * Told what became of a home of the sample: its own record, `unreadable` where that cannot be read though its search record can, or
	 * undefined where it could not be fetched, which says nothing of the pages.
	 */
	judge({ id }: WantedHome, sample: Record, fetched: Fetched<Record>): void {
		const { emit, partition, source } = this.#options;
		if (fetched !== undefined) {
			const differences = fetched === 'unreadable' ? [fetched] : (source.differences?.(sample, fetched.record) ?? []);
			this.#compared++;
			emit({ type: 'page.compared', partition, id, differences });
			if (differences.length > 0) this.#differs = true;
			if (this.#differs) this.#trusted = false;
		}
		this.#open--;
		this.#judged.resolve();
		this.#judged = Promise.withResolvers();
	}

	/**
	 * What was stored from pages that are not trusted any more: to be fetched after all. Told once.
	 * @param isFetched whether a home's own record has been asked for since.
	 */
	recall(isFetched: (home: WantedHome) => boolean): WantedHome[] {
		const { emit, partition } = this.#options;
		const { ids, labels } = this.#stored;
		if (this.#trusted || ids.length === 0) return [];
		const stored = ids.splice(0).map((id, index) => ({ id, label: labels[index] as string, partition, again: true }));
		const recalled = stored.filter((home) => !isFetched(home));
		labels.length = 0;
		emit({
			...{ type: 'pages.distrusted', partition },
			...{ compared: this.#compared, differs: this.#differs, recalled: recalled.length },
		});
		return recalled;
	}

	/** Resolves once no home of the sample is under way. Where half of it could not be fetched, too little speaks for the pages. */
	async settled(): Promise<void> {
		while (this.#open > 0) await this.#judged.promise;
		if (2 * this.#compared <= this.#sampled) this.#trusted = false;
	}
}
