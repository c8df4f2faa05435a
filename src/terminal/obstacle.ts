import type { Environment } from './display.ts';

/** The terminal that is drawn on. */
export interface TerminalStreams {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** NO_COLOR, TERM, LC_ALL, LC_CTYPE, LANG, INK_SCREEN_READER. */
	readonly env: Environment;
}

/** Why nothing can be drawn here, as the end of a sentence; undefined when it can. */
export function terminalObstacle({ stdin, stdout, env }: TerminalStreams): string | undefined {
	if (!stdout.isTTY) return 'the output is not a terminal';
	if (!stdin.isTTY) return 'the input is not a terminal';
	if (env.TERM === 'dumb') return 'the terminal is a dumb one (TERM=dumb)';
	return undefined;
}
