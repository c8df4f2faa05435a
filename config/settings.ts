import { z } from 'zod';
import { isRefresh } from '../src/import/refresh.ts';
import { parseDuration } from '../src/shared/duration.ts';
import { addressTypes } from './address-types.ts';
import { presets } from './presets.ts';
import { metricNames, readThreshold, thresholdWords } from './thresholds.ts';

/** A whole number, from a flag ("12"), the environment or a config file (12 or "12"). */
function wholeNumber(least: number, most: number, orElse = '') {
	const words = (): string =>
		`a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}${orElse}`;
	return z
		.union([z.number(), z.string().regex(/^\d+$/, { error: words }).transform(Number)], { error: words })
		.refine((value) => Number.isInteger(value) && value >= least && value <= most, { error: words });
}

function number(least: number, most: number, unit: string) {
	const words = (): string => `a number from ${least} to ${most.toLocaleString('en')}${unit}`;
	return z
		.union(
			[
				z.number(),
				z
					.string()
					.regex(/^\d+(\.\d+)?$/, { error: words })
					.transform(Number),
			],
			{ error: words },
		)
		.refine((value) => value >= least && value <= most, { error: words });
}

const workers = z.union([wholeNumber(1, 64, ' or auto'), z.literal('auto')]);

const text = z.string({ error: 'a text' }).min(1, { error: 'a text that is not empty' });
const oneOf = <const Values extends readonly string[]>(values: Values) =>
	z.enum(values, { error: `one of ${values.join(', ')}` });
const several = <Schema extends z.ZodType>(schema: Schema) =>
	z.union([z.array(schema), schema.transform((value) => [value])]) as unknown as z.ZodType<z.output<Schema>[]>;
const onOff = z.union(
	[
		z.boolean(),
		z.enum(['true', '1', 'yes']).transform(() => true),
		z.enum(['false', '0', 'no']).transform(() => false),
	],
	{ error: 'true or false' },
);
const durationWords = 'a duration such as 36h, 7d or 2w';
/** ms */
const duration = z.string({ error: durationWords }).transform((words, context) => {
	const ms = parseDuration(words);
	if (ms !== undefined) return ms;
	context.addIssue({ code: 'custom', message: durationWords });
	return z.NEVER;
});
const statusShare = z
	.string()
	.regex(/^[1-5]\d\d:(0?\.\d+|0|1)$/, { error: 'a status and its share of the answers, such as 429:0.01' });

const refreshWords = 'none, listed, all, or stale:<duration> such as stale:12h, stale:7d or stale:4w';
const refresh = z.string({ error: refreshWords }).refine(isRefresh, { error: refreshWords });

const sinceWords = 'a duration such as 12h, 7d or 4w, or a date such as 2026-11-23';
/** A time, or how long ago it was. */
const since = z
	.string({ error: sinceWords })
	.refine((value) => parseDuration(value) !== undefined || isDate(value), { error: sinceWords });
function isDate(value: string): boolean {
	const date = z.union([
		z.iso.date(),
		z.iso.datetime({ offset: true, precision: -1 }),
		z.iso.datetime({ offset: true }),
	]);
	return date.safeParse(value).success;
}
/** "5", or "1%" of them. */
const countOrShare = z
	.union([z.number().transform(String), z.string()])
	.refine((value) => /^\d+$|^\d+(\.\d+)?%$/.test(value) && !(Number.parseFloat(value) > 100 && value.endsWith('%')), {
		error: 'a number of homes or a share of them, such as 5 or 1%',
	})
	.transform((value) => (value.endsWith('%') ? { share: Number.parseFloat(value) / 100 } : { count: Number(value) }));
const threshold = z.string().transform((text, context) => {
	const read = readThreshold(text);
	if (read !== undefined) return read;
	context.addIssue({ code: 'custom', message: thresholdWords });
	return z.NEVER;
});

export type SettingGroup = 'What to import' | 'How' | 'Where from and to' | 'Sandbox' | 'Output';

