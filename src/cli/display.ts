import type { ImportEvent } from '../import/events.ts';
import { type ImportState, initialState } from '../import/progress.ts';
import { JsonLines } from '../report/json-lines.ts';
import { PlainLines } from '../report/plain-lines.ts';
import type { CommandContext } from './context.ts';

/** Where a run's events go while it runs. */
export interface Display {
	readonly listen: (event: ImportEvent, state: ImportState) => void;
	/** As of the last event. */
	readonly state: () => ImportState;
	close(): void;
}

const tickMs = 1000;

/** The headless display: plain lines for people on standard error, and events on standard output where they are asked for. */
export function openHeadlessDisplay({ line, out, err }: CommandContext): Display {
	const lines = new PlainLines(err);
	const json = line.given.json === true ? new JsonLines(out) : undefined;
	let state = initialState;
	const ticker = setInterval(() => lines.tick(state, Date.now()), tickMs);
	return {
		listen(event, next) {
			state = next;
			lines.listen(event, next);
			json?.listen(event);
		},
		state: () => state,
		close: () => clearInterval(ticker),
	};
}
