import { detectDisplay } from '../display.ts';
import { processJobControl } from '../job-control.ts';
import { openScreen } from '../open-screen.tsx';
import { PickingApp } from './app.tsx';
import type { Facts, PickingOptions, PickingResult } from './ports.ts';
import { PickingSession } from './session.ts';
import { initialState } from './state.ts';

/**
 * Asks what to import, step by step, and gives the terminal back before it resolves. What was given is not asked. It ends no process
 * and handles no signals; `stop` ends it from outside. Rejects when it could not be drawn, which is a bug.
 */
export async function runPicking(options: PickingOptions): Promise<PickingResult> {
	const { ports, given, initial, clock, stdout, env, stop } = options;
	const { stored, ...shown } = ports;
	const { database, rate, refresh, timeline, cores, dryRun } = options;
	if (stop?.aborted) return { kind: 'left' };
	const display = detectDisplay(env);
	const fixed = { database, rate, refresh, timeline, cores, dryRun };
	const facts: Facts = { ...shown, ...fixed, stored: undefined, now: clock.now() };
	const session = new PickingSession({
		initial: initialState(initial, given),
		facts,
		display,
		size: { columns: stdout.columns || 80, rows: stdout.rows || 24 },
		countInApi: ports.countInApi,
		clock,
	});
	const leave = (): void => session.obey({ verb: 'leave' });
	stop?.addEventListener('abort', leave, { once: true });
	const job = options.job ?? processJobControl(clock);
	const instance = openScreen(<PickingApp session={session} job={job} />, options);
	const gone = instance.waitUntilExit();
	try {
		const refused = nextTurn().then(stored).then(session.showStored);
		return await Promise.race([
			session.result,
			gone.then((): PickingResult => ({ kind: 'left' })),
			onlyFailure(refused),
		]);
	} finally {
		stop?.removeEventListener('abort', leave);
		leave();
		instance.unmount();
		await gone;
	}
}

/** After the frame that is drawn now has gone out: what follows may keep the thread busy. */
function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/** Rejects as the task does, and never resolves. */
function onlyFailure(task: Promise<void>): Promise<never> {
	return new Promise((_, reject) => {
		task.catch(reject);
	});
}
