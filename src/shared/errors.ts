/** Process exit codes, after sysexits.h where one fits; the README's table says what each means to an operator. */
export const exitCode = {
	done: 0,
	doneWithFailures: 3,
	usage: 64,
	contractDrifted: 65,
	apiUnavailable: 69,
	bug: 70,
	outputLost: 74,
	continueLater: 75,
	databaseUnavailable: 77,
	forcedByInterrupt: 130,
	forcedByTerminate: 143,
} as const;

export interface UserErrorOptions {
	/** What the person can do next, one sentence. */
	readonly hint?: string;
	readonly exitCode: number;
	readonly cause?: unknown;
}

/**
 * An error meant for the person at the terminal: `message` says what happened and why it matters, `hint` what to do next.
 * Anything thrown that is not a `UserError` is a bug and exits with 70.
 */
export class UserError extends Error {
	override readonly name: string = 'UserError';
	readonly hint: string | undefined;
	readonly exitCode: number;

	constructor(message: string, options: UserErrorOptions) {
		super(message, { cause: options.cause });
		this.hint = options.hint;
		this.exitCode = options.exitCode;
	}
}
