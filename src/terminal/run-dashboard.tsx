import type { ImportControl } from '../import/control.ts';
import type { Clock } from '../shared/clock.ts';
import { App } from './app.tsx';
import type { JobControl } from './hooks/use-suspension.ts';
import { processJobControl } from './job-control.ts';
import type { TerminalStreams } from './obstacle.ts';
import { openScreen } from './open-screen.tsx';
import type { DashboardStore } from './store.ts';

export interface DashboardOptions extends TerminalStreams {
	/** What listens to the engine. */
	readonly store: DashboardStore;
	/** What the keys steer. */
	readonly control: ImportControl;
	readonly clock: Clock;
	/** @default the signals of this process */
	readonly job?: JobControl;
}

export interface Dashboard {
	/** Settles when the dashboard is gone and the terminal as it was; rejects when it could not be drawn, which is a bug. */
	readonly closed: Promise<void>;
	/** Ends it and gives the terminal back: cursor, raw mode, screen. More than once does no harm. */
	close(): Promise<void>;
}

/**
 * Shows a running import until it is closed. It does not exit the process and handles no signals: keys that end the run go through
 * `control`, and a process that dies restores the terminal on its way out.
 */
export function runDashboard(options: DashboardOptions): Dashboard {
	const { store, control, clock } = options;
	const job = options.job ?? processJobControl(clock);
	const instance = openScreen(<App store={store} control={control} job={job} />, options);
	const closed = instance.waitUntilExit().then(() => {});
	closed.catch(() => {});
	return {
		closed,
		async close() {
			instance.unmount();
			await closed;
		},
	};
}
