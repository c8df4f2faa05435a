import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../src/sandbox/server.ts';

/** A municipality of several zip codes; the number of its villas is ours to say. */
const municipality = { slug: 'slagelse', code: 330 };

/** Slow enough that an import takes seconds and requests are always in flight; uneven, so that no two runs are the same. */
const [latencyMs, jitterMs] = [40, 20];

/** The generated API in a process of its own, so that neither kills nor restarts change the world. */
export interface World extends AsyncDisposable {
	/** What an importer is told of it. */
	readonly args: readonly string[];
}

export async function startWorld(homes: number): Promise<World> {
	const child = spawn(process.execPath, [fileURLToPath(import.meta.url), String(homes)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	return {
		args: ['--api-url', line.toString().trim(), '--municipality', municipality.slug],
		async [Symbol.asyncDispose]() {
			child.kill('SIGKILL');
			await once(child, 'exit');
		},
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const villas = new Map([[municipality.code, Number(process.argv[2])]]);
	const { url } = await startSandbox({ villas, latencyMs, jitterMs });
	process.stdout.write(`${url}\n`);
}
