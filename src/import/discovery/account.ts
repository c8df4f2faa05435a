import { createHash } from 'node:crypto';
import type { PartitionReport } from '../events.ts';
import type { HomeQuery, ListedHome, SearchPage } from '../ports.ts';
import type { Found } from './context.ts';

/** The partition cannot be read further: its rows are not what was asked for. */
export class FilterIgnored extends Error {
	override readonly name = 'FilterIgnored';
}

/**
 * What several readings of the same have covered: distinct rows, by id, and those that name no home by a hash of what they said; and
 * whether a gap was met.
 */
export class Coverage {
	readonly #ids = new Set<string>();
	readonly #unreadable = new Map<string, number>();
	#complete = true;

	/** None of the readings met a gap. */
	get complete(): boolean {
		return this.#complete;
	}

	get rows(): number {
		return this.#ids.size + sum(this.#unreadable.values());
	}

	addId(id: string): void {
		this.#ids.add(id);
	}

	noteGap(): void {
		this.#complete = false;
	}

	/** @param count how many of this content one reading has met. */
	addUnreadable(content: string, count: number): void {
		this.#unreadable.set(content, Math.max(count, this.#unreadable.get(content) ?? 0));
	}
}

/** Keeps account of one partition: what it should hold, what was found, each home once, and what is missing. */
export class PartitionAccount {
	readonly #name: string;
	readonly #counted: (expected: number) => void;
	/** Homes that were listed; of a row that could not be read its id may be all that is known. */
	readonly #seen = new Set<string>();
	readonly #leftOut = new Set<string>();
	/** Rows of which not even the id could be read, by a hash of what they said; they come again when a page is read again. */
	readonly #unreadable = new Map<string, number>();
	readonly #gaps: string[] = [];
	/** undefined until the API has told it. */
	#expected: number | undefined;
	#withoutType = 0;
	#repeated = 0;
	#moved = 0;
	#readAgain = 0;

	/** @param counted told whenever the API's total is another. */
	constructor(name: string, counted: (expected: number) => void) {
		this.#name = name;
		this.#counted = counted;
	}

	/** The newest total of the whole partition. */
	get expected(): number {
		return this.#expected ?? 0;
	}

	set expected(total: number) {
		if (total === this.#expected) return;
		this.#expected = total;
		this.#counted(total);
	}

	has(id: string): boolean {
		return this.#seen.has(id);
	}

	get complete(): boolean {
		return this.#gaps.length === 0;
	}

	/** @param met of the readings in which it was found. */
	addGap(gap: string, met?: Coverage): void {
		this.#gaps.push(gap);
		met?.noteGap();
	}

	countRepeated(rows: number): void {
		this.#repeated += rows;
	}

	/** The API's total was another from one page to the next. */
	countMove(): void {
		this.#moved++;
	}

	countReadAgain(): void {
		this.#readAgain++;
	}

	/** @throws FilterIgnored */
	newHomes(query: HomeQuery, { rows }: SearchPage): ListedHome[] {
		return rows.filter((row) => this.#isNew(query, row));
	}

	/**
	 * Rows of a reading that could not be read, less those that an earlier reading told of already. One that names its home lists it.
	 * @param before how many of each content this reading has met so far; counted up here.
	 * @param met is told of those that name no home.
	 */
	newProblems({ problems }: SearchPage, before: Map<string, number>, met?: Coverage): Found['problems'] {
		return problems.filter((problem) => {
			if (problem.id !== undefined) return this.#isNewlyNamed(problem.id);
			const content = createHash('sha256').update(JSON.stringify(problem)).digest('base64');
			const count = (before.get(content) ?? 0) + 1;
			before.set(content, count);
			met?.addUnreadable(content, count);
			if (count <= (this.#unreadable.get(content) ?? 0)) return false;
			this.#unreadable.set(content, count);
			return true;
		});
	}

	/** As far as it was read. */
	report(): PartitionReport {
		return {
			name: this.#name,
			expected: this.expected,
			listed: this.#seen.size,
			otherType: this.#leftOut.size,
			withoutType: this.#withoutType,
			repeated: this.#repeated,
			moved: this.#moved,
			readAgain: this.#readAgain,
			...(this.#gaps.length > 0 && { gap: this.#gaps.join('; ') }),
		};
	}

	#isNewlyNamed(id: string): boolean {
		if (this.#seen.has(id) || this.#leftOut.has(id)) return false;
		this.#seen.add(id);
		return true;
	}

	#isNew(query: HomeQuery, row: ListedHome): boolean {
		refuseStranger(query, row);
		if (this.#seen.has(row.id) || this.#leftOut.has(row.id)) return false;
		if (query.addressType !== undefined && row.addressType !== undefined && row.addressType !== query.addressType) {
			this.#leftOut.add(row.id);
			return false;
		}
		if (row.addressType === undefined) this.#withoutType++;
		this.#seen.add(row.id);
		return true;
	}
}

/** An unknown parameter is ignored by the API, with 200 and the whole country: never take such rows for an answer. */
function refuseStranger({ municipality, zipCodes }: HomeQuery, row: ListedHome): void {
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

function sum(numbers: Iterable<number>): number {
	let total = 0;
	for (const number of numbers) total += number;
	return total;
}
