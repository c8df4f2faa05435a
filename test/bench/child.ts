import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { program, shippedFlags } from '../support/shipped.ts';

export const floorProgram = fileURLToPath(new URL('./floor.ts', import.meta.url));
export const pagesApiProgram = fileURLToPath(new URL('./pages-api.ts', import.meta.url));

export interface ProcessUse {
	/** From before the process was started until after it ended. */
	readonly wallMs: number;
	/** Of all its threads, user and system. */
	readonly cpuMs: number;
	readonly peakMb: number;
}

export interface ChildRun extends ProcessUse {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
	/** Resident memory twice a second, from its start to its end. */
	readonly memoryMb: readonly number[];
}

/** What `--import` must load to make a Node process write what it used, at its end, to a file or an open descriptor. */
export function usageReport(target: string | number): string {
	const write = `writeFileSync(${JSON.stringify(target)}, JSON.stringify(process.resourceUsage()))`;
	const code = `import { writeFileSync } from 'node:fs'; process.on('exit', () => ${write});`;
	return `data:text/javascript,${encodeURIComponent(code)}`;
}

export function readUsage(written: string): Pick<ProcessUse, 'cpuMs' | 'peakMb'> {
	const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(written) as NodeJS.ResourceUsage;
	return { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 };
}

/** How often a child tells how much memory it holds, ms. */
const memoryIntervalMs = 500;

/** What `--import` must load to make a Node process write its resident memory, bytes, a line at a time to an open descriptor. */
function memoryReport(target: number): string {
	const write = `writeSync(${target}, process.memoryUsage.rss() + '\\n')`;
	const code = `import { writeSync } from 'node:fs'; setInterval(() => ${write}, ${memoryIntervalMs}).unref();`;
	return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** Runs Node with these arguments to its end. @throws when it exits with anything but 0. */
export async function run(args: readonly string[]): Promise<ChildRun> {
	const started = performance.now();
	// Settings of whoever runs the bench must not reach what is measured.
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL' && !name.startsWith('BOLIG_IMPORT_')),
	);
	const child = spawn(
		process.execPath,
		[
			...(args.includes(program) ? shippedFlags() : []),
			'--import',
			usageReport(3),
			'--import',
			memoryReport(4),
			...args,
		],
		{
			stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
			env,
		},
	);
	const texts = [1, 2, 3, 4].map(async (fd) => {
		const chunks: Buffer[] = [];
		child.stdio[fd]?.on('data', (chunk: Buffer) => chunks.push(chunk));
		await once(child, 'close');
		return Buffer.concat(chunks).toString();
	});
	const [exitCode] = (await once(child, 'exit')) as [number | null];
	const wallMs = performance.now() - started;
	const [stdout = '', stderr = '', usage = '', memory = ''] = await Promise.all(texts);
	if (exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${exitCode}:\n${stderr.slice(-2000)}`);
	const memoryMb = memory
		.trimEnd()
		.split('\n')
		.map((bytes) => Number(bytes) / 2 ** 20);
	return { exitCode, stdout, stderr, wallMs, memoryMb, ...readUsage(usage) };
}

export interface BenchApi extends AsyncDisposable {
	readonly url: string;
}

/** The sandbox in a process of its own; undone with `await using`. */
export function startSandbox(latencyMs: number, more: readonly string[] = []): Promise<BenchApi> {
	return startApi([program, 'sandbox', '--port', '0', '--latency', String(latencyMs), ...more]);
}

/** The same with homes that all say whether they are for sale, and a latency of its own for pages; see `pages-api.ts`. */
export function startPagesApi(latency: { readonly pageMs: number; readonly detailMs: number }): Promise<BenchApi> {
	return startApi([pagesApiProgram, '--page', String(latency.pageMs), '--detail', String(latency.detailMs)]);
}

async function startApi(args: readonly string[]): Promise<BenchApi> {
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	return {
		url: line.toString().trim(),
		async [Symbol.asyncDispose]() {
			child.kill('SIGTERM');
			await once(child, 'exit');
		},
	};
}
