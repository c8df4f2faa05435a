#!/usr/bin/env node
import { constants } from 'node:os';

// React picks its build by this when it is loaded, and its development build is three times slower.
process.env.NODE_ENV ??= 'production';
const { runProgram } = await import('./cli/program.ts');

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		if (stop.signal.aborted) process.exit(128 + constants.signals[signal]);
		stop.abort(new Error(`stopped by ${signal}`));
	});
}
for (const stream of [process.stdout, process.stderr]) {
	// Nobody reads on (a closed pipe): end in order rather than fall over the next line.
	stream.on('error', () => stop.abort(new Error('the output was closed')));
}

process.exitCode = await runProgram({
	argv: process.argv.slice(2),
	env: process.env,
	cwd: process.cwd(),
	out: (text) => process.stdout.write(`${text}\n`),
	err: (text) => process.stderr.write(`${text}\n`),
	terminal: { stdin: process.stdin, stdout: process.stdout, env: process.env },
	stop: stop.signal,
});
