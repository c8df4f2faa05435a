import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import envPaths from 'env-paths';
import { addressTypes } from '../../config/address-types.ts';
import { environmentName, type GivenSettings, type SettingName, settings } from '../../config/settings.ts';
import { exitCode, UserError } from '../shared/errors.ts';
import { didYouMean } from './did-you-mean.ts';

export const paths = envPaths('bolig-import', { suffix: '' });
const configFile = 'bolig-import.json';

/** Later ones win over earlier ones. */
const layers = ['config file', 'environment', 'flag'] as const;
type Layer = (typeof layers)[number];

export interface CommandLine {
	/** Words before and between the flags: the command, and its subject. */
	readonly words: readonly string[];
	readonly given: GivenSettings;
	/** Where each setting came from. */
	readonly origin: Readonly<Partial<Record<SettingName, Layer>>>;
}

interface RawValue {
	readonly value: unknown;
	/** As the person wrote it: "--workers", "BOLIG_IMPORT_WORKERS", "workers in bolig-import.json". */
	readonly name: string;
}

type RawLayer = ReadonlyMap<SettingName, RawValue>;

const names = Object.keys(settings) as SettingName[];
const flagOfThreshold = `--${settings.threshold.flag}`;
const flags = names.map((name) => `--${settings[name].flag}`);

/**
 * Every setting from its three places, flags over environment over config file, all through the one table.
 * @throws UserError with exit code 64 that says which value is bad, why, and what would do.
 */
export function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv, cwd: string): CommandLine {
	const { words, values } = readFlags(argv);
	const environment = readEnvironment(env);
	const file = (values.get('config') ?? environment.get('config'))?.value;
	const raw: Record<Layer, RawLayer> = {
		'config file': readConfigFile(typeof file === 'string' ? file : undefined, cwd),
		environment,
		flag: values,
	};
	const given: Partial<Record<SettingName, unknown>> = {};
	const origin: Partial<Record<SettingName, Layer>> = {};
	for (const layer of layers) {
		const values = new Map([...raw[layer]].map(([name, value]) => [name, check(name, value)]));
		for (const rival of rivals(values, raw[layer])) {
			delete given[rival];
			delete origin[rival];
		}
		for (const [name, value] of values) {
			given[name] = value;
			origin[name] = layer;
		}
	}
	return { words, given: given as GivenSettings, origin };
}

/** Settings that answer the same question: one place may give one of them, and a stronger place overrules a weaker one. */
const alternatives: readonly (readonly SettingName[])[] = [
	['municipality', 'area', 'all'],
	['sandbox', 'apiUrl'],
	['database', 'dataDir'],
	['json', 'csv'],
];

/** The settings that what one place says puts out of force. */
function rivals(values: ReadonlyMap<SettingName, unknown>, raw: RawLayer): SettingName[] {
	return alternatives.flatMap((group) => {
		const said = group.filter((name) => (values.get(name) ?? false) !== false);
		if (said.length > 1) {
			throw usage(`${said.map((name) => raw.get(name)?.name).join(' and ')} exclude each other.`, 'Give one of them.');
		}
		return said.length === 0 ? [] : group;
	});
}

function check(name: SettingName, { value, name: written }: RawValue): unknown {
	const result = settings[name].schema.safeParse(value);
	if (result.success) return result.data;
	const bad = firstBad(name, value);
	const issue = settings[name].schema.safeParse(bad).error?.issues[0];
	const takes = issue === undefined ? settings[name].help : deepestMessage(issue);
	const guess = name === 'type' ? didYouMean(String(bad), [...addressTypes, 'all']).trim() : '';
	throw usage(`${written} takes ${takes}${butGot(name, bad)}.`, guess === '' ? undefined : guess);
}

/** The value, or the one of several that is at fault. */
function firstBad(name: SettingName, value: unknown): unknown {
	if (!Array.isArray(value) || !('repeatable' in settings[name])) return value;
	const bad = value.findIndex((element) => !settings[name].schema.safeParse(element).success);
	return bad === -1 ? value : value[bad];
}

/** Never with a password: an address of a database is not repeated at all. */
function butGot(name: SettingName, value: unknown): string {
	if (name === 'database') return '';
	return `, not ${JSON.stringify(value).replaceAll(/\/\/[^/"]*@/g, '//***@')}`;
}

interface Issue {
	readonly message: string;
	readonly expected?: string;
	readonly errors?: readonly (readonly Issue[])[];
}

