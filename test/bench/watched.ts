import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PtyProgram, type PtySize } from '../support/pty.ts';
import { shippedFlags } from '../support/shipped.ts';
import { type ProcessUse, readUsage, usageReport } from './child.ts';

export type Size = PtySize;

/** The sizes in which the dashboard is measured: the smallest that is common, and a large one. */
export const sizes: readonly Size[] = [
	{ columns: 80, rows: 24 },
	{ columns: 120, rows: 40 },
];

/** Runs Node with these arguments in a terminal of this size to its end, watched but with no key pressed. @throws when it exits with anything but 0. */
export async function runWatched(args: readonly string[], size: Size): Promise<ProcessUse> {
	const home = await mkdtemp(join(tmpdir(), 'bolig-import-bench-'));
	const usage = join(home, 'usage.json');
	try {
		const started = performance.now();
		const child = new PtyProgram(process.execPath, [...shippedFlags(), '--import', usageReport(usage), ...args], {
			home,
			size,
			env: { LANG: 'C.UTF-8', TERM: 'xterm-256color' },
		});
		const { code, signal } = await child.exited;
		const wallMs = performance.now() - started;
		const shown = child.scrollback();
		await child.dispose();
		if (code !== 0) throw new Error(`${args.join(' ')} ended with ${signal ?? code}:\n${shown}`);
		if (!child.written.includes('Workers')) throw new Error(`there was no dashboard:\n${shown}`);
		return { wallMs, ...readUsage(await readFile(usage, 'utf8')) };
	} finally {
		await rm(home, { recursive: true, force: true });
	}
}
