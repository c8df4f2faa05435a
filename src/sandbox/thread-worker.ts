import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../shared/errors.ts';
import { type Sandbox, startSandbox } from './server.ts';
import type { SandboxThreadOptions, ThreadMessage, ThreadRequest } from './thread.ts';

/** The other end of `startSandboxThread`. */
const post = (message: ThreadMessage) => parentPort?.postMessage(message);

function serve(sandbox: Sandbox): void {
	parentPort?.on('message', ({ id, ask }: ThreadRequest) => {
		if (ask === 'reset') sandbox.reset();
		post({ kind: 'reply', id, stats: sandbox.stats() });
	});
	post({ kind: 'ready', url: sandbox.url, port: sandbox.port });
}

try {
	serve(await startSandbox(workerData as SandboxThreadOptions));
} catch (error) {
	if (!(error instanceof UserError)) throw error;
	post({ kind: 'failed', message: error.message, hint: error.hint, exitCode: error.exitCode });
}
