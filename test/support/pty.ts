import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { program, shippedFlags } from './shipped.ts';

export interface PtySize {
	readonly columns: number;
	readonly rows: number;
}

export interface PtyOptions {
	/** Home, configuration and data folders, and the working folder. */
	readonly home: string;
	readonly size?: PtySize;
	/** Beside the few variables that every terminal sets; undefined takes one away. */
	readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Exit {
	readonly code: number;
	/** The number of the signal that killed it; undefined when it ended by itself. */
	readonly signal: number | undefined;
}

/** What a program must leave behind as it found it. */
export interface TerminalModes {
	readonly screen: 'normal' | 'alternate';
	readonly cursor: 'visible' | 'hidden';
	readonly bracketedPaste: boolean;
	readonly mouse: string;
	/** Keys come one by one and unseen; undefined where the terminal is gone. */
	readonly raw: boolean | undefined;
}

/** As a shell has it before it starts a program. */
export const restoredModes: TerminalModes = {
	screen: 'normal',
	cursor: 'visible',
	bracketedPaste: false,
	mouse: 'none',
	raw: false,
};

const defaultSize: PtySize = { columns: 80, rows: 24 };
/** Well below the time for which node-pty keeps the terminal of a program that has ended. */
const aliveEveryMs = 20;

/** What node-pty has and does not declare. */
interface Internals {
	readonly ptsName: string;
	readonly _socket: { destroy(): void };
}

/** A program in a real pseudo-terminal, whose output is drawn by a terminal without a window. */
export class PtyProgram {
	readonly exited: Promise<Exit>;
	/** Everything that was written, escape sequences included. */
	written = '';
	readonly #pty: IPty & Internals;
	readonly #terminal: xterm.Terminal;
	/** Our own hold of the terminal, through which its settings can be read even after the program has gone. */
	readonly #held: number;
	readonly #looking = new Set<() => void>();
	#exit: Exit | undefined;
	#rawAtEnd: boolean | undefined;

