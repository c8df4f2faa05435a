import { Duplex, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import type { Size } from '../../src/terminal/layout.ts';

/** A terminal without a window: what Ink writes is interpreted as a real one would, and keys can be pressed. */
export class TestTerminal {
	readonly stdout: NodeJS.WriteStream;
	readonly stdin: NodeJS.ReadStream;
	/** Everything that was written, escape sequences included. */
	written = '';
	/** Whether keys come one by one, as now. */
	raw = false;
	readonly #terminal: xterm.Terminal;
	readonly #input: Duplex;

	constructor({ columns, rows }: Size = { columns: 80, rows: 24 }) {
		this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 100 });
		widenEmoji(this.#terminal);
		const write = (chunk: unknown, _: unknown, done: () => void): void => {
			this.written += String(chunk);
			// A real terminal's driver turns the line feed into both; a headless one does not.
			this.#terminal.write(String(chunk).replaceAll('\n', '\r\n'), done);
		};
		const output = Object.assign(new Writable({ decodeStrings: false, write }), { isTTY: true, columns, rows });
		this.#input = new Duplex({ read: () => {}, write: (_, __, done) => done() });
		const setRawMode = (raw: boolean): void => {
			this.raw = raw;
		};
		const input = Object.assign(this.#input, { isTTY: true, setRawMode, ref: () => {}, unref: () => {} });
		this.stdout = output as unknown as NodeJS.WriteStream;
		this.stdin = input as unknown as NodeJS.ReadStream;
	}

	press(keys: string): void {
		this.#input.push(keys);
	}

	resize({ columns, rows }: Size): void {
		this.#terminal.resize(columns, rows);
		Object.assign(this.stdout, { columns, rows });
		this.stdout.emit('resize');
	}

	/** The lines on the screen, without blanks at their ends. */
	lines(): readonly string[] {
		const { active } = this.#terminal.buffer;
		return Array.from({ length: this.#terminal.rows }, (_, row) => {
			return active.getLine(active.baseY + row)?.translateToString(true) ?? '';
		});
	}

	screen(): string {
		return this.lines().join('\n');
	}

	get alternate(): boolean {
		return this.#terminal.buffer.active.type === 'alternate';
	}

	get cursorShown(): boolean {
		return this.written.lastIndexOf('\u001b[?25h') > this.written.lastIndexOf('\u001b[?25l');
	}

	dispose(): void {
		this.#terminal.dispose();
	}
}

/** The headless terminal's own table is older than most emoji; today's terminals give them two columns. */
function widenEmoji(terminal: xterm.Terminal): void {
	const wide = /\p{Emoji_Presentation}/u;
	const zero = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;
	const wcwidth = (code: number): 0 | 1 | 2 => {
		const character = String.fromCodePoint(code);
		if (zero.test(character)) return 0;
		return wide.test(character) ? 2 : 1;
	};
	terminal.unicode.register({
		version: 'today',
		wcwidth,
		charProperties(code, preceding) {
			// As xterm packs it: whether it joins the one before, its width, and no further state.
			const width = wcwidth(code);
			const joins = width === 0 && preceding !== 0;
			const shown = joins ? Math.max(width, (preceding >> 1) & 3) : width;
			return (shown << 1) | (joins ? 1 : 0);
		},
	});
	terminal.unicode.activeVersion = 'today';
}
