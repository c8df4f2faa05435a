import { distance } from 'fastest-levenshtein';

/** The nearest of the known words, when it is near enough to be what was meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
	const [best] = known
		.map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
		.sort((a, b) => a.far - b.far);
	return best !== undefined && best.far <= Math.max(2, word.length / 3) ? best.candidate : undefined;
}

export function didYouMean(word: string, known: readonly string[]): string {
	const guess = nearest(word, known);
	return guess === undefined ? '' : ` Did you mean ${guess}?`;
}
