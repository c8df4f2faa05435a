import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exitCode, UserError } from '../shared/errors.ts';
import { Exchange } from './exchange.ts';
import type { SandboxOptions } from './options.ts';
import type { SandboxStats } from './stats.ts';

export type { JsonRecord } from './address-record.ts';
export type { Fault, FaultRequest, FaultScript } from './fault.ts';
export type { SandboxOptions } from './options.ts';
export type { SandboxStats } from './stats.ts';

export interface Sandbox {
	/** `http://127.0.0.1:PORT`, without a slash at the end. */
	readonly url: string;
	readonly port: number;
	stats(): SandboxStats;
	/** Forgets the statistics and how often each URL was asked for. */
	reset(): void;
	/** Closes at once: open connections are destroyed, answers still to come are dropped. */
	close(): Promise<void>;
}

/** An importer keeps its connections for the whole run; longer than any pause between two of its requests. */
const keepAliveMs = 120_000;

/**
 * Serves the property API from generated records, on 127.0.0.1 only.
 * @throws {UserError} when the port cannot be had
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const exchange = new Exchange(options);
	const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) =>
		exchange.handle(request, response),
	);
	const port = await listen(server, options.port ?? 0);
	return {
		url: `http://127.0.0.1:${port}`,
		port,
		stats: () => exchange.stats(),
		reset: () => exchange.reset(),
		async close() {
			exchange.stop();
			if (!server.listening) return;
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}

function listen(server: Server, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', (cause: NodeJS.ErrnoException) => reject(portError(port, cause)));
		server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
	});
}

function portError(port: number, cause: NodeJS.ErrnoException): UserError {
	const reason =
		cause.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${cause.code ?? cause.message})`;
	return new UserError(`Port ${port} of 127.0.0.1 ${reason}, so the sandbox cannot start.`, {
		hint: 'Use --port 0 for any free port, or name another one.',
		exitCode: exitCode.usage,
		cause,
	});
}
