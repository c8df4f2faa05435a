import { StopRun } from './stop-run.ts';

/** Of the newest so many listed homes that were asked for. */
const looksBack = 40;
/** So many are no accident: now and then a home goes between its page and its own request. */
const most = 20;

/**
 * Notices that the API contradicts itself: it lists homes and answers 404 for them. To believe that would mark a whole municipality as
 * gone.
 */
export class GoneWatch {
	readonly #gone: boolean[] = [];

	/** Told of every listed home that was answered for. @throws StopRun when the answers cannot be meant. */
	answered(gone: boolean): void {
		this.#gone.push(gone);
		if (this.#gone.length > looksBack) this.#gone.shift();
		const count = this.#gone.filter(Boolean).length;
		if (count < most) return;
		const of =
			this.#gone.length === count ? `the last ${count} homes` : `${count} of the last ${this.#gone.length} homes`;
		throw new StopRun({
			kind: 'drift',
			message: `the API lists homes and has only a 404 for them: ${of} that it listed`,
		});
	}
}
