import { join, resolve } from 'node:path';
import { type MunicipalityFacts, municipalities } from '../../config/municipalities.ts';
import { presets } from '../../config/presets.ts';
import { type DatabaseTarget, serverTarget } from '../database/target.ts';
import { firstWorkers } from '../import/adaptive-workers.ts';
import type { FetchMode } from '../import/intake.ts';
import type { HomeQuery } from '../import/ports.ts';
import type { Refresh } from '../import/refresh.ts';
import { isLoopback } from '../shared/loopback.ts';
import { didYouMean } from './did-you-mean.ts';
import { type CommandLine, paths, usage } from './settings.ts';

const liveApi = 'https://api.boligsiden.dk';
const defaultRate = 10;

/** How fast and how much at once, every default filled in. */
export interface PaceSettings {
	/** To begin with, where they adapt. */
	readonly workers: number;
	/** The number follows what the API bears. */
	readonly adaptive: boolean;
	readonly batchSize: number;
	readonly limit: number | undefined;
	/** Requests a second, 0 = no ceiling. */
	readonly rate: number;
	readonly fetch: FetchMode;
	readonly refresh: Refresh;
	/** Whether the timelines of homes for sale are asked for as well. */
	readonly timeline: boolean;
}

/** What an import was asked to do. */
export interface ImportSettings extends PaceSettings {
	readonly queries: readonly HomeQuery[];
}

export function importSettings(line: CommandLine, apiUrl: string): ImportSettings {
	const chosen = chosenMunicipalities(line.given);
	const types = line.given.type ?? ['villa'];
	if (types.includes('all') && types.length > 1) throw usage('--type all already holds every other type.');
	const addressTypes = types.includes('all') ? [undefined] : [...new Set(types)];
	const queries = chosen.flatMap((municipality) => addressTypes.map((addressType) => ({ municipality, addressType })));
	return { queries, ...paceSettings(line, apiUrl) };
}

export function paceSettings({ given }: CommandLine, apiUrl: string): PaceSettings {
	const preset: { workers?: number; batchSize?: number; limit?: number } =
		given.preset === undefined ? {} : presets[given.preset];
	const workers = given.workers ?? preset.workers ?? 12;
	return {
		workers: workers === 'auto' ? firstWorkers : workers,
		adaptive: workers === 'auto',
		batchSize: given.batchSize ?? preset.batchSize ?? 50,
		limit: given.limit ?? preset.limit,
		rate: given.rate ?? (isLoopback(apiUrl) ? 0 : defaultRate),
		fetch: given.fetch ?? 'details',
		refresh: given.refresh ?? 'none',
		timeline: given.timeline ?? false,
	};
}

/** Whether the command line says what to import. */
export function namesMunicipalities({ given }: CommandLine): boolean {
	return given.municipality !== undefined || given.area !== undefined || given.all === true;
}

export function chosenApiUrl({ given }: CommandLine): string {
	return given.apiUrl ?? liveApi;
}

/** A server, when one is named; else the embedded database. Generated homes have a folder of their own, apart from real ones. */
export function databaseTarget({ given, origin }: CommandLine): DatabaseTarget {
	const { database, dataDir, sandbox = false } = given;
	// Generated homes go to a server only where the command line itself says so: never beside real ones by way of DATABASE_URL.
	if (database !== undefined && (!sandbox || origin.database === 'flag')) return serverTarget(database);
	return {
		kind: 'embedded',
		folder: dataDir === undefined ? join(paths.data, sandbox ? 'sandbox' : 'homes') : resolve(dataDir),
	};
}

/** @throws UserError when none is named, or one that does not exist. */
export function chosenMunicipalities(given: CommandLine['given']): readonly MunicipalityFacts[] {
	if (given.all === true) return municipalities;
	if (given.area !== undefined) {
		return municipalities.filter((municipality) => municipality.distanceToCopenhagenKm !== undefined);
	}
	if (given.municipality !== undefined) return [...new Set(given.municipality.map(findMunicipality))];
	throw usage(
		'There is nothing to import: no municipality was named.',
		'Name one with --municipality koebenhavn, or use --area copenhagen or --all.',
	);
}

/** By code, slug or name, in any case; å and aa, ø and oe, æ and ae are alike. */
function findMunicipality(wanted: string): MunicipalityFacts {
	const folded = fold(wanted);
	const found = municipalities.find(
		({ code, slug, name }) => String(code) === folded || slug === folded || fold(name) === folded,
	);
	if (found !== undefined) return found;
	const known = municipalities.flatMap(({ name, slug }) => [name, slug]);
	throw usage(
		`There is no municipality ${JSON.stringify(wanted)}.${didYouMean(wanted, known)}`,
		'It goes by name, slug or code: København, koebenhavn or 101.',
	);
}

function fold(text: string): string {
	return text.trim().normalize('NFC').toLowerCase().replaceAll('å', 'aa').replaceAll('ø', 'oe').replaceAll('æ', 'ae');
}
