import { Worker } from 'node:worker_threads';
import { UserError } from '../shared/errors.ts';
import type { Sandbox, SandboxOptions } from './server.ts';
import type { SandboxStats } from './stats.ts';

/** The options that can travel to another thread; functions cannot. */
export type SandboxThreadOptions = Omit<SandboxOptions, 'script' | 'map'>;

/** A sandbox in a thread of its own: the same, but what it knows has to be asked for. */
export interface SandboxThread extends Pick<Sandbox, 'url' | 'port' | 'close'> {
	stats(): Promise<SandboxStats>;
	reset(): Promise<void>;
}

/** What the thread is asked; it answers each with a `ThreadReply` of the same `id`. */
export interface ThreadRequest {
	readonly id: number;
	readonly ask: 'stats' | 'reset';
}

export type ThreadMessage =
	| { readonly kind: 'ready'; readonly url: string; readonly port: number }
	| { readonly kind: 'failed'; readonly message: string; readonly hint: string | undefined; readonly exitCode: number }
	| { readonly kind: 'reply'; readonly id: number; readonly stats: SandboxStats };

/**
 * The sandbox in a worker thread, so that generating records does not steal time from an importer in the same process.
 * @throws {UserError} when the port cannot be had
 */
export async function startSandboxThread(options: SandboxThreadOptions = {}): Promise<SandboxThread> {
	// The sources run as they are under Node's type stripping; the bundle has only .js files.
	const entry = import.meta.url.endsWith('.ts') ? './thread-worker.ts' : './thread-worker.js';
	const worker = new Worker(new URL(entry, import.meta.url), { workerData: options, execArgv: [] });
	const { url, port } = await ready(worker);
	const waiting = new Map<number, PromiseWithResolvers<SandboxStats>>();
	let lastId = 0;
	let isOver = false;
	worker.on('message', (message: ThreadMessage) => {
		if (message.kind !== 'reply') return;
		waiting.get(message.id)?.resolve(message.stats);
		waiting.delete(message.id);
	});
	worker.once('exit', () => {
		isOver = true;
		for (const { reject } of waiting.values()) reject(new Error('The sandbox was closed before it could answer.'));
	});
	const ask = async (what: ThreadRequest['ask']) => {
		if (isOver) throw new Error('The sandbox is closed.');
		lastId++;
		const answer = Promise.withResolvers<SandboxStats>();
		waiting.set(lastId, answer);
		worker.postMessage({ id: lastId, ask: what } satisfies ThreadRequest);
		return answer.promise;
	};
	return {
		url,
		port,
		stats: () => ask('stats'),
		async reset() {
			await ask('reset');
		},
		async close() {
			// Ending the thread closes its sockets with it.
			await worker.terminate();
		},
	};
}

function ready(worker: Worker): Promise<{ url: string; port: number }> {
	return new Promise((resolve, reject) => {
		worker.once('error', reject);
		worker.once('message', (message: ThreadMessage) => {
			worker.off('error', reject);
			if (message.kind === 'ready') resolve(message);
			else if (message.kind === 'failed') {
				const { hint, exitCode } = message;
				reject(new UserError(message.message, { exitCode, ...(hint !== undefined && { hint }) }));
			}
		});
	});
}
