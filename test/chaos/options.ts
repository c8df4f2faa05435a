import { parseArgs } from 'node:util';

export interface ChaosOptions {
	readonly database: 'server' | 'embedded';
	/** How often an importer is killed. */
	readonly kills: number;
	/** How often the server is restarted as if it had crashed. */
	readonly restarts: number;
	/** Importers at the same time on the same homes. */
	readonly importers: number;
	readonly homes: number;
	readonly seed: number;
}

/** A killed importer has committed less than two batches on average; there must be work left for the next. */
const homesPerKill = 30;
/** One that meets a restart of the server is given the time to go on after it. */
const homesPerRestart = 300;

/** @throws Error in words for people. */
export function readOptions(words: readonly string[]): ChaosOptions {
	const { values } = parseArgs({
		args: [...words],
		options: {
			database: { type: 'string', default: 'server' },
			kills: { type: 'string', default: '100' },
			restarts: { type: 'string', default: '0' },
			importers: { type: 'string', default: '1' },
			homes: { type: 'string' },
			seed: { type: 'string', default: '1' },
		},
	});
	const { database } = values;
	if (database !== 'server' && database !== 'embedded') throw new Error('--database is server or embedded');
	const kills = whole('kills', values.kills, 0);
	const restarts = whole('restarts', values.restarts, 0);
	const importers = whole('importers', values.importers, 1);
	const homes =
		values.homes === undefined
			? 300 + kills * homesPerKill + restarts * homesPerRestart
			: whole('homes', values.homes, 1);
	if (database === 'embedded' && restarts + importers > 1) {
		throw new Error('The embedded database lives within its one importer: --restarts and --importers need a server');
	}
	return { database, kills, restarts, importers, homes, seed: whole('seed', values.seed, 0) };
}

function whole(name: string, value: string, least: number): number {
	const number = Number(value);
	if (Number.isInteger(number) && number >= least) return number;
	throw new Error(`--${name} is a whole number from ${least}`);
}