/** A union reports its members' issues; those of one value, not of a list of them, are for people, and of these the first. */
function deepestMessage(issue: Issue): string {
	const first = issue.errors?.flat().find(({ expected }) => expected !== 'array');
	return issue.message === 'Invalid input' && first !== undefined ? deepestMessage(first) : issue.message;
}

function readFlags(argv: readonly string[]): { words: string[]; values: RawLayer } {
	const options = Object.fromEntries(
		names.map((name) => [
			settings[name].flag,
			{
				type: 'placeholder' in settings[name] ? ('string' as const) : ('boolean' as const),
				multiple: 'repeatable' in settings[name],
				...(name === 'help' && { short: 'h' }),
			},
		]),
	);
	const { positionals, values } = parse(argv, options);
	const given = names.flatMap((name): [SettingName, RawValue][] => {
		const { flag } = settings[name];
		const value = values[flag];
		return value === undefined ? [] : [[name, { value, name: `--${flag}` }]];
	});
	return { words: positionals, values: new Map(given) };
}

/** `--threshold 'speed>5' 'p95<3000'`: what follows a threshold and is one itself needs no flag of its own. */
function withThresholdFlags(argv: readonly string[]): string[] {
	let within = false;
	return argv.flatMap((word, index) => {
		const isValue = argv[index - 1] === flagOfThreshold;
		within = isValue || word.startsWith(`${flagOfThreshold}=`) || (within && /^[^-].*[<>]/.test(word));
		return within && !isValue && !word.startsWith('--') ? [flagOfThreshold, word] : [word];
	});
}

/** `--rate -1`: a number after an option is its value, though it begins with a dash. */
function withNegativeNumbers(argv: readonly string[]): string[] {
	const words: string[] = [];
	for (const word of argv) {
		const before = words.at(-1) ?? '';
		if (/^-\d/.test(word) && /^--[^=]+$/.test(before)) words.splice(-1, 1, `${before}=${word}`);
		else words.push(word);
	}
	return words;
}

function parse(argv: readonly string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
	try {
		const args = withThresholdFlags(withNegativeNumbers(argv));
		return parseArgs({ args, options: options ?? {}, allowPositionals: true, strict: true });
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		const unknown = /Unknown option '(--?[^']+)'/.exec(error.message)?.[1];
		if (unknown !== undefined) {
			throw usage(`There is no option ${unknown}.${didYouMean(unknown, flags)}`, 'bolig-import --help lists them all.');
		}
		const noValue = /Option '(?:-\w, )?(--[^ ']+)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(
			error.message,
		)?.[1];
		if (noValue !== undefined) throw usage(`${noValue} needs a value after it.`, 'bolig-import --help shows which.');
		const noArgument = /Option '(?:-\w, )?(--[^ ']+)' does not take an argument/.exec(error.message)?.[1];
		if (noArgument !== undefined) throw usage(`${noArgument} is a switch and takes no value.`);
		throw usage(`The command line cannot be read: ${error.message}`, 'bolig-import --help shows how it goes.');
	}
}

function readEnvironment(env: NodeJS.ProcessEnv): RawLayer {
	return new Map(
		names.flatMap((name): [SettingName, RawValue][] => {
			const variable = environmentName(name);
			const value = variable === undefined ? undefined : env[variable];
			if (variable === undefined || value === undefined || value === '') return [];
			const list = 'repeatable' in settings[name] ? value.split(',').map((part) => part.trim()) : value;
			return [[name, { value: list, name: variable }]];
		}),
	);
}

function readConfigFile(given: string | undefined, cwd: string): RawLayer {
	const file =
		given !== undefined
			? resolve(cwd, given)
			: [join(cwd, configFile), join(paths.config, configFile)].find((path) => existsSync(path));
	if (file === undefined) return new Map();
	const content = parseConfigFile(file);
	return new Map(
		Object.entries(content).map(([key, value]): [SettingName, RawValue] => {
			const exists = Object.hasOwn(settings, key) && environmentName(key as SettingName) !== undefined;
			if (exists) return [key as SettingName, { value, name: `${key} in ${file}` }];
			throw usage(`${file} has a setting ${key} that does not exist.${didYouMean(key, names)}`);
		}),
	);
}

function parseConfigFile(file: string): object {
	try {
		const content: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
		if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw usage(`The config file ${file} cannot be read: ${reason}.`, 'It is a JSON object of settings.', cause);
	}
	throw usage(
		`The config file ${file} is not a JSON object.`,
		'Write it as {"workers": 12, "municipality": ["koebenhavn"]}.',
	);
}

export function usage(message: string, hint?: string, cause?: unknown): UserError {
	return new UserError(message, { ...(hint !== undefined && { hint }), exitCode: exitCode.usage, cause });
}
