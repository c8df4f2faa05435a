/** Mixes two 32-bit numbers into one: cheap, stateless, the same on every machine. */
export function mix(left: number, right: number): number {
	let hash = (left ^ Math.imul(right, 0x9e3779b1)) >>> 0;
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number in [0, 1) that depends on the two arguments only. */
export function chanceOf(left: number, right: number): number {
	return mix(left, right) / 0x1_0000_0000;
}

const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight lower-case hexadecimal digits. */
export function hex8(value: number): string {
	return `${hexBytes[value >>> 24]}${hexBytes[(value >>> 16) & 255]}${hexBytes[(value >>> 8) & 255]}${hexBytes[value & 255]}`;
}

/** mulberry32: four multiplications a draw and 32 bits of state, so a generator per record costs nothing. */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** The next 32 bits. */
	bits(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let value = this.#state;
		value = Math.imul(value ^ (value >>> 15), value | 1);
		value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
		return (value ^ (value >>> 14)) >>> 0;
	}

	/** In [0, 1). */
	next(): number {
		return this.bits() / 0x1_0000_0000;
	}

	/** An integer from `low` to `high`, both included. */
	int(low: number, high: number): number {
		return low + Math.floor(this.next() * (high - low + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** One of `list`; repeat an entry in the list to make it likelier. */
	pick<T>(list: readonly [T, ...T[]]): T {
		return list[Math.floor(this.next() * list.length)] ?? list[0];
	}

	/** A version 4 shaped uuid. */
	uuid(): string {
		const [first, second, third, fourth] = [hex8(this.bits()), hex8(this.bits()), hex8(this.bits()), hex8(this.bits())];
		return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-a${third.slice(1, 4)}-${third.slice(4)}${fourth}`;
	}
}
