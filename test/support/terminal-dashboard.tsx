import { renderToString } from 'ink';
import { vi } from 'vitest';
import type { ImportControl } from '../../src/import/control.ts';
import { detectDisplay, type Environment } from '../../src/terminal/display.ts';
import { DisplayContext } from '../../src/terminal/hooks/use-display.ts';
import type { JobControl } from '../../src/terminal/hooks/use-suspension.ts';
import type { Size } from '../../src/terminal/layout.ts';
import { type Dashboard, runDashboard } from '../../src/terminal/run-dashboard.tsx';
import { Screen } from '../../src/terminal/screens/screen.tsx';
import { initialView, type ViewState } from '../../src/terminal/view-state.ts';
import type { Staged } from './terminal-import.ts';
import { TestTerminal } from './terminal-screen.ts';

export const sizes: readonly Size[] = [
	{ columns: 80, rows: 24 },
	{ columns: 120, rows: 40 },
	{ columns: 60, rows: 20 },
];

export interface DrawOptions extends Partial<ViewState> {
	readonly size?: Size;
	readonly env?: Environment;
}

/** One frame as text, lines without blanks at their ends. */
export function draw(run: Staged, { size, env = {}, ...view }: DrawOptions = {}): readonly string[] {
	const shown = size ?? { columns: 80, rows: 24 };
	const tree = (
		<DisplayContext value={detectDisplay(env)}>
			<Screen snapshot={run.snapshot()} size={shown} view={{ ...initialView, ...view }} />
		</DisplayContext>
	);
	return renderToString(tree, { columns: shown.columns }).split('\n');
}

export interface Watched {
	readonly terminal: TestTerminal;
	readonly dashboard: Dashboard;
	/** The calls that reached the import. */
	readonly calls: string[];
	/** Presses keys, lets the store publish, waits until the screen shows what is expected. */
	see(expected: string | RegExp): Promise<void>;
}

export interface WatchOptions {
	readonly size?: Size;
	readonly env?: Environment;
	readonly job?: JobControl;
}

/** A dashboard in a terminal, whose control changes the staged import as the engine would. */
export function watch(run: Staged, { size, env = {}, job = noJobControl }: WatchOptions = {}): Watched {
	const terminal = new TestTerminal(size);
	const calls: string[] = [];
	const control = recordingControl(run, calls);
	const { stdin, stdout } = terminal;
	const dashboard = runDashboard({ store: run.store, control, clock: run.clock, stdin, stdout, env, job });
	return {
		terminal,
		dashboard,
		calls,
		see: (expected) =>
			vi.waitFor(() => {
				run.advance(100);
				const screen = terminal.screen();
				const found = typeof expected === 'string' ? screen.includes(expected) : expected.test(screen);
				if (!found) throw new Error(`not on the screen: ${expected}\n${screen}`);
			}),
	};
}

const noJobControl: JobControl = { sleep: async () => {}, onWoken: () => () => {} };

function recordingControl(run: Staged, calls: string[]): ImportControl {
	const change = (call: string, changed: Parameters<Staged['control']>[0]): void => {
		calls.push(call);
		run.control(changed);
	};
	return {
		pause: () => change('pause', { paused: true }),
		resume: () => change('resume', { paused: false }),
		setWorkers: (workers) => change(`workers ${workers}`, { workers }),
		setBatchSize: (batchSize) => change(`batch ${batchSize}`, { batchSize }),
		setRate: (rate) => change(`rate ${rate}`, { rate }),
		stop() {
			calls.push('stop');
			run.stopping();
		},
		abort: () => calls.push('abort'),
		retry: (kind) => calls.push(`retry ${kind}`),
	};
}
