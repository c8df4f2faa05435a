import type { ImportControl } from '../import/control.ts';
import type { ImportEvent } from '../import/events.ts';
import { type ImportState, initialState } from '../import/progress.ts';
import { JsonLines } from '../report/json-lines.ts';
import { PlainLines } from '../report/plain-lines.ts';
import { systemClock } from '../shared/clock.ts';
import { terminalObstacle } from '../terminal/obstacle.ts';
import type { CommandContext } from './context.ts';
import { usage } from './settings.ts';

/** Where a run's events go while it runs. */
export interface Display {
	readonly listen: (event: ImportEvent, state: ImportState) => void;
	/** As of the last event. */
	readonly state: () => ImportState;
	/** Called once the run is there to be steered. */
	steer(control: ImportControl): void;
	/** Gives the terminal back. */
	close(): Promise<void>;
}

const tickMs = 1000;
/** A screen reader reads anew whatever changes, which ten times a second would never end. */
const spokenIntervalMs = 2000;

export function isHeadless({ line }: CommandContext): boolean {
	return line.given.ci === true || line.given.json === true;
}

/** @throws UserError with exit code 64 where there is no terminal to draw in and nobody said that this is meant. */
export function needTerminal({ terminal }: CommandContext): void {
	const obstacle = terminalObstacle(terminal);
	if (obstacle === undefined) return;
	throw usage(`There is no terminal to draw in: ${obstacle}.`, 'Add --ci for plain lines, or --json for events.');
}

/** The dashboard, unless the run is headless. */
export async function openDisplay(context: CommandContext): Promise<Display> {
	if (isHeadless(context)) return openHeadlessDisplay(context);
	// React and Ink are loaded only where they are used.
	const { createDashboardStore, isSpoken, runDashboard } = await import('../terminal/index.ts');
	const intervalMs = isSpoken(context.terminal.env) ? spokenIntervalMs : undefined;
	const store = createDashboardStore({ clock: systemClock, ...(intervalMs !== undefined && { intervalMs }) });
	let close = async (): Promise<void> => {};
	return {
		listen: store.listen,
		state: store.latest,
		steer(control) {
			const dashboard = runDashboard({ store, control, clock: systemClock, ...context.terminal });
			close = () => dashboard.close();
		},
		close: () => close(),
	};
}

/** Plain lines for people on standard error, and events on standard output where they are asked for. */
function openHeadlessDisplay({ line, out, err }: CommandContext): Display {
	const lines = new PlainLines(err);
	const json = line.given.json === true ? new JsonLines(out) : undefined;
	let state = initialState;
	const ticker = setInterval(() => lines.tick(state, systemClock.now()), tickMs);
	return {
		listen(event, next) {
			state = next;
			lines.listen(event, next);
			json?.listen(event);
		},
		state: () => state,
		steer() {},
		async close() {
			clearInterval(ticker);
		},
	};
}
