import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { bundle } from '../../config/bundle.ts';
import { run } from './child.ts';
import type { FrameTimes } from './frame.ts';
import { median, middleBy, percentile } from './numbers.ts';
import { type BenchOptions, type Line, type Row, repeat } from './row.ts';
import { type Size, sizes } from './watched.ts';

const mostMs = 8;
const workers = 64;

/** What one frame of the dashboard costs the thread that also runs the import. */
export const frameRow: Row = {
	name: 'frame',
	needsServer: false,
	async measure(options: BenchOptions): Promise<Line[]> {
		const lines: Line[] = [];
		const program = await bundleFrame();
		for (const size of sizes) {
			const name = `${size.columns}x${size.rows}`;
			const runs = await repeat(options, `frame ${name}`, () => measureFrames(program, size));
			const { wallMs, cpuMs } = middleBy(runs, (times) => median(times.wallMs));
			const ms = median(wallMs);
			lines.push(
				{
					what: `a frame of ${name} with ${workers} workers: median, 95th percentile`,
					measured: medianAndWorse(wallMs),
					limit: `${mostMs.toFixed(1)} ms`,
					share: mostMs / ms,
					target: `< ${mostMs} ms in the median`,
					ok: ms < mostMs,
				},
				{ what: 'the same: processor time of all threads', measured: medianAndWorse(cpuMs), limit: '', target: 'none' },
			);
		}
		return lines;
	},
};

function medianAndWorse(times: readonly number[]): string {
	return `${median(times).toFixed(1)} ms, ${percentile(times, 0.95).toFixed(1)} ms`;
}

/** Made as the program itself is. @returns its file */
async function bundleFrame(): Promise<string> {
	const dir = fileURLToPath(new URL('../../dist/bench', import.meta.url));
	const frame = fileURLToPath(new URL('./frame.ts', import.meta.url));
	await build({ ...bundle, input: { frame }, output: { ...bundle.output, dir } });
	return join(dir, 'frame.js');
}

async function measureFrames(program: string, { columns, rows }: Size): Promise<FrameTimes> {
	const numbers = ['--columns', columns, '--rows', rows, '--workers', workers].map(String);
	return JSON.parse((await run([program, ...numbers])).stdout) as FrameTimes;
}
