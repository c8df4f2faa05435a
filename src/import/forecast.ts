import { activeMs, type Pace, timeLeft } from './pace.ts';

/** What the time left was said to be when a share of the homes was done. */
export interface Forecast {
	readonly share: number;
	/** Active time until then, ms. */
	readonly activeMs: number;
	readonly leftMs: number;
}

const shares = [0.1, 0.25, 0.5];

/**
 * The forecasts so far, with one more when another share is done. One is taken back when its share turns out not to be done: another
 * municipality was counted since. Of several shares done at once the last counts.
 *
 * @param wanted homes that are to be done in all, skipped ones left out.
 * @param remaining of them, those that are not done.
 * @param toFetch of these, those that are fetched one by one where others come from pages.
 */
export function noteForecast(
	noted: readonly Forecast[],
	pace: Pace,
	{ wanted, remaining, toFetch, at }: { wanted: number; remaining: number; toFetch: number; at: number },
): readonly Forecast[] {
	const isDone = (share: number): boolean => wanted > 0 && pace.completed >= wanted * share;
	const standing = noted.every(({ share }) => isDone(share)) ? noted : noted.filter(({ share }) => isDone(share));
	const share = shares.findLast(isDone);
	if (remaining <= 0 || share === undefined || (standing.at(-1)?.share ?? 0) >= share) return standing;
	const leftMs = timeLeft(pace, remaining, at, toFetch);
	return leftMs === undefined ? standing : [...standing, { share, activeMs: activeMs(pace, at), leftMs }];
}

/** How far a forecast was off, as a share of what the time left turned out to be; above 0 when it took less than was said. */
export function forecastError({ activeMs, leftMs }: Forecast, activeInAllMs: number): number {
	return leftMs / (activeInAllMs - activeMs) - 1;
}