	constructor(file: string, args: readonly string[], { home, size = defaultSize, env = {} }: PtyOptions) {
		const { columns: cols, rows } = size;
		this.#terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
		this.#pty = spawn(file, [...args], {
			// node-pty sets TERM to it, whatever the environment says.
			name: env.TERM ?? 'xterm-256color',
			cols,
			rows,
			cwd: home,
			// node-pty would hand on an undefined value as that word.
			env: Object.fromEntries(
				Object.entries({ ...terminalEnvironment(home), ...env }).filter(([, value]) => value !== undefined),
			),
		}) as IPty & Internals;
		this.#held = openSync(this.#pty.ptsName, constants.O_RDWR | constants.O_NOCTTY);
		this.#pty.onData((text) => {
			this.written += text;
			this.#terminal.write(text, () => this.#look());
		});
		// A terminal answers questions about itself; the program reads the answers as input.
		this.#terminal.onData((answer) => this.#pty.write(answer));
		this.exited = this.#ended();
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/** Keys as the terminal sends them: `\r`, `\u001b[B`, `\u0003`. */
	press(keys: string): void {
		this.#pty.write(keys);
	}

	resize({ columns, rows }: PtySize): void {
		this.#terminal.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	kill(signal: NodeJS.Signals, pid = this.pid): void {
		process.kill(pid, signal);
	}

	/** The window is closed, as with its button. */
	hangUp(): void {
		closeSync(this.#held);
		this.#pty._socket.destroy();
	}

	/** What a person sees now, without blanks at the ends of the lines. */
	lines(): readonly string[] {
		const { baseY } = this.#terminal.buffer.active;
		return Array.from({ length: this.#terminal.rows }, (_, row) => this.#line(baseY + row));
	}

	screen(): string {
		return this.lines().join('\n');
	}

	/** All that the terminal still has, as far up as one can scroll; lines that it wrapped are whole again. */
	scrollback(): string {
		const { active } = this.#terminal.buffer;
		const lines = Array.from({ length: active.length }, (_, row) => {
			const line = active.getLine(row);
			const goesOn = active.getLine(row + 1)?.isWrapped === true;
			return `${line?.translateToString(!goesOn) ?? ''}${goesOn ? '' : '\n'}`;
		});
		return lines.join('').trimEnd();
	}

	/** For pictures of the screen. */
	get buffer(): xterm.IBuffer {
		return this.#terminal.buffer.active;
	}

	modes(): TerminalModes {
		const { bracketedPasteMode, mouseTrackingMode } = this.#terminal.modes;
		return {
			screen: this.#terminal.buffer.active.type,
			cursor: this.written.lastIndexOf('\u001b[?25l') > this.written.lastIndexOf('\u001b[?25h') ? 'hidden' : 'visible',
			bracketedPaste: bracketedPasteMode,
			mouse: mouseTrackingMode,
			raw: this.#exit === undefined ? isRaw(this.#held) : this.#rawAtEnd,
		};
	}

	/** Resolves once a person sees it, with what they see then; rejects when the program ends without, or after `timeoutMs`. */
	async until(wanted: string | RegExp | ((screen: string) => boolean), timeoutMs = 15_000): Promise<string> {
		const { promise, resolve, reject } = Promise.withResolvers<string>();
		const found = (): string | undefined => {
			// Between the marks of a synchronized update a terminal still shows the frame before.
			if (this.#terminal.modes.synchronizedOutputMode) return undefined;
			const screen = this.screen();
			return matches(screen, wanted) ? screen : undefined;
		};
		const look = (): void => {
			const screen = found();
			if (screen !== undefined) resolve(screen);
			else if (this.#exit !== undefined) reject(this.#notSeen(wanted, `ended with ${this.#exit.code}`));
		};
		const timer = setTimeout(() => reject(this.#notSeen(wanted, `waited ${timeoutMs} ms`)), timeoutMs);
		this.#looking.add(look);
		look();
		return promise.finally(() => {
			clearTimeout(timer);
			this.#looking.delete(look);
		});
	}

	/** Ends the program if it has not ended yet, and forgets the terminal. */
	async dispose(): Promise<void> {
		if (this.#exit === undefined) this.kill('SIGKILL');
		await this.exited;
		this.#terminal.dispose();
	}

	async #ended(): Promise<Exit> {
		const watch = setInterval(() => {
			if (isAlive(this.pid)) return;
			clearInterval(watch);
			this.#rawAtEnd = isRaw(this.#held);
		}, aliveEveryMs);
		const { promise, resolve } = Promise.withResolvers<Exit>();
		this.#pty.onExit(({ exitCode, signal }) => resolve({ code: exitCode, signal: signal || undefined }));
		const exit = await promise;
		clearInterval(watch);
		await new Promise<void>((parsed) => this.#terminal.write('', parsed));
		this.#exit = exit;
		closeIfOpen(this.#held);
		this.#look();
		return exit;
	}

	#look(): void {
		for (const look of this.#looking) look();
	}

	#line(row: number): string {
		return this.#terminal.buffer.active.getLine(row)?.translateToString(true) ?? '';
	}

	#notSeen(wanted: string | RegExp | object, why: string): Error {
		return new Error(`not seen: ${wanted}, ${why}; the screen:\n${this.screen()}`);
	}
}

/** Starts bolig-import. */
export function startInPty(args: readonly string[], options: PtyOptions): PtyProgram {
	return new PtyProgram(process.execPath, [...shippedFlags(), program, ...args], options);
}

function terminalEnvironment(home: string): Record<string, string> {
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

function matches(screen: string, wanted: string | RegExp | ((screen: string) => boolean)): boolean {
	if (typeof wanted === 'string') return screen.includes(wanted);
	return typeof wanted === 'function' ? wanted(screen) : wanted.test(screen);
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** Asks the terminal itself; undefined when it is gone. */
function isRaw(terminal: number): boolean | undefined {
	const { status, stdout } = spawnSync('stty', ['-a'], { stdio: [terminal, 'pipe', 'ignore'], encoding: 'utf8' });
	if (status !== 0) return undefined;
	return ['icanon', 'echo', 'isig', 'icrnl'].some((setting) => stdout.includes(`-${setting} `));
}

function closeIfOpen(descriptor: number): void {
	try {
		closeSync(descriptor);
	} catch {
		// The window was closed before.
	}
}
