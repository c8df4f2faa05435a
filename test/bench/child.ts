import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The program as it is shipped: every row starts it as a process of its own. */
export const program = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
export const floorProgram = fileURLToPath(new URL('./floor.ts', import.meta.url));

export interface ChildRun {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
	/** From before the process was started until after it ended. */
	readonly wallMs: number;
	/** Of all its threads, user and system. */
	readonly cpuMs: number;
	readonly peakMb: number;
}

/** Makes a Node process say at its end, on a pipe of its own, what it used. */
const usageReport = `data:text/javascript,${encodeURIComponent(
	`import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));`,
)}`;

/** Runs Node with these arguments to its end. @throws when it exits with anything but 0. */
export async function run(args: readonly string[]): Promise<ChildRun> {
	const started = performance.now();
	// Settings of whoever runs the bench must not reach what is measured.
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL' && !name.startsWith('BOLIG_IMPORT_')),
	);
	const child = spawn(process.execPath, ['--import', usageReport, ...args], {
		stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
		env,
	});
	const texts = [1, 2, 3].map(async (fd) => {
		const chunks: Buffer[] = [];
		child.stdio[fd]?.on('data', (chunk: Buffer) => chunks.push(chunk));
		await once(child, 'close');
		return Buffer.concat(chunks).toString();
	});
	const [exitCode] = (await once(child, 'exit')) as [number | null];
	const wallMs = performance.now() - started;
	const [stdout = '', stderr = '', usage = ''] = await Promise.all(texts);
	if (exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${exitCode}:\n${stderr.slice(-2000)}`);
	const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage) as NodeJS.ResourceUsage;
	return { exitCode, stdout, stderr, wallMs, cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: maxRSS / 1024 };
}

/** The sandbox in a process of its own; undone with `await using`. */
export async function startSandbox(latencyMs: number): Promise<{ readonly url: string } & AsyncDisposable> {
	const args = [program, 'sandbox', '--port', '0', '--latency', String(latencyMs)];
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
