import { jsonLine } from '../report/json-lines.ts';
import { exitCode, UserError } from '../shared/errors.ts';
import { sanitize, withoutPasswords } from '../shared/sanitize.ts';
import { type CommandName, commands, factsOf } from './commands.ts';
import type { Command, CommandContext } from './context.ts';
import { didYouMean } from './did-you-mean.ts';
import { commandHelp, helpText } from './help.ts';
import { legible } from './legible.ts';
import { readSettings, usage } from './settings.ts';
import { version } from './version.ts';
import { inWorkflow, tellWorkflowOfError } from './workflow.ts';

/** The process around the program: its words, its streams, its wish to stop. */
export interface Surroundings extends Omit<CommandContext, 'line'> {
	readonly env: NodeJS.ProcessEnv;
	readonly cwd: string;
}

/** Each command's module is loaded only when it is the one asked for: `--help` must not wait for an ORM. */
const loaders: Readonly<Record<CommandName, () => Promise<Command>>> = {
	import: async () => (await import('./commands/import.ts')).importCommand,
	plan: async () => (await import('./commands/plan.ts')).planCommand,
	verify: async () => (await import('./commands/verify.ts')).verifyCommand,
	errors: async () => (await import('./commands/errors.ts')).errorsCommand,
	retry: async () => (await import('./commands/retry.ts')).retryCommand,
	changes: async () => (await import('./commands/changes.ts')).changesCommand,
	status: async () => (await import('./commands/status.ts')).statusCommand,
	runs: async () => (await import('./commands/runs.ts')).runsCommand,
	report: async () => (await import('./commands/report.ts')).reportCommand,
	doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
	export: async () => (await import('./commands/export.ts')).exportCommand,
	demo: async () => (await import('./commands/demo.ts')).demoCommand,
	sandbox: async () => (await import('./commands/sandbox.ts')).sandboxCommand,
};

/** Runs one command line from its words to its exit code; every error ends here as a sentence for people. */
export async function runProgram(given: Surroundings): Promise<number> {
	const surroundings = { ...given, ...inWorkflow(given, legible(given)) };
	const { argv, env, cwd, out, err, stop } = surroundings;
	let asked: Asked = { debug: argv.includes('--debug'), json: argv.includes('--json') };
	try {
		const line = readSettings(argv, env, cwd);
		asked = line.given;
		const [first, ...others] = line.words;
		if (line.given.help === true || first === 'help') {
			out(helpFor(first === 'help' ? others : line.words));
			return exitCode.done;
		}
		if (line.given.version === true) {
			out(version);
			return exitCode.done;
		}
		const command = await loaders[commandName(line.words)]();
		return await command({ ...surroundings, line });
	} catch (error) {
		if (stop.aborted && error === stop.reason) {
			err(`bolig-import: ${stop.reason.message}.`);
			return exitCode.continueLater;
		}
		return report(error, asked, surroundings);
	}
}

/** @param words a command, or nothing for the help of all. */
function helpFor(words: readonly string[]): string {
	return words.length === 0 || words[0] === 'help' ? helpText() : commandHelp(commandName(words));
}

function commandName(words: readonly string[]): CommandName {
	const [name = 'import', ...rest] = words;
	const known = Object.keys(commands);
	if (!known.includes(name)) {
		throw usage(`There is no command ${shown(name)}.${didYouMean(name, known)}`, `There are ${known.join(', ')}.`);
	}
	const { takes } = factsOf(name as CommandName);
	if (rest.length > (takes?.most ?? 0)) {
		const what = takes === undefined ? 'no further words' : takes.usage;
		throw usage(`${name} takes ${what}, and got ${rest.map(shown).join(' ')}.`);
	}
	return name as CommandName;
}

/** A word as it was typed, unless it may hold a password. */
function shown(word: string): string {
	return word.includes(':') ? 'of that form' : JSON.stringify(word);
}

/** How errors are to be told; read off the bare words while the settings themselves could not be read. */
interface Asked {
	readonly debug?: boolean | undefined;
	readonly json?: boolean | undefined;
}

function report(error: unknown, { debug, json }: Asked, surroundings: Surroundings): number {
	const { out, err } = surroundings;
	const known = error instanceof UserError;
	const message = withoutPasswords(error instanceof Error ? error.message : String(error));
	const code = known ? error.exitCode : exitCode.bug;
	const hint = known
		? error.hint
		: 'This is a bug in bolig-import. Run it again with --debug and report what it prints.';
	err(`bolig-import: ${known ? '' : 'something went wrong that should not: '}${sanitize(message)}`);
	if (hint !== undefined) err(`  ${sanitize(hint)}`);
	if (debug === true) err(describeCauses(error));
	tellWorkflowOfError(surroundings, message, hint);
	if (json === true) out(jsonLine({ type: 'error', message, hint: hint ?? null, exitCode: code }));
	return code;
}

function describeCauses(error: unknown): string {
	const parts: string[] = [];
	for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
		const stack = (cause.stack ?? cause.message).split('\n').map(sanitize).join('\n');
		parts.push(withoutPasswords(parts.length === 0 ? stack : `caused by ${stack}`));
	}
	return parts.join('\n');
}
