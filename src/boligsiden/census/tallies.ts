/** The types of JSON; null counts as absent, as the API means it. `integer` only where the contract asks for whole numbers. */
export const jsonTypes = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const;
export type JsonType = (typeof jsonTypes)[number];

/** The type's place in `jsonTypes`. */
export function typeIndex(value: unknown, whole: boolean): number {
	switch (typeof value) {
		case 'string':
			return 0;
		case 'number':
			return whole && Number.isInteger(value) ? 1 : 2;
		case 'boolean':
			return 3;
		default:
			return Array.isArray(value) ? 4 : 5;
	}
}

/** Numbers of one tally: records, stretches, and which record came last. */
const width = 3;

/**
 * How often each field was there with each type, among the records that have what it stands in. By place, as plain numbers: there are
 * hundreds of them in each partition.
 */
export class Tallies {
	readonly #numbers: number[] = [];

	/**
	 * @param record which of the records that have what the field stands in, from 1; the same one may come more than once.
	 * @returns in how many records it was, this one included.
	 */
	add(place: number, record: number): number {
		const numbers = this.#numbers;
		const at = place * width;
		while (numbers.length < at + width) numbers.push(0, 0, -1);
		const [records, stretches, last] = [numbers[at], numbers[at + 1], numbers[at + 2]] as [number, number, number];
		if (last === record) return records;
		numbers[at] = records + 1;
		if (last !== record - 1) numbers[at + 1] = stretches + 1;
		numbers[at + 2] = record;
		return records + 1;
	}

	/** In how many records, and in how many unbroken stretches of them: what neighbours share comes in few long ones, and says less than so many records would. */
	at(place: number): readonly [records: number, stretches: number] {
		const [records = 0, stretches = 0] = this.#numbers.slice(place * width, place * width + 2);
		return [records, stretches];
	}
}
