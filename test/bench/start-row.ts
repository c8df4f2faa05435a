import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PtyProgram } from '../support/pty.ts';
import { program, shippedFlags } from '../support/shipped.ts';
import { run, startSandbox } from './child.ts';
import { type BenchDatabase, freshDatabase } from './databases.ts';
import { median } from './numbers.ts';
import type { BenchOptions, Line, Row } from './row.ts';

/** A start takes so little that a few say nothing. */
const starts = 11;

/** How long a person waits for the first thing to see, as whole processes. */
export const startRow: Row = {
	name: 'start',
	needsServer: false,
	async measure({ note }: BenchOptions): Promise<Line[]> {
		note(`start: ${starts} of each`);
		await using api = await startSandbox(0);
		await using database = await freshDatabase();
		await run([program, 'errors', ...database.flags]); // makes the tables
		return [
			line('--help: the whole process', await middleOf(helpMs), 150),
			line('the wizard: its first frame', await middleOf(() => firstFrameMs(api.url, database)), 400),
		];
	},
};

function line(what: string, ms: number, most: number): Line {
	return {
		what,
		measured: `${Math.round(ms)} ms`,
		limit: `${most} ms`,
		share: most / ms,
		target: `< ${most} ms`,
		ok: ms < most,
	};
}

async function middleOf(once: () => Promise<number>): Promise<number> {
	const times: number[] = [];
	for (let start = 0; start < starts; start++) times.push(await once());
	return median(times);
}

async function helpMs(): Promise<number> {
	const started = performance.now();
	const { status } = spawnSync(process.execPath, [...shippedFlags(), program, '--help'], { stdio: 'ignore' });
	if (status !== 0) throw new Error(`--help ended with ${status}`);
	return performance.now() - started;
}

async function firstFrameMs(apiUrl: string, database: BenchDatabase): Promise<number> {
	const home = await mkdtemp(join(tmpdir(), 'bolig-import-bench-'));
	try {
		const started = performance.now();
		const wizard = new PtyProgram(
			process.execPath,
			[...shippedFlags(), program, '--api-url', apiUrl, ...database.flags],
			{ home },
		);
		await wizard.until('Albertslund');
		const ms = performance.now() - started;
		wizard.press('\x03');
		await wizard.exited;
		await wizard.dispose();
		return ms;
	} finally {
		await rm(home, { recursive: true, force: true });
	}
}
