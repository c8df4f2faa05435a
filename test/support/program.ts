import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { RunResult } from '../../src/import/events.ts';
import { program, shippedFlags } from './shipped.ts';

export interface ProgramOptions {
	/** Beside the few variables every process needs; nothing else of our own environment gets through. */
	readonly env?: Readonly<Record<string, string>>;
	/** Home, configuration and data folders, and the working folder; a fresh one by default. */
	readonly home?: string;
}

/** A program that has ended. */
export interface Ended {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly stdout: string;
	readonly stderr: string;
	/** Standard output as JSON lines; reading it throws when a line is not JSON. */
	readonly events: readonly JsonEvent[];
	/** The last JSON line, which must be run.finished. */
	readonly result: RunResult & { readonly type: 'run.finished' };
}

export interface JsonEvent {
	readonly type: string;
	readonly [field: string]: unknown;
}

export interface RunningProgram {
	readonly pid: number;
	readonly child: ChildProcess;
	readonly ended: Promise<Ended>;
	/** Resolves once the text is in what the program has written so far; rejects when it ends without. */
	shows(text: string | RegExp, stream?: 'stdout' | 'stderr'): Promise<void>;
	kill(signal: NodeJS.Signals): void;
}

const running = new Set<ChildProcess>();
const folders: string[] = [];

afterEach(async () => {
	await Promise.all([...running].map(end));
	await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.kill('SIGKILL');
	await once(child, 'close');
}

/** A folder of the test's own, removed when it ends. */
export async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'bolig-import-e2e-'));
	folders.push(folder);
	return folder;
}

/** Starts the real program as a process of its own; killed when the test ends. */
export async function startProgram(args: readonly string[], options: ProgramOptions = {}): Promise<RunningProgram> {
	const home = options.home ?? (await temporaryFolder());
	const child = spawn(process.execPath, [...shippedFlags(), program, ...args], {
		cwd: home,
		env: { ...surroundings(home), ...options.env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	running.add(child);
	child.once('close', () => running.delete(child));
	const written = { stdout: '', stderr: '' };
	for (const stream of ['stdout', 'stderr'] as const) {
		child[stream].setEncoding('utf8').on('data', (text: string) => {
			written[stream] += text;
		});
	}
	return {
		pid: child.pid ?? 0,
		child,
		ended: once(child, 'close').then(([code, signal]) => asEnded(code, signal, written)),
		kill: (signal) => child.kill(signal),
		shows: (text, stream = 'stderr') => shown(child, written, text, stream),
	};
}

/** Runs the real program to its end. */
export async function runProgram(args: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
	const program = await startProgram(args, options);
	return program.ended;
}

function surroundings(home: string): Record<string, string> {
	return {
		PATH: process.env.PATH ?? '',
		HOME: home,
		XDG_CONFIG_HOME: join(home, 'config'),
		XDG_DATA_HOME: join(home, 'data'),
		XDG_CACHE_HOME: join(home, 'cache'),
		XDG_STATE_HOME: join(home, 'state'),
		TMPDIR: tmpdir(),
		LANG: 'C.UTF-8',
		TZ: 'UTC',
	};
}

function asEnded(code: number | null, signal: NodeJS.Signals | null, written: Written): Ended {
	return {
		code,
		signal,
		...written,
		get events() {
			return written.stdout.split('\n').filter(Boolean).map(parseLine);
		},
		get result() {
			const last = this.events.at(-1);
			if (last?.type !== 'run.finished') {
				throw new Error(
					`the last line is ${JSON.stringify(last)}, not run.finished; standard error: ${written.stderr}`,
				);
			}
			return last as unknown as Ended['result'];
		},
	};
}

function parseLine(line: string): JsonEvent {
	try {
		return JSON.parse(line) as JsonEvent;
	} catch (cause) {
		throw new Error(`not a line of JSON: ${line}`, { cause });
	}
}

type Written = { readonly stdout: string; readonly stderr: string };

function shown(child: ChildProcess, written: Written, text: string | RegExp, stream: keyof Written): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	const look = (): void => {
		if (typeof text === 'string' ? written[stream].includes(text) : text.test(written[stream])) resolve();
	};
	child[stream]?.on('data', look);
	child.once('close', () => {
		look();
		reject(new Error(`ended without showing ${text} on ${stream}:\n${written.stdout}\n${written.stderr}`));
	});
	look();
	return promise;
}
