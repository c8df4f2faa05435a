import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { ImportEvent, RunResult } from '../../src/import/events.ts';
import { program } from '../support/shipped.ts';
import type { Moment } from './moments.ts';

/** No start of these small worlds takes as long, unless it hangs. */
const hangsAfterMs = 180_000;

/** What the importer was doing when it ended. */
export type Phase = 'before the first commit' | 'between commits' | 'in a commit' | 'after its end';

/** One start of an importer, from its events. */
export interface Start {
	readonly ms: number;
	readonly killed: boolean;
	/** null when killed. */
	readonly code: number | null;
	readonly phase: Phase;
	/** Homes that it said to have stored. */
	readonly imported: number;
	/** Homes that it found stored already, once it had listed all. */
	readonly skipped: number | undefined;
	readonly result: RunResult | undefined;
	/** Each event's type with the time it came at, ms since the start. */
	readonly timeline: readonly { readonly type: ImportEvent['type']; readonly ms: number }[];
	readonly stderr: string;
}

/** What happens to an importer at a moment, unless it has ended before. */
export interface Blow {
	readonly at: Moment;
	strike(kill: () => void): void;
}

/** Starts the importer and lets it run to its end, whichever that is. */
export async function runImporter(args: readonly string[], blow?: Blow): Promise<Start> {
	const started = performance.now();
	const child = spawn(process.execPath, [program, '--ci', '--json', ...args], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', TZ: 'UTC', LANG: 'C.UTF-8' },
	});
	const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
	const ended = new AbortController();
	const events: ImportEvent[] = [];
	const timeline: { type: ImportEvent['type']; ms: number }[] = [];
	let hung = false;
	const kill = (): void => void child.kill('SIGKILL');
	const after = (ms: number, act: () => void): void => {
		delay(ms, undefined, { signal: ended.signal }).then(act, () => {});
	};
	after(hangsAfterMs, () => {
		hung = true;
		kill();
	});
	const strike = ({ at, strike }: Blow): void => after(at.delayMs, () => strike(kill));
	if (blow !== undefined && blow.at.event === undefined) strike(blow);

	let [left, stderr] = [blow?.at.times ?? 0, ''];
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	createInterface(child.stdout).on('line', (line) => {
		const event = asEvent(line);
		if (event === undefined) return;
		events.push(event);
		timeline.push({ type: event.type, ms: performance.now() - started });
		if (blow !== undefined && event.type === blow.at.event && --left === 0) strike(blow);
	});
	// Whatever ends us ends what we have started.
	process.once('exit', kill);
	const [code, signal] = await closed;
	process.off('exit', kill);
	ended.abort();
	if (hung) throw new Error(`an importer hung; its last events: ${JSON.stringify(events.slice(-5))}\n${stderr}`);
	return {
		ms: performance.now() - started,
		killed: signal === 'SIGKILL',
		code,
		phase: phaseAfter(events),
		imported: sum(events, (event) => (event.type === 'batch.committed' ? event.imported : 0)),
		skipped: skippedIn(events),
		result: events.find((event) => event.type === 'run.finished'),
		timeline,
		stderr,
	};
}

/** A line that a kill has cut in the middle is none. */
function asEvent(line: string): ImportEvent | undefined {
	try {
		return JSON.parse(line) as ImportEvent;
	} catch {
		return undefined;
	}
}

function phaseAfter(events: readonly ImportEvent[]): Phase {
	const times = (type: ImportEvent['type']): number => events.filter((event) => event.type === type).length;
	if (times('run.finished') > 0) return 'after its end';
	if (times('batch.flushing') > times('batch.committed')) return 'in a commit';
	return times('batch.committed') > 0 ? 'between commits' : 'before the first commit';
}

function skippedIn(events: readonly ImportEvent[]): number | undefined {
	if (!events.some(({ type }) => type === 'discovery.finished')) return undefined;
	return sum(events, (event) => (event.type === 'homes.listed' ? event.skipped : 0));
}

function sum(events: readonly ImportEvent[], of: (event: ImportEvent) => number): number {
	return events.reduce((total, event) => total + of(event), 0);
}
