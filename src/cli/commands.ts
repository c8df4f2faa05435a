/** What a command takes after its name. */
export interface CommandWords {
	/** As the help writes them: "[show <run>]". */
	readonly usage: string;
	readonly most: number;
}

export interface CommandFacts {
	readonly summary: string;
	/** None: it takes no further words. */
	readonly takes?: CommandWords;
	/** Command lines that work, with what they do. */
	readonly examples: readonly (readonly [line: string, words: string])[];
}

/** Every command there is; its module in commands/ is loaded when it is the one asked for. */
export const commands = {
	import: {
		summary: 'import homes; what the program does when no command is named',
		examples: [
			['bolig-import --ci --municipality koebenhavn', 'import its villas'],
			['bolig-import --ci --sandbox --municipality dragør', 'try it without the real API'],
		],
	},
	plan: {
		summary: 'what an import would do: homes, requests, time, room; stores nothing',
		examples: [['bolig-import plan --area copenhagen --rate 10', 'how long would that take?']],
	},
	verify: {
		summary: 'compare the API with what is stored, home by home',
		examples: [['bolig-import verify --municipality koebenhavn --type villa', 'is what is stored what the API has?']],
	},
	errors: {
		summary: 'homes that failed and have not been stored since, by kind',
		examples: [['bolig-import errors --kind timeout', 'those that did not answer in time']],
	},
	retry: {
		summary: 'fetch just those again',
		examples: [['bolig-import retry --ci --municipality koebenhavn', 'those of one municipality']],
	},
	changes: {
		summary: 'what imports noticed about stored homes: prices, sales, valuations',
		examples: [['bolig-import changes --since 7d --csv', 'of the last week, for a spreadsheet']],
	},
	status: {
		summary: 'what is stored per municipality, and whether it is complete and fresh',
		examples: [['bolig-import status --municipality koebenhavn --stale-after 36h', 'exit code 0: fresh']],
	},
	runs: {
		summary: 'what the last imports came to, or one of them in full',
		takes: { usage: '[show [<run>]]', most: 2 },
		examples: [
			['bolig-import runs --limit 5', 'the newest five'],
			['bolig-import runs show last', 'the newest in full, with what held it back'],
		],
	},
	report: {
		summary: 'a run as one HTML file: charts, errors, changes, a map',
		takes: { usage: '[<run>]', most: 1 },
		examples: [['bolig-import report last --output report.html', 'the newest run']],
	},
	doctor: {
		summary: 'what this machine, the database and the API are like; changes nothing',
		examples: [['bolig-import doctor --database postgresql://me@localhost/homes', 'would an import into it go well?']],
	},
	export: {
		summary: 'write homes, or a table, to parquet, csv or ndjson',
		takes: { usage: '[homes|<table>]', most: 1 },
		examples: [
			['bolig-import export homes --output homes.parquet', 'all that belongs to a home in one record'],
			['bolig-import export listing --format csv', 'a table, to standard output'],
		],
	},
	demo: {
		summary: 'import 1,000 generated villas of København at a lifelike latency',
		examples: [['bolig-import demo --ci', 'without the dashboard']],
	},
	sandbox: {
		summary: 'serve generated homes on this machine, to try things out',
		examples: [['bolig-import sandbox --latency 500 --fail-rate 0.02', 'a slow API with two errors in a hundred']],
	},
} as const satisfies Record<string, CommandFacts>;

export type CommandName = keyof typeof commands;

export function factsOf(name: CommandName): CommandFacts {
	return commands[name];
}
