import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/**
 * Times the frames of a running dashboard, in a process of its own. Events go through the reducer into the store as in a live import;
 * then the store's clock moves on, and what is timed begins: the store publishes, React renders, the screen's lines are composed and
 * those that changed are written. Prints `FrameTimes` as JSON.
 */
export interface FrameTimes {
	/** One for each frame, until its last byte was written. */
	readonly wallMs: readonly number[];
	/** Of all threads, so with the collector's and the compiler's. */
	readonly cpuMs: readonly number[];
}

const { values: given } = parseArgs({
	options: { columns: { type: 'string' }, rows: { type: 'string' }, workers: { type: 'string' } },
});
const workers = Number(given.workers);
const size = { columns: Number(given.columns), rows: Number(given.rows) };

/** Two seconds of a real one, in which code is still being compiled. */
const warmUpFrames = 20;
const frames = 100;
/** Since the last was written; Ink would hold a frame back that comes within a tenth of a second. */
const betweenFramesMs = 150;
/** In which the first picture is drawn and the dashboard subscribes. */
const settlingMs = 1000;
/** Time of the store's own clock in which homes are fed; it publishes at its first look after 200 ms, and looks every 100. */
const feedMs = 190;
const lastStepMs = 101;
/** What the workers fetch in that time when an answer takes half a second. */
const homesPerFrame = Math.round(workers * (feedMs / 500));
const batchSize = 50;

// Ink looks at it when it is loaded.
process.env.FORCE_COLOR = '2';
const { runDashboard } = await import('../../src/terminal/run-dashboard.tsx');
const { labelOf, runningImport } = await import('../support/terminal-import.ts');
const { TestTerminal } = await import('../support/terminal-screen.ts');

const run = runningImport({ workers });
const terminal = new TestTerminal(size);
const { stdin, stdout } = terminal;

/** The terminal reads what it gets only after the frame. */
let last = { wallMs: 0, cpuMs: 0 };
const { write } = stdout;
stdout.write = (...words: unknown[]): boolean => {
	const room = Reflect.apply(write, stdout, words);
	last = now();
	return room;
};

function now(): typeof last {
	const { user, system } = process.cpuUsage();
	return { wallMs: performance.now(), cpuMs: (user + system) / 1000 };
}

let homes = 0;
function importSome(): void {
	for (let count = 0; count < homesPerFrame; count++) {
		const worker = (homes % workers) + 1;
		run.finished(worker, 488 + ((homes * 37) % 250)).fetching(worker, labelOf(homes));
		run.advance(feedMs / homesPerFrame);
		homes++;
		if (homes % batchSize === 0) run.commit(batchSize);
	}
}

async function frame(): Promise<typeof last> {
	while (performance.now() < last.wallMs + betweenFramesMs) await setTimeout(10);
	importSome();
	// The store's look in the meantime, at which nothing was due.
	await setTimeout(0);
	const began = now();
	run.advance(lastStepMs);
	for (let waited = 0; last.wallMs < began.wallMs; waited++) {
		if (waited === 100) throw new Error('the dashboard did not draw');
		await setTimeout(10);
	}
	return { wallMs: last.wallMs - began.wallMs, cpuMs: last.cpuMs - began.cpuMs };
}

const unused = (): void => {};
const dashboard = runDashboard({
	store: run.store,
	control: {
		pause: unused,
		resume: unused,
		setWorkers: unused,
		setBatchSize: unused,
		setRate: unused,
		stop: unused,
		abort: unused,
		retry: unused,
	},
	clock: run.clock,
	stdin,
	stdout,
	env: { LANG: 'C.UTF-8', TERM: 'xterm-256color' },
	job: { sleep: async () => {}, onWoken: () => unused },
});
await setTimeout(settlingMs);
for (let number = 0; number < warmUpFrames; number++) await frame();
const times: (typeof last)[] = [];
for (let number = 0; number < frames; number++) times.push(await frame());
const screen = terminal.screen();
if (!screen.includes('● running') || !screen.includes(`Workers   ${workers}`)) {
	throw new Error(`that is not the dashboard of ${workers} workers:\n${screen}`);
}
await dashboard.close();
terminal.dispose();
const printed: FrameTimes = { wallMs: times.map(({ wallMs }) => wallMs), cpuMs: times.map(({ cpuMs }) => cpuMs) };
process.stdout.write(`${JSON.stringify(printed)}\n`);
