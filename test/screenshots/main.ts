import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FaultScript, type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts';
import { type PtyProgram, type PtySize, startInPty } from '../support/pty.ts';
import { startingAt } from './clock.ts';
import { screenSvg } from './svg.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const sizes: readonly PtySize[] = [
	{ columns: 80, rows: 24 },
	{ columns: 120, rows: 40 },
	{ columns: 60, rows: 20 },
];
const port = 8787;
const enter = '\r';
/** Time for a resized terminal to be drawn anew, ms; a picture has nothing to wait for but that nothing changes any more. */
const drawnMs = 400;

/** A home of its own, so that the folders on the screen are those that everybody has. */
const home = await mkdtemp(join(tmpdir(), 'bolig-import-screenshots-'));

function start(args: readonly string[], size: PtySize, day = '2026-01-15T14:21:00Z'): PtyProgram {
	const ownFolders = { XDG_CONFIG_HOME: undefined, XDG_DATA_HOME: undefined, XDG_CACHE_HOME: undefined };
	return startInPty(args, {
		home,
		size,
		env: { ...ownFolders, XDG_STATE_HOME: undefined, NODE_OPTIONS: startingAt(day) },
	});
}

async function keep(program: PtyProgram, name: string, size: PtySize): Promise<void> {
	const file = `${name}-${size.columns}x${size.rows}.svg`;
	const svg = screenSvg(program, size, 'bolig-import');
	if (svg.includes(home)) throw new Error(`${file} shows a folder of this machine`);
	await writeFile(join(folder, file), svg);
}

/** The same moment, or nearly, at every size. */
async function keepAtEverySize(program: PtyProgram, name: string): Promise<void> {
	for (const size of [...sizes.slice(1), sizes[0] as PtySize]) {
		program.resize(size);
		await wait(drawnMs);
		await keep(program, name, size);
	}
}

function wait(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What is stored already, and when it was. */
async function importYesterday(): Promise<void> {
	const args = ['--sandbox', '--ci', '--municipality', 'hoersholm'];
	const earlier = start(args, { columns: 200, rows: 50 }, '2026-01-14T02:10:00Z');
	await earlier.exited;
	await earlier.dispose();
}

async function picking(): Promise<void> {
	const program = start(['--sandbox', '--latency', '610', '--jitter', '120', '--rate', '10'], sizes[0] as PtySize);
	await program.until('step 1 of 4', 60_000);
	program.press('københavn ');
	await program.until('1 chosen: København (14,368 homes)', 60_000);
	program.press('\u0015hø');
	await program.until(/▸ ◯ Høje-Taastrup +– +[\d,]+ /, 60_000);
	program.press('\u001b[B ');
	await program.until(/2 chosen: Hørsholm, København \(18,059 homes\)/, 60_000);
	await keepAtEverySize(program, 'picking');
	program.press(enter);
	await program.until('step 2 of 4');
	program.press(enter);
	await program.until('step 3 of 4');
	program.press(enter);
	await program.until('to import');
	await keepAtEverySize(program, 'ready');
	program.press('qq');
	await program.exited;
	await program.dispose();
}

/** A few homes that are broken for good, and now and then a gateway in trouble. */
const faults: FaultScript = ({ path, count, total }) => {
	if (!path.startsWith('/addresses/')) return undefined;
	if (isOfKind(path.slice('/addresses/'.length), '77')) return { kind: 'status', status: 500 };
	// Not 503 or 429: after those all workers rest, and that is another picture.
	return count === 1 && total % 97 === 0 ? { kind: 'status', status: 502 } : undefined;
};

/** One home in 256, told by the end of the first part of its id. */
function isOfKind(id: unknown, kind: string): boolean {
	return String(id).slice(6, 8) === kind;
}

async function withApi(options: SandboxOptions, use: (apiArgs: readonly string[]) => Promise<void>): Promise<void> {
	const api = await startSandbox({
		port,
		latencyMs: 160,
		jitterMs: 90,
		script: faults,
		map: (record) => (isOfKind(record.addressID, 'a1') ? { ...record, livingArea: 'ca. 120' } : record),
		...options,
	});
	try {
		await use(['--api-url', api.url]);
	} finally {
		await api.close();
	}
}

async function running(): Promise<void> {
	// So many that all are listed while more than a third is still to come.
	await withApi({ villas: new Map([[101, 4368]]) }, async (api) => {
		const program = start(['--municipality', 'koebenhavn', ...api], sizes[0] as PtySize);
		await program.until(/6\d\.\d %/, 120_000);
		await keepAtEverySize(program, 'running');
		program.press('e');
		await program.until('esc back');
		program.press(enter);
		await keepAtEverySize(program, 'errors');
		program.press('e');
		await program.until('p pause');
		program.press('p');
		await program.until('‖ paused');
		await keepAtEverySize(program, 'paused');
		program.kill('SIGTERM');
		await program.exited;
		await program.dispose();
	});
}

async function summary(): Promise<void> {
	for (const size of sizes) {
		await rm(join(home, 'homes'), { recursive: true, force: true });
		await withApi({ villas: new Map([[155, 420]]) }, async (api) => {
			const program = start(['--municipality', 'dragoer', ...api, '--data-dir', 'homes'], size);
			await program.exited;
			await keep(program, 'summary', size);
			await program.dispose();
		});
	}
}

async function sizeInKilobytes(): Promise<number> {
	const files = (await readdir(folder)).filter((file) => file.endsWith('.svg'));
	const bytes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
	return Math.round(bytes.reduce((sum, each) => sum + each, 0) / 1000);
}

try {
	await importYesterday();
	await picking();
	await running();
	await summary();
	process.stdout.write(`pictures in ${folder}: ${await sizeInKilobytes()} kB\n`);
} finally {
	await rm(home, { recursive: true, force: true });
}
