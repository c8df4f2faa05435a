import { Backlog, reachesDatabase } from '../import/backlog.ts';
import { allButSuperseded, type ShownError } from '../import/errors.ts';
import type { ImportEvent } from '../import/events.ts';
import type { Pace } from '../import/pace.ts';
import type { Retry } from '../import/ports.ts';
import { Ring } from './ring.ts';
import { Tally } from './tally.ts';

const keptFailures = 200;

export interface Failure extends ShownError {
	/** In the order in which they came, from 1. */
	readonly number: number;
}

/** What the events tell and the engine's state does not keep. */
export interface Observed {
	/** Fetches that ended; evener than the commits that `state.pace` counts. */
	readonly fetched: Pace;
	/** Requests for homes, retries included. */
	readonly requested: Pace;
	/** Homes fetched and not committed yet. */
	readonly uncommitted: number;
	/** When each worker tries again, by index; epoch ms. */
	readonly retryDue: readonly (number | undefined)[];
	readonly searchRetry: (Retry & { readonly dueAt: number }) | undefined;
	/** The newest failures that nobody had tried again, oldest first. */
	readonly failures: readonly Failure[];
	/** Failed homes that someone had tried again, and that are not fetched yet. */
	readonly triedAgain: number;
}

/** Keeps what the events tell and the engine's state does not; a few simple steps for each event. */
export class Observer {
	readonly #failures = new Ring<Failure>(keptFailures);
	readonly #fetched = new Tally();
	readonly #requested = new Tally();
	readonly #backlog = new Backlog();
	/** Ids. */
	readonly #triedAgain = new Set<string>();
	#searchRetry: Observed['searchRetry'];
	#failed = 0;

	/** @param pace after the event. */
	note(event: ImportEvent, pace: Pace): void {
		this.#backlog.note(event);
		switch (event.type) {
			case 'worker.fetching':
				this.#requested.add(pace, event.at);
				break;
			case 'worker.retrying':
				this.#requested.add(pace, event.at);
				break;
			case 'worker.finished':
				this.#noteFinished(event, pace);
				break;
			case 'discovery.retrying':
				this.#searchRetry = { ...event.retry, dueAt: event.at + event.retry.delayMs };
				break;
			case 'home.failed':
				this.#noteFailed(event);
				break;
			case 'failure.superseded':
				this.#failures.retain(allButSuperseded(event));
				break;
			case 'homes.retried':
				this.#noteRetried(event.ids);
				break;
			default:
		}
	}

	/** @param pace as of now. */
	observed(pace: Pace): Observed {
		return {
			fetched: this.#fetched.paceAs(pace),
			requested: this.#requested.paceAs(pace),
			uncommitted: this.#backlog.uncommitted,
			retryDue: this.#backlog.retryDue,
			searchRetry: this.#searchRetry,
			failures: this.#failures.toArray(),
			triedAgain: this.#triedAgain.size,
		};
	}

	#noteFinished(event: Extract<ImportEvent, { type: 'worker.finished' }>, pace: Pace): void {
		if (!reachesDatabase(event)) return;
		this.#fetched.add(pace, event.at);
		this.#triedAgain.delete(event.id);
	}

	#noteFailed({ at, id, label, attempts, problem }: Extract<ImportEvent, { type: 'home.failed' }>): void {
		this.#failed++;
		this.#failures.push({ number: this.#failed, at, id, label, attempts, problem });
	}

	#noteRetried(ids: readonly string[]): void {
		const again = new Set(ids);
		this.#failures.retain(({ id }) => id === null || !again.has(id));
		for (const id of ids) this.#triedAgain.add(id);
	}
}
