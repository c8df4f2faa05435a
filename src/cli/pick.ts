import { availableParallelism } from 'node:os';
import { municipalities } from '../../config/municipalities.ts';
import type { BoligsidenSource } from '../boligsiden/source.ts';
import type { DatabaseTarget } from '../database/target.ts';
import { systemClock } from '../shared/clock.ts';
import { exitCode, UserError } from '../shared/errors.ts';
import type { Choices, PickingOptions } from '../terminal/index.ts';
import { commandWords, passwordNote } from './command-words.ts';
import type { CommandContext } from './context.ts';
import { type PaceSettings, paceSettings } from './import-settings.ts';
import { keepLastChoices, readLastChoices } from './last-choices.ts';
import { shareOfDetails } from './measure-api.ts';
import type { CommandLine } from './settings.ts';
import { shownTarget } from './shown-target.ts';

/**
 * Asks the operator what the command line leaves open, and returns it completed; undefined when the operator left.
 * What was picked is kept as the defaults of the next time.
 *
 * @param stored asked for once the first screen is drawn; what it rejects with ends the asking.
 */
export async function pick(
	context: CommandContext,
	source: BoligsidenSource,
	stored: PickingOptions['ports']['stored'],
	target: DatabaseTarget,
	apiUrl: string,
): Promise<CommandLine | undefined> {
	const { runPicking } = await import('../terminal/index.ts');
	const pace = paceSettings(context.line, apiUrl);
	const initial = readLastChoices() ?? {
		...{ municipalityCodes: [], types: ['villa'], workers: 12, batchSize: 50 },
		fetch: 'details' as const,
	};
	const result = await runPicking({
		ports: {
			stored,
			countInApi: counter(source),
			commandLine: (choices) => commandWords(headlessArguments(context, choices), context.terminal.env),
			commandNote: passwordNote(context.line),
		},
		given: givenChoices(context.line, pace),
		initial,
		database: shownTarget(target),
		...{ rate: pace.rate, refresh: pace.refresh, timeline: pace.timeline },
		cores: availableParallelism(),
		dryRun: context.line.given.dryRun,
		clock: systemClock,
		stop: context.stop,
		...context.terminal,
	});
	if (result.kind === 'left') return undefined;
	const { municipalityCodes, types, workers, batchSize, fetch, limit } = result.choices;
	const notKept = keepLastChoices({
		municipalityCodes: [...municipalityCodes],
		types: knownTypes(types),
		workers: workers === 'auto' ? initial.workers : workers, // what adapts is no number that anyone picked
		batchSize,
		fetch,
	});
	if (notKept !== undefined) context.err(`What you picked could not be kept for the next time: ${notKept}.`);
	const given = {
		...context.line.given,
		municipality: municipalityCodes.map(String),
		type: knownTypes(types),
		workers,
		batchSize,
		fetch,
		...(limit !== undefined && { limit }),
		...(result.kind === 'dry-run' && { dryRun: true }),
	};
	return { ...context.line, given };
}

type Types = NonNullable<CommandLine['given']['type']>;

/** The wizard offers the contract's own types and nothing else. */
function knownTypes(types: readonly string[]): Types {
	return types as Types;
}

/** Rows that are asked for with a count: some 75 kB tell of what kind a type’s search records are. */
const sampledRows = 10;
/** A count is a courtesy: it is soon given up, and can be asked for again. */
const countAttempts = 3;

function counter(source: BoligsidenSource): PickingOptions['ports']['countInApi'] {
	return async (code, addressType, signal, onTrouble) => {
		const municipality = municipalities.find((candidate) => candidate.code === code);
		if (municipality === undefined) throw new Error(`there is no municipality ${code}`);
		let started = performance.now();
		const onRetry = ({ reason, delayMs }: { reason: string; delayMs: number }): void => {
			started = performance.now() + delayMs; // what is measured is one request
			onTrouble(reason);
		};
		const context = { signal, attempts: countAttempts, onRetry };
		const outcome = await source.searchPage({ municipality, addressType }, 1, sampledRows, context);
		if (outcome.status === 'read') {
			const { totalHits, rows } = outcome.page;
			return { homes: totalHits, latencyMs: performance.now() - started, shareOfDetails: shareOfDetails(source, rows) };
		}
		if (outcome.status === 'blocked') return { refused: outcome.message };
		throw new UserError(outcome.problem.message, { exitCode: exitCode.apiUnavailable });
	};
}

/** What the flags say already is not asked. */
function givenChoices({ given }: CommandLine, pace: PaceSettings): Partial<Choices> {
	const preset = given.preset !== undefined;
	return {
		...(given.type !== undefined && { types: given.type }),
		...((given.workers !== undefined || preset) && { workers: pace.adaptive ? 'auto' : pace.workers }),
		...((given.batchSize !== undefined || preset) && { batchSize: pace.batchSize }),
		...(given.fetch !== undefined && { fetch: given.fetch }),
		...(pace.limit !== undefined && { limit: pace.limit }),
	};
}

/** The arguments of the same import without questions: those that were given, and what was picked. */
function headlessArguments({ argv, line: { given } }: CommandContext, choices: Choices): string[] {
	const types = given.type === undefined && choices.types.join() !== 'villa' ? choices.types : [];
	return [
		'--ci',
		...(given.workers === 'auto' && choices.workers !== 'auto' ? withoutWorkers(argv) : argv),
		...municipalityArguments(choices.municipalityCodes),
		...types.flatMap((type) => ['--type', type]),
		...(choices.workers === (given.workers ?? 12) ? [] : ['--workers', String(choices.workers)]),
		...(given.batchSize === undefined && choices.batchSize !== 50 ? ['--batch-size', String(choices.batchSize)] : []),
		...(given.fetch === undefined && choices.fetch !== 'details' ? ['--fetch', choices.fetch] : []),
		...(given.limit === undefined && choices.limit !== undefined ? ['--limit', String(choices.limit)] : []),
	];
}

/** A number was picked in place of `--workers auto`. */
function withoutWorkers(argv: readonly string[]): readonly string[] {
	return argv.filter((word, index) => !/^--workers(=|$)/.test(word) && argv[index - 1] !== '--workers');
}

function municipalityArguments(codes: readonly number[]): string[] {
	const chosen = new Set(codes);
	const isExactly = (group: typeof municipalities): boolean =>
		group.length === chosen.size && group.every(({ code }) => chosen.has(code));
	if (isExactly(municipalities)) return ['--all'];
	if (isExactly(municipalities.filter((one) => one.distanceToCopenhagenKm !== undefined)))
		return ['--area', 'copenhagen'];
	return municipalities.filter(({ code }) => chosen.has(code)).flatMap(({ slug }) => ['--municipality', slug]);
}
