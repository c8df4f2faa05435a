import type { CommandLine } from './settings.ts';

/** The step of a GitHub workflow that the program runs in. */
export interface Workflow {
	/** Where the step's summary goes, in Markdown. */
	readonly summaryFile: string | undefined;
	/** Prints a command for the runner, which what is printed otherwise can never be. */
	readonly command: (line: string) => void;
	/** The same on standard error, where standard output is for JSON alone. */
	readonly commandBeside: (line: string) => void;
}

/** What a command gets from the process around it. */
export interface CommandContext {
	readonly line: CommandLine;
	/** As it was typed, without the program's own name. */
	readonly argv: readonly string[];
	/** Data, a line at a time, to standard output. */
	readonly out: (text: string) => void;
	/** Messages for people, a line at a time, to standard error. */
	readonly err: (text: string) => void;
	/** What a display that draws needs; the streams may not be terminals. */
	readonly terminal: {
		readonly stdin: NodeJS.ReadStream;
		readonly stdout: NodeJS.WriteStream;
		readonly env: NodeJS.ProcessEnv;
	};
	/** The step of a GitHub workflow that this is; undefined where it is none. */
	readonly workflow?: Workflow;
	/** Aborted at the first SIGINT, SIGTERM or SIGHUP, or when nobody reads our output any more: end in order. */
	readonly stop: AbortSignal;
}

/** One command of the program; it returns the exit code, or throws a UserError that carries it. */
export type Command = (context: CommandContext) => Promise<number>;
