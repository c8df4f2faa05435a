import type { ImportEvent } from './events.ts';

/** Fetched homes that may wait for the database, or a whole batch; beyond it the workers wait, so that memory stays flat. */
export const mostWaiting = 400;

/** With these a home is at its end and goes to the database. */
const endings: ReadonlySet<string> = new Set(['fetched', 'gone', 'failed']);

/** Whether a fetch came to an end that the database will be told of. */
export function reachesDatabase({ outcome }: Extract<ImportEvent, { type: 'worker.finished' }>): boolean {
	return endings.has(outcome);
}

/** What is between two steps: homes between their fetch and their commit, workers between two tries. Made from the events. */
export class Backlog {
	readonly #retryDue: (number | undefined)[] = [];
	#uncommitted = 0;

	note(event: ImportEvent): void {
		switch (event.type) {
			case 'worker.retrying':
				this.#retryDue[event.worker - 1] = event.at + event.retry.delayMs;
				break;
			case 'worker.finished':
				this.#retryDue[event.worker - 1] = undefined;
				if (reachesDatabase(event)) this.#uncommitted++;
				break;
			case 'homes.listed':
				this.#uncommitted += event.fromPages;
				break;
			case 'home.failed':
				// A row without an id was never fetched; its commit, which follows, counts it all the same.
				if (event.id === null) this.#uncommitted++;
				break;
			case 'batch.committed':
				this.#uncommitted -= event.size;
				break;
			default:
		}
	}

	/** Homes fetched and not committed yet. */
	get uncommitted(): number {
		return Math.max(0, this.#uncommitted);
	}

	/** When each worker tries again, by index; epoch ms. */
	get retryDue(): readonly (number | undefined)[] {
		return [...this.#retryDue];
	}
}
