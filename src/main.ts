#!/usr/bin/env -S node --max-semi-space-size=8 --max-old-space-size=512
// V8 lets garbage pile up to several times what is alive unless it is told how much memory there is; measured by `npm run bench -- --row full`.
import module from 'node:module';
import { constants } from 'node:os';
import { exitCode } from './shared/errors.ts';
import { isTooOld, wantedNode } from './shared/node-version.ts';

// Before anything is loaded that an older Node cannot read.
if (isTooOld(process.versions.node)) {
	process.stderr.write(`bolig-import: this is Node ${process.versions.node}, and bolig-import needs ${wantedNode}.\n`);
	process.stderr.write('  Install a newer Node, or start with npm start, which brings one.\n');
	process.exit(exitCode.usage);
}
// The code is compiled at the first start only: that is a fifth of the time that a start takes.
module.enableCompileCache();
// Then errors tell where they happened in the sources; it costs time and memory.
if (process.argv.includes('--debug')) process.setSourceMapsEnabled(true);
const { runProgram } = await import('./cli/program.ts');

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		// A window that closes sends its signal twice: once by the shell, once by the kernel. That is no second wish.
		if (stop.signal.aborted && signal !== 'SIGHUP') process.exit(128 + constants.signals[signal]);
		stop.abort(new Error(`stopped by ${signal}`));
	});
}
/** Why nothing more can be printed: nobody reads on (a closed pipe), or there is no room (a full disk). */
let outputLost: NodeJS.ErrnoException | undefined;
for (const stream of [process.stdout, process.stderr]) {
	// End in order rather than fall over the next line.
	stream.on('error', (error) => {
		outputLost ??= error;
		stop.abort(new Error('the output was closed'));
	});
}

let code = await runProgram({
	argv: process.argv.slice(2),
	env: process.env,
	cwd: process.cwd(),
	out: (text) => process.stdout.write(`${text}\n`),
	err: (text) => process.stderr.write(`${text}\n`),
	terminal: { stdin: process.stdin, stdout: process.stdout, env: process.env },
	stop: stop.signal,
});
for (const stream of [process.stdout, process.stderr]) {
	await new Promise<void>((resolve) => stream.write('', () => resolve()));
}
if (outputLost?.code === 'EPIPE') code ||= exitCode.continueLater;
else if (outputLost !== undefined && code === exitCode.done) {
	code = exitCode.outputLost;
	await new Promise<void>((resolve) => {
		process.stderr.write(`bolig-import: the output could not be written: ${outputLost?.message}\n`, () => resolve());
	});
}
// Everything is closed by now; a library that keeps something open must not keep the process.
process.exit(code);
