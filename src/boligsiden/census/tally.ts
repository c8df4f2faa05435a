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

/** How often a field was there with one type, among the records that have what it stands in. */
export class Tally {
	records = 0;
	/** Unbroken stretches of such records: what neighbours share comes in few long ones, and says less than so many records would. */
	stretches = 0;
	#last = -1;

	/** @param record which of the records that have what the field stands in; the same one may come more than once. */
	add(record: number): void {
		if (this.#last === record) return;
		if (this.#last !== record - 1) this.stretches++;
		this.records++;
		this.#last = record;
	}
}