interface Setting<Schema extends z.ZodType = z.ZodType> {
	readonly flag: string;
	/** How the value is written in the help; none for a switch. */
	readonly placeholder?: string;
	/** May be given more than once. */
	readonly repeatable?: boolean;
	/** The environment's name for it, where it is not BOLIG_IMPORT_ and the flag. */
	readonly env?: string;
	readonly schema: Schema;
	readonly help: string;
	/** For the help, where the default is not part of the sentence. */
	readonly defaultWords?: string;
	readonly group: SettingGroup;
}

const setting = <Schema extends z.ZodType>(definition: Setting<Schema>): Setting<Schema> => definition;

/** Every setting there is: its flag, its name in the environment and in the config file (the key), what it takes, and what it means. */
export const settings = {
	municipality: setting({
		flag: 'municipality',
		placeholder: '<name>',
		repeatable: true,
		schema: several(z.union([text, z.number().transform(String)])),
		help: 'a municipality by name, slug or code; repeatable',
		group: 'What to import',
	}),
	area: setting({
		flag: 'area',
		placeholder: '<area>',
		schema: oneOf(['copenhagen']),
		help: 'copenhagen: the 36 municipalities within 60 km of it',
		group: 'What to import',
	}),
	all: setting({
		flag: 'all',
		schema: onOff,
		help: 'all 98 municipalities',
		group: 'What to import',
	}),
	type: setting({
		flag: 'type',
		placeholder: '<type>',
		repeatable: true,
		schema: several(oneOf([...addressTypes, 'all'])),
		help: 'a type of home, such as condo or "terraced house", or all; repeatable',
		defaultWords: 'villa',
		group: 'What to import',
	}),
	kind: setting({
		flag: 'kind',
		placeholder: '<kind>',
		repeatable: true,
		schema: several(text),
		help: 'for errors and retry: only failures of that kind, such as timeout or "HTTP 500"; repeatable',
		group: 'What to import',
	}),
	since: setting({
		flag: 'since',
		placeholder: '<when>',
		schema: since,
		help: 'for changes: what was noticed since then, 12h, 7d or 4w ago, or since a date',
		defaultWords: '7d',
		group: 'What to import',
	}),
	limit: setting({
		flag: 'limit',
		placeholder: '<n>',
		schema: wholeNumber(1, 10_000_000),
		help: 'only the first n homes discovered; for runs: the newest n',
		group: 'What to import',
	}),
	workers: setting({
		flag: 'workers',
		placeholder: '<n>',
		schema: workers,
		help: 'homes fetched at the same time, 1 to 64; 1 is the sequential way; auto: as many as the API bears',
		defaultWords: '12',
		group: 'How',
	}),
	batchSize: setting({
		flag: 'batch-size',
		placeholder: '<n>',
		schema: wholeNumber(1, 1000),
		help: 'homes per commit, 1 to 1,000',
		defaultWords: '50',
		group: 'How',
	}),
	preset: setting({
		flag: 'preset',
		placeholder: '<name>',
		schema: oneOf(Object.keys(presets) as [keyof typeof presets]),
		help: 'testing (10 workers, 100 homes), production (12), fastest (15, batch 25) or gentle (8, batch 100)',
		group: 'How',
	}),
	fetch: setting({
		flag: 'fetch',
		placeholder: '<how>',
		schema: oneOf(['details', 'pages']),
		help: 'details: one request a home; pages: up to 500 homes a request, details only of what is for sale and of a sample',
		defaultWords: 'details',
		group: 'How',
	}),
	refresh: setting({
		flag: 'refresh',
		placeholder: '<which>',
		schema: refresh,
		help: 'stored homes to look at again: none, listed (for sale), stale:<duration> (stale:12h, stale:7d, stale:4w) or all',
		defaultWords: 'none',
		group: 'How',
	}),
	timeline: setting({
		flag: 'timeline',
		schema: onOff,
		help: 'the price history of homes for sale as well, one request more for each',
		group: 'How',
	}),
	rate: setting({
		flag: 'rate',
		placeholder: '<n>',
		schema: number(0, 10_000, ' requests a second; 0 is no ceiling'),
		help: 'requests a second for all workers together; 0 = no ceiling',
		defaultWords: '10; none for an API on this machine',
		group: 'How',
	}),
	acceptDrift: setting({
		flag: 'accept-drift',
		schema: onOff,
		help: 'go on though the API’s records lack fields they had, or have other types: columns become empty, and that is the rule from now on',
		group: 'How',
	}),
	dryRun: setting({
		flag: 'dry-run',
		schema: onOff,
		help: 'say what would be done and store nothing: the same as bolig-import plan',
		group: 'How',
	}),
	yes: setting({
		flag: 'yes',
		schema: onOff,
		help: 'start an import of all municipalities, or of more than 100,000 homes, without asking',
		group: 'How',
	}),
	apiUrl: setting({
		flag: 'api-url',
		placeholder: '<url>',
		schema: z.url({ protocol: /^https?$/, error: 'a web address, such as https://api.boligsiden.dk' }),
		help: 'the API',
		defaultWords: 'https://api.boligsiden.dk',
		group: 'Where from and to',
	}),
	userAgent: setting({
		flag: 'user-agent',
		placeholder: '<text>',
		schema: text,
		help: 'who you are to the API: name, version and a contact',
		defaultWords: 'bolig-import/<version>',
		group: 'Where from and to',
	}),
	database: setting({
		flag: 'database',
		placeholder: '<url>',
		env: 'DATABASE_URL',
		schema: text,
		help: 'a PostgreSQL server, postgresql://user@host/name',
		defaultWords: 'the embedded database',
		group: 'Where from and to',
	}),
	dataDir: setting({
		flag: 'data-dir',
		placeholder: '<folder>',
		schema: text,
		help: 'the folder of the embedded database',
		defaultWords: "your data folder's bolig-import",
		group: 'Where from and to',
	}),
	config: setting({
		flag: 'config',
		placeholder: '<file>',
		schema: text,
		help: 'a JSON file of settings by their long names',
		defaultWords: 'bolig-import.json here or in your config folder',
		group: 'Where from and to',
	}),
	sandbox: setting({
		flag: 'sandbox',
		schema: onOff,
		help: 'import generated homes from an API of our own on this machine, into a database of their own',
		group: 'Sandbox',
	}),
	port: setting({
		flag: 'port',
		placeholder: '<n>',
		schema: wholeNumber(0, 65_535),
		help: 'where `bolig-import sandbox` listens; 0 = any free port',
		defaultWords: '8787',
		group: 'Sandbox',
	}),
	seed: setting({
		flag: 'seed',
		placeholder: '<n>',
		schema: wholeNumber(0, 2_147_483_647),
		help: 'another seed makes other homes',
		defaultWords: '1',
		group: 'Sandbox',
	}),
	days: setting({
		flag: 'days',
		placeholder: '<n>',
		schema: wholeNumber(0, 3650),
		help: 'the sandbox’s homes so many days later: prices cut, homes sold, revalued, demolished',
		defaultWords: '0',
		group: 'Sandbox',
	}),
	latency: setting({
		flag: 'latency',
		placeholder: '<ms>',
		schema: wholeNumber(0, 600_000),
		help: 'time the sandbox takes for an answer',
		defaultWords: '0',
		group: 'Sandbox',
	}),
	jitter: setting({
		flag: 'jitter',
		placeholder: '<ms>',
		schema: wholeNumber(0, 600_000),
		help: 'up to so much more or less latency, by chance',
		defaultWords: '0',
		group: 'Sandbox',
	}),
	drift: setting({
		flag: 'drift',
		placeholder: '<share>',
		schema: number(0, 10, ''),
		help: 'share by which that latency grows evenly, from the first request on',
		defaultWords: '0',
		group: 'Sandbox',
	}),
	driftOver: setting({
		flag: 'drift-over',
		placeholder: '<s>',
		schema: wholeNumber(1, 86_400),
		help: 'seconds in which it grows; then it stays',
		defaultWords: '60',
		group: 'Sandbox',
	}),
	knee: setting({
		flag: 'knee',
		placeholder: '<n>',
		schema: number(0, 10_000, ' requests a second; 0 is none'),
		help: 'requests a second above which the sandbox’s latency rises steeply; above 1.25 times as many it answers 429',
		defaultWords: 'none',
		group: 'Sandbox',
	}),
	failRate: setting({
		flag: 'fail-rate',
		placeholder: '<share>',
		schema: number(0, 1, ''),
		help: 'share of the sandbox’s answers that are HTTP 500',
		defaultWords: '0',
		group: 'Sandbox',
	}),
	status: setting({
		flag: 'status',
		placeholder: '<n:share>',
		repeatable: true,
		schema: several(statusShare),
		help: 'share of the sandbox’s answers with that status, such as 429:0.01; repeatable',
		group: 'Sandbox',
	}),
	staleAfter: setting({
		flag: 'stale-after',
		placeholder: '<time>',
		schema: duration,
		help: 'for status: a complete import older than this is stale; such as 36h, 7d or 2w',
		defaultWords: '7d',
		group: 'Output',
	}),
	format: setting({
		flag: 'format',
		placeholder: '<format>',
		schema: oneOf(['parquet', 'csv', 'ndjson']),
		help: 'for export: parquet, csv or ndjson; csv and parquet hold what is nested as JSON in a column',
		defaultWords: 'as the name of --output ends, else ndjson',
		group: 'Output',
	}),
	output: setting({
		flag: 'output',
		placeholder: '<file>',
		schema: text,
		help: 'for report and export: the file to write; it takes its name once it is whole',
		defaultWords: 'for report bolig-import-<run>.html here, for export standard output',
		group: 'Output',
	}),
	ci: setting({
		flag: 'ci',
		schema: onOff,
		help: 'no questions, no dashboard: plain lines on stderr, the summary on stdout',
		group: 'Output',
	}),
	json: setting({
		flag: 'json',
		schema: onOff,
		help: 'JSON on stdout, an object a line; of an import its events, the last is run.finished',
		group: 'Output',
	}),
	csv: setting({
		flag: 'csv',
		schema: onOff,
		help: 'for changes: comma-separated values on stdout',
		group: 'Output',
	}),
	maxFailures: setting({
		flag: 'max-failures',
		placeholder: '<n|x%>',
		schema: countOrShare,
		help: 'so many failed homes, or such a share of those dealt with, still end with 0 and not with 3',
		defaultWords: '0',
		group: 'Output',
	}),
	threshold: setting({
		flag: 'threshold',
		placeholder: '<limit>',
		repeatable: true,
		schema: several(threshold),
		help: `what the run has to keep to, such as 'speed>5' or 'p95<3000', else it ends with 99; of ${metricNames}; repeatable`,
		group: 'Output',
	}),
	debug: setting({
		flag: 'debug',
		schema: onOff,
		help: 'the statements sent to the database, and with an error its whole cause',
		group: 'Output',
	}),
	help: setting({
		flag: 'help',
		schema: onOff,
		help: 'this text',
		group: 'Output',
	}),
	version: setting({
		flag: 'version',
		schema: onOff,
		help: 'the version',
		group: 'Output',
	}),
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** Questions to the program rather than settings: only a flag asks them. */
const flagsOnly: readonly SettingName[] = ['help', 'version'];

/** "BOLIG_IMPORT_BATCH_SIZE"; undefined for what only a flag can say. */
export function environmentName(name: SettingName): string | undefined {
	if (flagsOnly.includes(name)) return undefined;
	const { env, flag }: Setting = settings[name];
	return env ?? `BOLIG_IMPORT_${flag.replaceAll('-', '_').toUpperCase()}`;
}

/** What was given, by whichever way; nothing is filled in. */
export type GivenSettings = { readonly [Name in SettingName]?: z.output<(typeof settings)[Name]['schema']> };
