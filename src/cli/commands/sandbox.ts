import { once } from 'node:events';
import { jsonLine } from '../../report/json-lines.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { exitCode } from '../../shared/errors.ts';
import type { Command } from '../context.ts';
import { sandboxOptions } from '../sandbox-options.ts';

const defaultPort = 8787;

/** Serves generated homes until it is stopped. */
export const sandboxCommand: Command = async ({ line, out, err, stop }) => {
	const sandbox = await startSandbox(sandboxOptions(line, line.given.port ?? defaultPort));
	out(line.given.json === true ? jsonLine({ type: 'sandbox.started', url: sandbox.url }) : sandbox.url);
	err(`The sandbox serves generated homes at ${sandbox.url} until you stop it (Ctrl-C).`);
	err(`In another terminal: bolig-import --ci --api-url ${sandbox.url} --municipality koebenhavn --limit 100`);
	if (!stop.aborted) await once(stop, 'abort');
	await sandbox.close();
	return exitCode.done;
};
