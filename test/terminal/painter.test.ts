import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Painter } from '../../src/terminal/painter.ts';
import { TestTerminal } from '../support/terminal-screen.ts';

const size = { columns: 20, rows: 6 };
let terminal: TestTerminal;
let painter: Painter;

beforeEach(() => {
	terminal = new TestTerminal(size);
	painter = new Painter(terminal.stdout);
});

afterEach(() => terminal.dispose());

async function seen(...lines: readonly string[]): Promise<void> {
	await vi.waitFor(() => expect(terminal.screen().trimEnd().split('\n')).toEqual(lines));
}

test('lines stand from the first row on', async () => {
	painter.draw(['one', '', 'three']);
	await seen('one', '', 'three');
});

test('only what changed is written', async () => {
	painter.draw(['one', 'two', 'three']);
	await seen('one', 'two', 'three');
	const before = terminal.written.length;
	painter.draw(['one', 'TWO', 'three']);
	await seen('one', 'TWO', 'three');
	expect(terminal.written.slice(before)).not.toMatch(/one|three/);
});

test('what did not change writes nothing', async () => {
	painter.draw(['one']);
	await seen('one');
	const before = terminal.written;
	painter.draw(['one']);
	terminal.stdout.write('after');
	await seen('after');
	expect(terminal.written).toBe(`${before}after`);
});

test('a shorter line, and fewer lines, leave nothing of what was there', async () => {
	painter.draw(['a long line', 'two', 'three']);
	painter.draw(['short', 'two']);
	await seen('short', 'two');
});

test('a line as wide as the terminal keeps its last column', async () => {
	const whole = '─'.repeat(size.columns);
	painter.draw([whole, 'below']);
	await seen(whole, 'below');
});

test('the cursor is left where it was', async () => {
	terminal.stdout.write('first\nsecond');
	painter.draw(['drawn']);
	terminal.stdout.write('!');
	await seen('drawn', 'second!');
});

test('what something else wrote over is drawn anew', async () => {
	painter.draw(['one', 'two']);
	terminal.stdout.write('\u001b[2J');
	painter.redraw();
	await seen('one', 'two');
});

test('while the terminal is somebody else’s nothing is written; afterwards all of it is there, as it is by then', async () => {
	painter.draw(['one', 'two']);
	painter.hold();
	painter.draw(['ONE', 'two']);
	painter.redraw();
	terminal.stdout.write('\u001b[2J\u001b[Htheirs');
	await seen('theirs');
	painter.release();
	await seen('ONE', 'two');
});
