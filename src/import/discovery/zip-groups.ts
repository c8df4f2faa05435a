/** The API takes at most this many repeated `zipCodes` in one request by our own rule: some 2.8 kB of address. */
const groupSize = 200;
const highestZipCode = 9999;

/**
 * Every zip code that can exist, each exactly once, in groups that one request can name: first the known ones, in `fewest` groups at
 * least, then the others by their distance to a known one, so that a search for the homes of a municipality finds the last of them early.
 */
export function zipCodeGroups(known: readonly number[], fewest: number): [known: number[][], others: number[][]] {
	const sorted = [...new Set(known)].sort((a, b) => a - b);
	const knownSet = new Set(sorted);
	const others = Array.from({ length: highestZipCode }, (_, index) => index + 1)
		.filter((code) => !knownSet.has(code))
		.map((code) => ({ code, distance: Math.min(...sorted.map((near) => Math.abs(near - code)), highestZipCode) }))
		.sort((a, b) => a.distance - b.distance || a.code - b.code)
		.map(({ code }) => code);
	const size = Math.min(groupSize, Math.max(1, Math.ceil(sorted.length / fewest)));
	return [chunk(sorted, size), chunk(others, groupSize)];
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
		items.slice(index * size, (index + 1) * size),
	);
}
